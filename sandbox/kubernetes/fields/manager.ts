import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject, isSame, type KubernetesObject, type ManagedFieldsEntry } from '../object.ts';
import type { Shape } from '../schema/shape.ts';
import { compareFields } from './compare.ts';
import { inOrder, isEmptySet, unite, without } from './field-set.ts';

/** Who writes, and through what. */
export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string | undefined;
  /** RFC 3339. */
  time: string;
}

const serverOwned = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

/** `after` with the fields that the writer changed under its name, and under no other's. */
export function trackUpdate(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  change: { shape: Shape; writer: Writer },
): KubernetesObject {
  const { shape, writer } = change;
  const entries = after.metadata.managedFields ?? before?.metadata.managedFields ?? [];
  const { added, modified, removed } = compareFields(before && ownable(before, writer), ownable(after, writer), shape);
  const changed = unite(added, modified);
  const mine = entries.find((entry) => isOf(entry, writer));
  const others = entries
    .filter((entry) => entry !== mine)
    .map((entry) => withFields(entry, without(without(entry.fieldsV1, modified), removed)));
  const owned = without(unite(mine?.fieldsV1 ?? {}, changed), removed);
  const own = isEmptySet(changed) && mine ? withFields(mine, owned) : entryOf(writer, owned);
  return withEntries(after, [...others, own]);
}

/** The object without what no manager can own. */
export function ownable(object: KubernetesObject, { subresource }: Pick<Writer, 'subresource'>): JsonObject {
  const { apiVersion: _, kind: __, metadata, status, ...spec } = object;
  const rest: JsonObject = subresource === 'status' ? (status === undefined ? {} : { status }) : spec;
  const kept = Object.entries(metadata).filter(([name]) => !serverOwned.includes(name));
  return { metadata: Object.fromEntries(kept), ...rest };
}

export function isOf(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === writer.operation &&
    entry.subresource === writer.subresource &&
    entry.apiVersion === writer.apiVersion
  );
}

export function entryOf(writer: Writer, fields: JsonObject): ManagedFieldsEntry {
  const { manager, operation, apiVersion, time, subresource } = writer;
  // The API server forgets the time of who wrote through /scale.
  const times = subresource === 'scale' ? {} : { time };
  return {
    manager,
    operation,
    apiVersion,
    ...times,
    fieldsType: 'FieldsV1',
    fieldsV1: inOrder(fields),
    ...(subresource ? { subresource } : {}),
  };
}

export function withFields(entry: ManagedFieldsEntry, fields: JsonObject): ManagedFieldsEntry {
  return isSame(entry.fieldsV1, fields) ? entry : { ...entry, fieldsV1: inOrder(fields) };
}

/** Applies first, then updates by time, as the server lists them; who owns nothing is not listed. */
export function withEntries(object: KubernetesObject, entries: readonly ManagedFieldsEntry[]): KubernetesObject {
  const owning = entries.filter((entry) => isObject(entry.fieldsV1) && !isEmptySet(entry.fieldsV1));
  const sorted = owning.toSorted(
    (one, other) =>
      compareText(one.operation, other.operation) ||
      compareText(one.time, other.time) ||
      compareText(one.manager, other.manager),
  );
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: sorted.length ? { ...metadata, managedFields: sorted } : metadata };
}

function compareText(one: Json | undefined, other: Json | undefined): number {
  const [left, right] = [String(one ?? ''), String(other ?? '')];
  return left === right ? 0 : left < right ? -1 : 1;
}
