import type { Invariant } from '../check.ts';
import { readsOf } from './reads.ts';
import { computeWrite, membersIn, nameIn, ownerPath } from './writes.ts';

export const i13: Invariant = {
  name: 'I-13',
  says: 'no pass takes more out of a pool than removalsPerPass, and none anything when stopWhenMissing are missing',
  watch: ({ shape, view, judged, violated }) => {
    const removed = new Map<string, Set<string>>();
    return (entry) => {
      const call = computeWrite(entry);
      if (!call?.path.endsWith('/removeInstance')) return;
      judged();
      const path = ownerPath(call);
      const all = removed.get(`${call.run} ${path}`) ?? new Set();
      removed.set(`${call.run} ${path}`, all);
      for (const member of membersIn(call)) all.add(member);
      const [first] = readsOf(view, call, path);
      const members = view.resource('targetPools', path, first && view.servedPosition(first))?.instances?.length ?? 0;
      const most = amountOf(shape.limits.removalsPerPass ?? '10%', members, 1);
      const isStale = view.runOf(call)?.calls.some(({ fault }) => fault === 'F-14') ?? false;
      if (all.size > most && !isStale)
        violated(`${all.size} of ${members} members leave ${nameIn(path)} in one pass, allowed are ${most}`);
    };
  },
};

function amountOf(share: string | number, of: number, atLeast: number): number {
  const amount = typeof share === 'number' ? share : Math.floor((of * Number.parseFloat(share)) / 100);
  return Math.max(atLeast, amount);
}
