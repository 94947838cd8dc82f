import { asObject, isObject, type Json, type JsonObject } from '../model/json.ts';

/**
 * With what is live at `path`, and without what is not there. To leave out what Underpin wrote would take it away:
 * server-side apply removes what its manager owns and no longer sends.
 */
export function asLive(object: JsonObject, live: JsonObject, path: string): JsonObject {
  const key = keyOf(path, [...Object.entries(object), ...Object.entries(live)]);
  if (key === undefined) return object;
  const { [key]: inner, ...others } = object;
  const there = Object.hasOwn(live, key) ? live[key] : undefined;
  if (key === path) return there === undefined ? others : { ...others, [key]: there };
  return { ...object, [key]: asLive(asObject(inner), asObject(there), path.slice(key.length + 1)) };
}

/** Paths do not quote a key with dots (`data.nginx.conf`): the longest one that leads there is meant. */
function keyOf(path: string, fields: [string, Json][]): string | undefined {
  const leading = fields.filter(([key, value]) => key === path || (isObject(value) && path.startsWith(`${key}.`)));
  return leading.map(([key]) => key).toSorted((one, other) => other.length - one.length)[0];
}
