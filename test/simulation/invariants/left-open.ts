import type { SentCall } from '../history.ts';
import type { Watching } from '../invariant.ts';
import { tokenOf } from '../list-part.ts';
import { floorOf, managerPathOf, type PoolShape, poolPathOf } from '../shape.ts';
import type { RunView } from '../view.ts';
import { shouldLeave, shouldServe } from '../wrongs.ts';
import { amountOf, isMarked, wasLeaving } from './i-13.ts';
import { readsOf } from './reads.ts';
import { nameIn, pathIn } from './writes.ts';

/** Where some may leave at once and others wait for the next pass, that pass has to come. */
export function whoStays(watching: Watching, run: RunView, name: string): string | undefined {
  const { shape, view } = watching;
  const members = membersOf(watching, name);
  const floor = floorOf(shape, name);
  const pool = view.resource('targetPools', poolPathOf(name));
  if (members.length <= floor || leftBy(watching, run, name) <= floor) return undefined;
  if (isLeftAlone(pool) || run.calls.some(({ fault }) => fault === 'F-14')) return undefined;
  // Who was added by hand and is of none of its groups is for who did that.
  const groups = shape.pools.find((one) => one.name === name)?.groups ?? [];
  const isOfGroup = (member: string) =>
    groups.some((group) => group === 'all' || nameIn(member).startsWith(`${group}-`));
  const isLeaving = (member: string) =>
    isOfGroup(member) && shouldLeave(view.resource('instances', member), view.object('/nodes', nameIn(member)));
  // Who came back meanwhile is for the event of that; another VM may have come under the name of one that was to leave.
  const looks = readsOf(view, { run: run.id }, poolPathOf(name)).map((one) => view.servedPosition(one));
  const wasThere = (member: string) => looks.every((at) => membersOf(watching, name, at).includes(member));
  return members.find(
    (member) => wasThere(member) && isLeaving(member) && wasLeaving(watching, { run: run.id }, member),
  );
}

/** In which pool more were missing than may, for as long as the run looked: none of them leaves, and a person is called. */
export function whereTooManyMiss({ shape, view }: Watching, run: RunView): string | undefined {
  const looks = run.calls.flatMap((call) => view.servedPosition(call) ?? []);
  if (looks.length === 0 || run.gaps.length > 0 || run.calls.some(({ fault }) => fault !== null)) return undefined;
  const missIn = ({ name, groups }: PoolShape, position: number) => {
    const pool = view.resource('targetPools', poolPathOf(name), position);
    const members = (pool?.instances ?? []).map(pathIn);
    const isOfGroup = (member: string) => groups.some((group) => nameIn(member).startsWith(`${group}-`));
    const missing = members.filter((member) => {
      const vm = view.resource('instances', member, position);
      const node = view.object('/nodes', nameIn(member), position);
      return isOfGroup(member) && vm && node && !isMarked(vm) && !isMarked(node) && shouldLeave(vm, node);
    });
    const most = amountOf(shape.limits.stopWhenMissing ?? '20%', members.length, 2);
    return !isLeftAlone(pool) && missing.length > most;
  };
  const pools = shape.pools.filter(({ isForeign, isOfGroup }) => !isForeign && !isOfGroup);
  return pools.find((pool) => [...looks, view.position].every((position) => missIn(pool, position)))?.name;
}

/** How many its own steps leave in a pool, by its first look: who others add since is for their passes. */
function leftBy(watching: Watching, run: RunView, name: string): number {
  const { view } = watching;
  const [first] = readsOf(view, { run: run.id }, poolPathOf(name));
  const seen = membersOf(watching, name, first && view.servedPosition(first));
  return run.intents.reduce((count, { kind, target, action }) => {
    const sign = { 'add-pool-members': 1, 'remove-pool-members': -1 }[kind] ?? 0;
    const { instances = [] } = action as { instances?: unknown[] };
    return nameIn(target) === name ? count + sign * instances.length : count;
  }, seen.length);
}

