import type { TargetPool } from '../../../sandbox/compute/kinds.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { floorOf } from '../shape.ts';
import { lookedAt, wasReadAs } from './reads.ts';
import { bodyOf, computeWrite, isOurs, nameIn, ownerPath, pathIn } from './writes.ts';

export const i10 = invariant({
  name: 'I-10',
  says: 'a pool is never emptied by us, never goes below its declared minimum, and gets no traffic while it is empty',
  on: ['sent', 'resource'],
  watch: (watching) => {
    const { shape, view, judged, violated } = watching;
    const strangersAt = new Map<string, number>();
    /** By the id of a request. */
    const wentBy = new Map<string, number>();
    return (entry) => {
      const call = computeWrite(entry);
      if (call) judgeTarget(watching, call);
      if (call?.path.endsWith('/removeInstance'))
        wentBy.set(call.requestId ?? '', lookedAt(view, call, ownerPath(call)));
      if (entry.kind !== 'resource' || !entry.path.includes('/targetPools/')) return;
      const [before, after] = [sizeOf(entry.before), sizeOf(entry.after)];
      if (after >= before) return;
      if (!isOurs(entry.by)) return void strangersAt.set(entry.path, view.position);
      judged();
      const floor = floorOf(shape, nameIn(entry.path));
      // Whose removal fell between our last look and our own removal: against that, no check before a call helps.
      const isRace = (strangersAt.get(entry.path) ?? -1) > (wentBy.get(entry.by?.requestId ?? '') ?? view.position);
      if (after < floor && !isRace) violated(`${nameIn(entry.path)} has ${after} members now, and must keep ${floor}`);
    };
  },
});

/** A forwarding rule leads to a pool that has somebody in it. */
function judgeTarget({ view, judged, violated }: Watching, call: SentCall): void {
  if (!/\/forwardingRules(\/[^/]+\/setTarget)?$/.test(call.path)) return;
  judged();
  const target = pathIn(String(bodyOf(call).target));
  const hasMembers = wasReadAs(
    view,
    call,
    target,
    (position) => sizeOf(view.resource('targetPools', target, position)) > 0,
  );
  if (!hasMembers) violated(`${call.path}: ${nameIn(target)} is empty `);
}

function sizeOf(resource: object | undefined): number {
  return (resource as TargetPool | undefined)?.instances?.length ?? 0;
}
