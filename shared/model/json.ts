export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever else stands there has no fields. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
