export type Json = null | boolean | number | string | Json[] | JsonObject;

export type JsonObject = { [key: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Compute Engine leaves empty lists out of its answers: an empty pool has no `instances`. */
export function withoutEmptyLists<T extends JsonObject>(value: T): T {
  const kept = Object.entries(value).filter(([, item]) => item !== undefined && !(Array.isArray(item) && !item.length));
  return Object.fromEntries(kept) as T;
}
