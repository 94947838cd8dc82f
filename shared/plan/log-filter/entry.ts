/** A log entry, of which nothing is known but that it is an object. */
export type Entry = { [key: string]: unknown };

export function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
