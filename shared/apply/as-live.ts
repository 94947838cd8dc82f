import { asObject, isObject, type JsonObject } from '../model/json.ts';

/**
 * With what is live at `path`, and without what is not there. To leave a field out would take it away: server-side apply
 * removes what its manager owns and no longer sends.
 */
export function asLive(object: JsonObject, live: JsonObject, path: string): JsonObject {
  const [key = '', ...rest] = path.split('.');
  const { [key]: inner, ...others } = object;
  const there = Object.hasOwn(live, key) ? live[key] : undefined;
  if (rest.length === 0) return there === undefined ? others : { ...others, [key]: there };
  return isObject(inner) ? { ...object, [key]: asLive(inner, asObject(there), rest.join('.')) } : object;
}
