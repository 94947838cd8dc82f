import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { shouldLeave } from '../wrongs.ts';
import { readsOf } from './reads.ts';
import { computeWrite, membersIn, nameIn, ownerPath, pathIn } from './writes.ts';

export const i13 = invariant({
  name: 'I-13',
  says: 'no pass takes more out of a pool than removalsPerPass, and none anything when stopWhenMissing are missing',
  on: ['sent'],
  watch: (watching) => {
    const { shape, view, judged, violated } = watching;
    const removed = new Map<string, Set<string>>();
    return (entry) => {
      const call = computeWrite(entry);
      if (!call?.path.endsWith('/removeInstance')) return;
      judged();
      const path = ownerPath(call);
      const all = removed.get(`${call.run} ${path}`) ?? new Set();
      removed.set(`${call.run} ${path}`, all);
      for (const member of membersIn(call)) all.add(member);
      if (view.runOf(call)?.calls.some(({ fault }) => fault === 'F-14')) return;
      const members = membersSeen(watching, call);
      const most = amountOf(shape.limits.removalsPerPass ?? '10%', members.length, 1);
      if (all.size > most)
        violated(`${all.size} of ${members.length} members leave ${nameIn(path)} in one pass, allowed are ${most}`);
      const stopAt = amountOf(shape.limits.stopWhenMissing ?? '20%', members.length, 2);
      const missing = members.filter((member) => wasLeaving(watching, call, member));
      if (missing.length > stopAt)
        violated(
          `members leave ${nameIn(path)}, though ${missing.length} of ${members.length} seem to, over ${stopAt}`,
        );
    };
  },
});

/** When the run first looked. */
function membersSeen({ view }: Watching, call: SentCall): string[] {
  const path = ownerPath(call);
  const [first] = readsOf(view, call, path);
  return (view.resource('targetPools', path, first && view.servedPosition(first))?.instances ?? []).map(pathIn);
}

/** From the first look to the plan, and no doubt about it: of its group, not protected, the same VM. */
export function wasLeaving({ shape, view }: Watching, of: Pick<SentCall, 'run'>, member: string): boolean {
  const run = view.runOf(of);
  const first = run?.calls[0] && view.servedPosition(run.calls[0]);
  const planned = run?.intents[0]?.position;
  const isOfGroup = shape.groups.some(({ name }) => nameIn(member).startsWith(`${name}-`));
  if (first === undefined || planned === undefined || !isOfGroup) return false;
  return [first, planned].every((position) => {
    const vm = view.resource('instances', member, position);
    const node = view.object('/nodes', nameIn(member), position);
    const isProtected = isMarked(vm) || isMarked(node);
    return vm !== undefined && node !== undefined && !isProtected && shouldLeave(vm, node);
  });
}

export function isMarked(thing: object | undefined): boolean {
  return /underpin(\.dev\/|-)protect/.test(JSON.stringify(thing ?? {}));
}

function amountOf(share: string | number, of: number, atLeast: number): number {
  const amount = typeof share === 'number' ? share : Math.floor((of * Number.parseFloat(share)) / 100);
  return Math.max(atLeast, amount);
}
