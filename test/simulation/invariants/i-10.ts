import type { TargetPool } from '../../../sandbox/compute/kinds.ts';
import type { Invariant } from '../check.ts';
import { isOurs, nameIn } from './writes.ts';

/** Whose removal fell between our last look and our own removal: against that, no check before a call helps. */
const raceMilliseconds = 20_000;

export const i10: Invariant = {
  name: 'I-10',
  says: 'a pool is never emptied by us, and never goes below its declared minimum',
  watch: ({ shape, judged, violated }) => {
    const strangersAt = new Map<string, number>();
    return (entry) => {
      if (entry.kind !== 'resource' || !entry.path.includes('/targetPools/')) return;
      const [before, after] = [sizeOf(entry.before), sizeOf(entry.after)];
      if (after >= before) return;
      if (!isOurs(entry.by)) {
        strangersAt.set(entry.path, entry.at);
        return;
      }
      judged();
      const pool = shape.pools.find(({ name }) => name === nameIn(entry.path));
      const floor = Math.max(1, pool?.minimumMembers ?? 1);
      const isRace = entry.at - (strangersAt.get(entry.path) ?? Number.NEGATIVE_INFINITY) < raceMilliseconds;
      if (after < floor && !isRace) violated(`${nameIn(entry.path)} has ${after} members now, and must keep ${floor}`);
    };
  },
};

function sizeOf(resource: object | undefined): number {
  return (resource as TargetPool | undefined)?.instances?.length ?? 0;
}
