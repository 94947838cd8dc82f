import type { JsonObject } from '../json.ts';
import type { Resource } from '../kinds.ts';
import { refusal } from '../refusal.ts';

/** Lists come by name; the only other order is `creationTimestamp desc`. */
export function orderItems<T extends Resource>(items: readonly T[], { orderBy }: JsonObject): readonly T[] {
  if (orderBy === undefined || orderBy === '' || orderBy === 'name') return items;
  if (orderBy === 'creationTimestamp desc') return items.toSorted(newestFirst);
  throw refusal.invalid('orderBy', String(orderBy), 'Sort order must be `name` or `creationTimestamp desc`.');
}

function newestFirst(one: Resource, other: Resource): number {
  return Date.parse(bornAt(other)) - Date.parse(bornAt(one));
}

function bornAt(resource: Resource & { insertTime?: string }): string {
  return resource.creationTimestamp ?? resource.insertTime ?? '';
}
