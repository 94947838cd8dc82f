import { isObject } from './entry.ts';

/** All values at a path; a list on the way stands for each of its items. Names may be written in snake case. */
export function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path;
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (name === undefined) return value === undefined || value === null ? [] : [value];
  if (!isObject(value)) return [];
  const key = keyOf(value, name);
  return key === undefined ? [] : valuesAt(value[key], rest);
}

function keyOf(object: object, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((key) => plain(key) === plain(name));
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
