import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { managerPathOf } from '../shape.ts';
import type { View } from '../view.ts';
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
      const missing = members.filter((one) => wasLeaving(watching, call, one) || wasGone(watching, call, one));
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

/** No doubt about it: of its group, not protected, the same VM. */
export function wasLeaving({ shape, view }: Watching, of: Pick<SentCall, 'run'>, member: string): boolean {
  if (!shape.groups.some((group) => isOf(group, member))) return false;
  return wasUntilPlanned(view, of, (position) => {
    const vm = view.resource('instances', member, position);
    const node = view.object('/nodes', nameIn(member), position);
    const isProtected = isMarked(vm) || isMarked(node);
    return vm !== undefined && node !== undefined && !isProtected && shouldLeave(vm, node);
  });
}

/** There was no such VM, and no managed group of the pool was making it anew (P-06, P-14). */
function wasGone({ shape, view }: Watching, call: SentCall, member: string): boolean {
  const pool = shape.pools.find(({ name }) => name === nameIn(ownerPath(call)));
  const group = shape.groups.find((one) => pool?.groups.includes(one.name) && isOf(one, member));
  const isComing = (position: number) => {
    const vms = view.list('instances', position).filter(({ name }) => group && isOf(group, name));
    const manager = group && view.resource('instanceGroupManagers', managerPathOf(group), position);
    return manager !== undefined && vms.length < (manager.targetSize ?? 0);
  };
  return wasUntilPlanned(
    view,
    call,
    (position) => view.resource('instances', member, position) === undefined && !isComing(position),
  );
}

/** From the first look of the run to its plan. */
function wasUntilPlanned(view: View, of: Pick<SentCall, 'run'>, was: (position: number) => boolean): boolean {
  const run = view.runOf(of);
  const first = run?.calls[0] && view.servedPosition(run.calls[0]);
  const planned = run?.intents[0]?.position;
  return first !== undefined && planned !== undefined && [first, planned].every(was);
}

function isOf({ name }: { name: string }, member: string): boolean {
  return nameIn(member).startsWith(`${name}-`);
}

const marked = new WeakMap<object, boolean>();

/** Looked for once in each: what is in the history never changes. */
export function isMarked(thing: object | undefined): boolean {
  if (!thing) return false;
  const known = marked.get(thing) ?? /underpin(\.dev\/|-)protect/.test(JSON.stringify(thing));
  marked.set(thing, known);
  return known;
}

export function amountOf(share: string | number, of: number, atLeast: number): number {
  if (typeof share === 'number') return share;
  const percent = Number.parseFloat(share);
  return percent === 0 ? 0 : Math.max(atLeast, Math.floor((of * percent) / 100));
}
