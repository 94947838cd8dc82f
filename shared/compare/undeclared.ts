import type { JsonObject } from '../model/json.ts';
import type { UndeclaredChange } from '../model/objects.ts';
import { compareObject } from './compare.ts';
import { type FieldOwner, fieldOwnersOf, type OwnedField, ownedFields } from './field-owners.ts';
import { isObject } from './scalar.ts';
import { bringsFiles, isController } from './writers.ts';

/** C-16: what somebody set by hand and no file declares. Controllers, and whoever applied the files, are nobody. */
export function undeclaredChanges(declared: JsonObject, live: JsonObject): UndeclaredChange[] {
  const entries = fieldOwnersOf(live)
    .filter(isByHand)
    .map((entry) => ({ entry, owned: ownedFields(entry.fields, declared, live) }));
  return entries
    .filter(({ owned }) => !hasApplied(owned))
    .flatMap(({ entry: { manager, time }, owned }) =>
      owned
        .filter(isTelling)
        .map(({ path, live: value }) => ({ path, live: value ?? null, writer: { manager, time } })),
    )
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

const appliers = new Set([
  'kubectl-client-side-apply',
  'kubectl-create',
  'kubectl-replace',
  'before-first-apply',
  'underpin',
]);

/** `kubectl scale` writes through the subresource of that name, and so do autoscalers, which are controllers. */
function isByHand({ manager, operation, subresource }: FieldOwner): boolean {
  if (subresource !== '' && subresource !== 'scale') return false;
  return operation === 'Update' && !appliers.has(manager) && !isController(manager) && !bringsFiles(manager);
}

/** Whoever wrote more declared fields than others brought the files in, and owns their defaults too. */
function hasApplied(owned: OwnedField[]): boolean {
  const declared = owned.filter((one) => one.declared !== undefined && one.declared !== null).length;
  return declared > 2 && declared > owned.length / 4;
}

function isTelling({ path, declared, live }: OwnedField): boolean {
  if (declared !== undefined && declared !== null) return false;
  if (live === undefined || live === null || isEmpty(live)) return false;
  if (path.startsWith('status')) return false;
  if (path.startsWith('metadata') && !/^metadata\.(?:labels|annotations)\./.test(path)) return false;
  return !/annotations\.(?:[^/]*\.)?(?:kubernetes|k8s)\.io\/[^/]*$/.test(path);
}

function isEmpty(value: object | string | number | boolean): boolean {
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What `kubectl apply` brought in earlier and the file no longer has: live until the next apply takes it away. */
export function withdrawnFields(declared: JsonObject, live: JsonObject): UndeclaredChange[] {
  const before = appliedBefore(live);
  if (before === undefined) return [];
  const withdrawn = compareObject(before, declared).filter(({ kind }) => kind === 'missing');
  if (withdrawn.length === 0) return [];
  // What differs from itself is what the server fills in.
  const untold = [...compareObject(before, live), ...compareObject(before, before)];
  const gone = new Set(untold.map(({ path }) => path));
  const writer = { manager: 'kubectl apply', time: appliedAt(live) };
  return withdrawn
    .filter(({ path }) => !gone.has(path))
    .map(({ path, declared: value }) => ({ path, live: value, writer }));
}

function appliedBefore({ metadata }: JsonObject): JsonObject | undefined {
  const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
  try {
    const value = JSON.parse(String(annotations[lastApplied]));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function appliedAt(live: JsonObject): string {
  return fieldOwnersOf(live).find(({ manager }) => manager === 'kubectl-client-side-apply')?.time ?? 'some time ago';
}
