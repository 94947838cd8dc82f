import type { JsonObject } from '../model/json.ts';
import type { Writer } from '../model/objects.ts';
import { type FieldOwner, fieldOwnersOf, ownedFields } from './field-owners.ts';

/** Who wrote the field last. A field that was taken away has no writer any more. */
export function writerOf(live: JsonObject, path: string): Writer | null {
  const [last] = writersOf(live, path).toSorted((one, other) => (one.time < other.time ? 1 : -1));
  return last === undefined ? null : { manager: last.manager, time: last.time };
}

/** All who wrote the value that it has now. */
export function writersOf(live: JsonObject, path: string): FieldOwner[] {
  return fieldOwnersOf(live).filter(({ fields }) =>
    ownedFields(fields, undefined, live).some((owned) => touches(owned.path, path)),
  );
}

/** Whether an apply by `manager` without the field would take it away: it wrote that, or a value that goes as one holds it. */
export function wouldGo(live: JsonObject, path: string, manager: string): boolean {
  return fieldOwnersOf(live).some((owner) =>
    ownedFields(owner.fields, undefined, live).some(
      (owned) =>
        (owner.manager === manager && touches(path, owned.path)) || (owned.path !== path && touches(owned.path, path)),
    ),
  );
}

/** The field itself, or the list or selector that is one value and holds it; not an item that left its list. */
function touches(owned: string, path: string): boolean {
  if (!path.startsWith(owned)) return false;
  const rest = path.slice(owned.length);
  return rest === '' || rest.startsWith('.') || /^\[\d+\]/.test(rest);
}

/** By its name, as there is nothing else to tell it by. */
export function isController(manager: string): boolean {
  return (
    !bringsFiles(manager) &&
    /controller|operator|scheduler|autoscaler|kubelet|manager$|^kube-|^gke|^cloud-/i.test(manager)
  );
}

/** What it writes stands in files of its own. */
export function bringsFiles(manager: string): boolean {
  return /^helm|^argocd|^flux|^kustomize|^terraform/i.test(manager);
}
