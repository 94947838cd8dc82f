import type { Call } from '../call.ts';
import { isObject } from '../json.ts';
import { linkTo, scopeOf } from '../link.ts';
import { readPath } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { collectionOf } from '../resource.ts';

/** The paths in `[{instance: URL}]`; `/zones/Z/instances/N` will do. */
export function readInstances({ world, project }: Call, value: unknown): string[] {
  const items = Array.isArray(value) ? value : [];
  return items.map((item, index) => {
    const field = `resource.instances[${index}].instance`;
    const text = isObject(item) ? item.instance : undefined;
    const path = readPath({ world, project, field }, text);
    if (collectionOf(path) !== 'instances') throw refusal.invalid(field, String(text), 'The URL is malformed.');
    return path;
  });
}

/** A pool is regional: its members are in zones of its region. */
export function requireInRegion({ world, place }: Call, members: string[]): void {
  const region = place.slice(place.lastIndexOf('/') + 1);
  const zones = world.settings.regions[region] ?? [];
  for (const member of members) {
    if (zones.some((zone) => scopeOf(member) === `zones/${zone}`)) continue;
    throw refusal.invalid('resource.instances', linkTo(member), `Instance must be in region '${region}'.`);
  }
}

export function requireRoom(count: number, most: number): void {
  if (count > most)
    throw refusal.limitExceeded(`Exceeded limit 'INSTANCES_PER_TARGET_POOL' on resource. Limit: ${most}.0`);
}
