import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';

/** Sets what is absent. */
export function fill(object: JsonObject, defaults: JsonObject): void {
  for (const [name, value] of Object.entries(defaults)) if (object[name] === undefined) object[name] = value;
}

/** The structure under a name, made when absent. */
export function made(object: JsonObject, name: string): JsonObject {
  const found = object[name];
  if (isObject(found)) return found;
  const fresh: JsonObject = {};
  object[name] = fresh;
  return fresh;
}

/** The structure under a name, when it is there. */
export function present(object: JsonObject, name: string): JsonObject | undefined {
  const found: Json | undefined = object[name];
  return isObject(found) ? found : undefined;
}
