import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { compareFields, isBranch } from '../fields/compare.ts';
import {
  addMember,
  type FieldSet,
  intersect,
  isEmptySet,
  membersOf,
  pathText,
  unite,
  without,
} from '../fields/field-set.ts';
import { itemStep } from '../fields/item-key.ts';
import { entryOf, isOf, ownable, type Writer, withEntries, withFields } from '../fields/manager.ts';
import { isObject, isSame, type KubernetesObject, type ManagedFieldsEntry } from '../object.ts';
import { anyShape, type ListShape, type Shape, shapeOfStep } from '../schema/shape.ts';
import { StatusError } from '../status.ts';

export interface Application {
  shape: Shape;
  writer: Writer;
  force: boolean;
}

/** Server-side apply: the live object with what the writer wants, without what it no longer wants, or a conflict. */
export function applyConfiguration(
  live: KubernetesObject | undefined,
  wanted: KubernetesObject,
  application: Application,
): KubernetesObject {
  const { shape, writer } = application;
  const entries = live?.metadata.managedFields ?? [];
  const mine = entries.find((entry) => isOf(entry, writer));
  const others = entries.filter((entry) => entry !== mine);
  const wants = setOf(ownable(wanted, writer), shape);
  const merged = mergeValues(live ?? {}, wanted, shape);
  const held = others.reduce((all, other) => unite(all, other.fieldsV1), wants);
  const pruned = prune(merged, { gone: without(mine?.fieldsV1 ?? {}, held), held }, shape);
  const result = {
    ...(isObject(pruned) ? pruned : {}),
    apiVersion: wanted.apiVersion,
    kind: wanted.kind,
  } as KubernetesObject;
  const changed = changedFields(live, result, application);
  const kept = takeFromOthers(others, intersect(changed, wants), application);
  const own = isSame(withoutManagers(result), live && withoutManagers(live))
    ? unchangedEntry(mine, entryOf(writer, wants))
    : entryOf(writer, wants);
  return withEntries(result, [...kept, own]);
}

/** Who changes nothing but what it owns keeps the time it had, if any. */
function unchangedEntry(mine: ManagedFieldsEntry | undefined, entry: ManagedFieldsEntry): ManagedFieldsEntry {
  const { time: _, ...rest } = entry;
  return mine?.time === undefined ? (rest as ManagedFieldsEntry) : { ...entry, time: mine.time };
}

function withoutManagers({ metadata: { managedFields: _, ...metadata }, ...object }: KubernetesObject) {
  return { ...object, metadata };
}

function changedFields(
  live: KubernetesObject | undefined,
  result: KubernetesObject,
  { shape, writer }: Application,
): FieldSet {
  const { added, modified } = compareFields(live && ownable(live, writer), ownable(result, writer), shape);
  return unite(added, modified);
}

function takeFromOthers(
  others: readonly ManagedFieldsEntry[],
  changed: FieldSet,
  { force }: Application,
): ManagedFieldsEntry[] {
  const conflicts = others.flatMap((entry) =>
    membersOf(intersect(entry.fieldsV1, changed)).map((path) => ({ entry, path })),
  );
  conflicts.sort((one, other) => (identityOf(one.entry) < identityOf(other.entry) ? -1 : 1));
  if (conflicts.length && !force) throw conflictError(conflicts);
  return others.map((entry) => withFields(entry, without(entry.fieldsV1, changed)));
}

interface Conflict {
  entry: ManagedFieldsEntry;
  path: string[];
}

function conflictError(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ entry, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerText(entry)}`,
    field: pathText(path),
  }));
  return new StatusError(
    409,
    'Conflict',
    `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}: ${told(conflicts)}`,
    { causes },
  );
}

function told(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only) return `conflict with ${managerText(only.entry)}: ${pathText(only.path)}`;
  const parts = Map.groupBy(conflicts, ({ entry }) => managerText(entry));
  return [...parts]
    .map(([manager, list]) =>
      [`conflicts with ${manager}:`, ...list.map(({ path }) => `- ${pathText(path)}`)].join('\n'),
    )
    .join('\n');
}

/** What the server sorts by. */
function identityOf({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  return JSON.stringify({ manager, operation, apiVersion, subresource });
}

function managerText(entry: ManagedFieldsEntry): string {
  const subresource = entry.subresource ? ` with subresource "${String(entry.subresource)}"` : '';
  return `"${entry.manager}"${subresource}${entry.operation === 'Update' ? ` using ${entry.apiVersion}` : ''}`;
}

/** The fields a configuration names. */
function setOf(value: Json, shape: Shape): FieldSet {
  const set: FieldSet = {};
  // Nobody owns metadata that says nothing.
  addFields(value, shape, (path) => path.join() === 'f:metadata' || addMember(set, path));
  return set;
}

function addFields(value: Json, shape: Shape, add: (path: string[]) => void): void {
  if (!isBranch(value, shape) || isEmpty(value)) add([]);
  else if (Array.isArray(value) && shape.form === 'list') for (const item of value) addItem(item, shape, add);
  else if (isObject(value)) {
    for (const [name, field] of Object.entries(value))
      addFields(field, shapeOfStep(shape, name), (path) => add([`f:${name}`, ...path]));
  }
}

function addItem(item: Json, list: ListShape, add: (path: string[]) => void): void {
  const step = itemStep(item, list);
  add([step]);
  if (list.kind === 'keyed') addFields(item, list.of, (path) => add([step, ...path]));
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function mergeValues(live: Json | undefined, wanted: Json, shape: Shape): Json {
  if (!isBranch(wanted, shape)) return wanted;
  if (Array.isArray(wanted))
    return shape.form === 'list' ? mergeItems(Array.isArray(live) ? live : [], wanted, shape) : wanted;
  const result: JsonObject = isObject(live) ? { ...live } : {};
  for (const [name, value] of Object.entries(isObject(wanted) ? wanted : {}))
    result[name] = mergeValues(result[name], value, shapeOfStep(shape, name));
  return result;
}

function mergeItems(live: Json[], wanted: Json[], shape: ListShape): Json[] {
  const result = new Map(live.map((item) => [itemStep(item, shape), item]));
  const of = shape.kind === 'keyed' ? shape.of : anyShape;
  for (const item of wanted)
    result.set(itemStep(item, shape), mergeValues(result.get(itemStep(item, shape)), item, of));
  return [...result.values()];
}

interface Pruning {
  /** What goes. */
  gone: FieldSet;
  /** What somebody holds, the writer too. */
  held: FieldSet;
}

function prune(value: Json, { gone, held }: Pruning, shape: Shape): Json {
  if (isEmptySet(gone)) return value;
  const at = (step: string) => ({ gone: gone[step], held: held[step] });
  if (Array.isArray(value) && shape.form === 'list') {
    return value
      .map((item) => pruneField(item, at(itemStep(item, shape)), shape.of))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const left = pruneField(field, at(`f:${name}`), shapeOfStep(shape, name));
    if (left !== undefined) result[name] = left;
  }
  return result;
}

/** A member goes with all below it, defaults too, unless somebody holds something there. */
function pruneField(
  field: Json,
  { gone, held }: { gone: Json | undefined; held: Json | undefined },
  shape: Shape,
): Json | undefined {
  if (!isObject(gone)) return field;
  const isMember = isEmptySet(gone) || Object.hasOwn(gone, '.');
  if (isMember && !isObject(held)) return undefined;
  const left = prune(field, { gone, held: isObject(held) ? held : {} }, shape);
  return isEmpty(left) && !isEmpty(field) ? undefined : left;
}
