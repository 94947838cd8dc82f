import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';
import type { ListShape } from '../schema/shape.ts';

/** Keys that a list item may leave out. */
const defaults: Readonly<Record<string, Json>> = { protocol: 'TCP' };

/** The step of an item in a keyed list or a set: `k:{"name":"web"}`, `v:"a"`. */
export function itemStep(item: Json, list: ListShape): string {
  if (list.kind === 'set' || !isObject(item)) return `v:${JSON.stringify(item)}`;
  return `k:${JSON.stringify(keysOf(item, list.keys))}`;
}

function keysOf(item: JsonObject, keys: readonly string[]): JsonObject {
  const found: JsonObject = {};
  for (const key of keys.toSorted()) {
    const value = item[key] ?? defaults[key];
    if (value !== undefined) found[key] = value;
  }
  return found;
}
