import type { JsonObject } from '../compute/json.ts';

/** `present` with the fields a mask names taken from `given`; a path may go deeper, `pushConfig.pushEndpoint`. */
export function mergeByMask(present: JsonObject, given: JsonObject, mask: string): JsonObject {
  const fields = mask
    .split(',')
    .filter(Boolean)
    .map((path) => path.split('.').map(camelCase)[0] ?? '');
  const taken = Object.fromEntries(fields.map((field) => [field, given[field]]));
  const merged = Object.entries({ ...present, ...taken }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
