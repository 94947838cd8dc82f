import type { JsonObject } from '../model/json.ts';
import type { UndeclaredChange, Writer } from '../model/objects.ts';
import { type FieldOwner, fieldOwnersOf, type OwnedField, ownedFields } from './field-owners.ts';

/** Who wrote the field last. A field that was taken away has no writer any more. */
export function writerOf(live: JsonObject, path: string): Writer | null {
  const writers = fieldOwnersOf(live)
    .filter(({ fields }) => ownedFields(fields, undefined, live).some((owned) => touches(owned.path, path)))
    .toSorted((one, other) => (one.time < other.time ? 1 : -1));
  const [last] = writers;
  return last === undefined ? null : { manager: last.manager, time: last.time };
}

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
const programs =
  /controller|operator|scheduler|autoscaler|kubelet|manager$|^kube-|^gke|^cloud-|^helm|^argocd|^flux|^terraform/i;

/** `kubectl scale` writes through the subresource of that name, and so do autoscalers, which are controllers. */
function isByHand({ manager, operation, subresource }: FieldOwner): boolean {
  if (subresource !== '' && subresource !== 'scale') return false;
  return operation === 'Update' && !appliers.has(manager) && !programs.test(manager);
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

/** The field itself, or the list or selector that is one value and holds it; not an item that left its list. */
function touches(owned: string, path: string): boolean {
  if (!path.startsWith(owned)) return false;
  const rest = path.slice(owned.length);
  return rest === '' || rest.startsWith('.') || /^\[\d+\]/.test(rest);
}
