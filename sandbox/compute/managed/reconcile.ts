import type { Instance, InstanceGroupManager } from '../kinds.ts';
import type { World } from '../world.ts';
import { countActions, type ManagedGroup, type Member } from './group.ts';
import { adjustSize } from './size.ts';
import { versionOf } from './update.ts';
import { createVm, deleteVm, dropMember, emitRepair, joinPools, restartVm } from './vm.ts';

/** A managed group looks again after so many seconds. */
export function reconcileAfter(world: World, seconds: number, path: string): void {
  const looks = world.groups.get(path)?.looks;
  const delay = seconds * world.settings.latencyScale;
  const time = world.agenda.now() + delay * 1000;
  if (!looks || looks.has(time)) return;
  looks.add(time);
  world.agenda.after(delay, () => {
    looks.delete(time);
    reconcile(world, path);
  });
}

/** Brings the VMs of a group nearer to what it wants: names that should exist, VMs that run, the right number. */
export function reconcile(world: World, path: string): void {
  const group = world.groups.get(path);
  const manager = world.store.read('instanceGroupManagers', path);
  if (!group || !manager) return;
  if (!group.deleting) adjustSize(world, group, manager);
  for (const member of [...group.members.values()]) if (mayAct(world, member)) step({ world, group, manager, member });
  writeStatus(world, group);
}

function mayAct(world: World, { busy, retryTime }: Member): boolean {
  return !busy && world.agenda.now() >= retryTime;
}

export interface Step {
  world: World;
  group: ManagedGroup;
  manager: InstanceGroupManager;
  member: Member;
}

function step(turn: Step): void {
  const { world, member } = turn;
  const vm = world.store.read('instances', member.path);
  const leaving = member.action === 'DELETING';
  if (member.action === 'NONE') heal(turn, vm);
  else if (!vm && leaving) dropMember(turn);
  else if (!vm) createVm(turn);
  else if (leaving || vm.id === member.replaces) deleteVm(turn);
  else if (member.action === 'RESTARTING' && member.version !== versionOf(turn.manager)) restartVm(turn);
  else if (vm.status === 'RUNNING') settle(turn);
}

/** A VM that stopped without its group's doing is made anew, under its name and with another id. */
function heal(turn: Step, vm: Instance | undefined): void {
  const { world, member } = turn;
  if (vm && !['TERMINATED', 'STOPPED', 'SUSPENDED'].includes(vm.status)) return;
  member.action = 'RECREATING';
  member.replaces = vm?.id;
  member.trigger = world.runtime.uuid();
  emitRepair(turn, vm);
  if (vm) deleteVm(turn);
  else createVm(turn);
}

function settle(turn: Step): void {
  const { member } = turn;
  member.action = 'NONE';
  member.replaces = undefined;
  member.error = undefined;
  joinPools(turn);
  reconcileAfter(turn.world, 0, turn.group.path);
}

function writeStatus(world: World, group: ManagedGroup): void {
  const currentActions = countActions(group.members.values());
  const isStable = [...group.members.values()].every(({ action }) => action === 'NONE');
  world.store.change('instanceGroupManagers', group.path, (manager) => ({
    ...manager,
    currentActions,
    status: {
      isStable,
      versionTarget: {
        isReached: [...group.members.values()].every((one) => one.version === versionOf(manager)),
      },
      stateful: { hasStatefulConfig: false, perInstanceConfigs: { allEffective: true } },
    },
  }));
}
