import { releaseDisk } from './attachment.ts';
import { leaveGroups } from './group-members.ts';
import type { Instance } from './kinds.ts';
import { pathOf, projectOf } from './link.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

/** Every change of a VM's status goes through here, so that everybody who follows VMs hears of it. */
export function setStatus(world: World, path: string, status: string, extra: Partial<Instance> = {}): void {
  const before = world.store.read('instances', path);
  if (!before || before.status === status) return;
  const now = timestampOf(world.agenda.now());
  const times = status === 'RUNNING' ? { lastStartTimestamp: now } : stopped(status) ? { lastStopTimestamp: now } : {};
  const instance = world.store.write<'instances'>({ ...before, ...times, ...extra, status });
  announce(world, { from: before.status, to: status }, instance);
}

function stopped(status: string): boolean {
  return status === 'TERMINATED' || status === 'STOPPED';
}

export function announceNew(world: World, instance: Instance): void {
  announce(world, { from: undefined, to: instance.status }, instance);
}

interface Turn {
  from: string | undefined;
  to: string | undefined;
}

function announce(world: World, { from, to }: Turn, instance: Instance): void {
  const resource = pathOf(instance.selfLink);
  world.emit({
    type: 'instance',
    time: world.agenda.now(),
    project: projectOf(resource),
    resource,
    from,
    to,
    instance,
  });
}

/** The VM is gone: with it its disks that are set to go, its places in groups, and perhaps in pools (P-13). */
export function removeInstance(world: World, path: string): void {
  const instance = world.store.read('instances', path);
  if (!instance) return;
  world.store.remove(path);
  for (const { source, autoDelete } of instance.disks ?? []) {
    if (autoDelete) world.store.remove(source);
    else releaseDisk(world, source, instance.selfLink);
  }
  leaveGroups(world, path);
  if (world.settings.staleMembers === 'vanish') leavePools(world, instance);
  announce(world, { from: instance.status, to: undefined }, instance);
}

function leavePools({ store, settings }: World, instance: Instance): void {
  const project = `projects/${projectOf(pathOf(instance.selfLink))}`;
  for (const region of Object.keys(settings.regions)) {
    for (const pool of store.shelf('targetPools', `${project}/regions/${region}`)) {
      if (pool.instances?.includes(instance.selfLink))
        store.write<'targetPools'>(withoutMember(pool, instance.selfLink));
    }
  }
}

export function withoutMember<T extends { instances?: string[] }>({ instances = [], ...pool }: T, link: string): T {
  const left = instances.filter((one) => one !== link);
  return (left.length ? { ...pool, instances: left } : pool) as T;
}

export interface Start {
  /** From the beginning of the operation until RUNNING. */
  seconds: number;
  path: string;
  id: string;
}

/** PROVISIONING for the first half, then STAGING; RUNNING is set when the operation is DONE. */
export function beginStart(world: World, { seconds, path, id }: Start): void {
  setStatus(world, path, 'PROVISIONING');
  world.agenda.after(seconds / 2, () => {
    const instance = world.store.read('instances', path);
    if (instance?.id === id && instance.status === 'PROVISIONING') setStatus(world, path, 'STAGING');
  });
}
