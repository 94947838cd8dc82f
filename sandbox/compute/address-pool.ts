import type { World } from './world.ts';

const given = new WeakMap<World, { external: number; internal: number }>();

/** External addresses come from the range kept for benchmarks (198.18.0.0/15), so that nobody is ever reached by them. */
export function allocateAddress(world: World, internal: boolean): string {
  const counters = given.get(world) ?? { external: 0, internal: 0 };
  given.set(world, counters);
  if (internal) {
    counters.internal += 1;
    return inRange(10, 128, counters.internal + 1);
  }
  counters.external += 1;
  return inRange(198, 18, counters.external + 1);
}

function inRange(first: number, second: number, index: number): string {
  return `${first}.${second + (index >>> 16)}.${(index >>> 8) & 255}.${index & 255}`;
}

/** The forwarding rules of a region, or the global ones, that answer on an address. */
export function usersOfAddress({ store }: World, place: string, number: string): string[] {
  const rules = store.shelf('forwardingRules', place).filter((rule) => rule.IPAddress === number);
  return rules.map((rule) => rule.selfLink);
}
