import type { JsonObject } from '../model/json.ts';
import type { Writer } from '../model/objects.ts';
import { fieldOwnersOf, ownedFields } from './field-owners.ts';

/** Who wrote the field last. A field that was taken away has no writer any more. */
export function writerOf(live: JsonObject, path: string): Writer | null {
  const writers = fieldOwnersOf(live)
    .filter(({ fields }) => ownedFields(fields, undefined, live).some((owned) => touches(owned.path, path)))
    .toSorted((one, other) => (one.time < other.time ? 1 : -1));
  const [last] = writers;
  return last === undefined ? null : { manager: last.manager, time: last.time };
}

/** The field itself, or the list or selector that is one value and holds it; not an item that left its list. */
function touches(owned: string, path: string): boolean {
  if (!path.startsWith(owned)) return false;
  const rest = path.slice(owned.length);
  return rest === '' || rest.startsWith('.') || /^\[\d+\]/.test(rest);
}