/** Who ran and was no member at any look of the run, and is none at its end. */
export function whoLacks(watching: Watching, run: RunView): string | undefined {
  const { shape, view } = watching;
  const looks = run.calls.flatMap((call) => view.servedPosition(call) ?? []);
  if (looks.length === 0 || run.gaps.length > 0 || run.calls.some(isExcuse)) return undefined;
  const lacks = (pool: PoolShape, position: number) =>
    view
      .list('instances', position)
      .filter((vm) => {
        const node = view.object('/nodes', vm.name, position);
        const isOfGroup = pool.groups.some((group) => vm.name.startsWith(`${group}-`));
        return isOfGroup && shouldServe(vm, node) && !isMarked(vm) && !isMarked(node);
      })
      .map(({ selfLink }) => pathIn(selfLink))
      .filter((path) => !membersOf(watching, pool.name, position).includes(path));
  for (const pool of shape.pools.filter(({ isForeign, isOfGroup }) => !isForeign && !isOfGroup)) {
    const live = looks.map((position) => view.resource('targetPools', poolPathOf(pool.name), position));
    if (live.some((one) => !one || isLeftAlone(one)) || pool.groups.some((group) => isShrinking(watching, group)))
      continue;
    const [vm] = looks.reduce(
      (all, position) => (all.length > 0 ? all.filter((path) => lacks(pool, position).includes(path)) : all),
      lacks(pool, view.position),
    );
    if (vm) return `${nameIn(vm)} lacks in ${pool.name}`;
  }
  return undefined;
}

/** Who was to leave at every look of the run, and is a member at its end, though the pool could spare it. */
export function whoOverstays(watching: Watching, run: RunView): string | undefined {
  const { shape, view } = watching;
  const looks = run.calls.flatMap((call) => view.servedPosition(call) ?? []);
  if (looks.length === 0 || run.gaps.length > 0 || run.calls.some(({ fault }) => fault !== null)) return undefined;
  for (const { name, groups, isForeign, isOfGroup } of shape.pools) {
    const isLeaving = (member: string, position: number) => {
      const vm = view.resource('instances', member, position);
      const node = view.object('/nodes', nameIn(member), position);
      const isIn = groups.some((group) => nameIn(member).startsWith(`${group}-`));
      return isIn && vm !== undefined && !isMarked(vm) && !isMarked(node) && shouldLeave(vm, node);
    };
    if (isForeign || isOfGroup || looks.some((at) => isLeftAlone(view.resource('targetPools', poolPathOf(name), at))))
      continue;
    const members = membersOf(watching, name);
    const member = members.find((one) =>
      [...looks, view.position].every((at) => membersOf(watching, name, at).includes(one) && isLeaving(one, at)),
    );
    if (member && members.length > floorOf(shape, name)) return `${nameIn(member)} is to leave ${name}`;
  }
  return undefined;
}

/** That a group which is to have VMs lists none is to be seen through; a further page that is lost looks like VMs that are to come. */
function isExcuse(call: SentCall): boolean {
  const { fault, path } = call;
  return fault !== null && !(fault === 'F-13' && path.endsWith('/listManagedInstances') && tokenOf(call) === null);
}

/** A person's mark, or a Service that has the pool from the cloud controller. */
function isLeftAlone(pool: { description?: string | null } | undefined): boolean {
  return isMarked(pool) || pool?.description?.includes('kubernetes.io/service-name') === true;
}

/** Which of its VMs a group is about to delete only the group tells. */
function isShrinking({ shape, view }: Watching, name: string): boolean {
  const zone = shape.groups.find((one) => one.name === name)?.zone ?? '';
  const group = view.resource('instanceGroupManagers', managerPathOf({ name, zone }));
  const vms = view.list('instances').filter((vm) => vm.name.startsWith(`${name}-`));
  return group !== undefined && vms.length > (group.targetSize ?? 0);
}

function membersOf({ view }: Watching, pool: string, position?: number): string[] {
  return (view.resource('targetPools', poolPathOf(pool), position)?.instances ?? []).map(pathIn);
}
