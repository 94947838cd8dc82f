import type { ErrorFacts } from './api-error.ts';
import { requireAttachable, requireSharable } from './attachment.ts';
import type { JsonObject } from './json.ts';
import type { Operation } from './kinds.ts';
import { latencySeconds } from './latency.ts';
import { announceNew, beginStart, removeInstance, setStatus } from './lifecycle.ts';
import { pathOf } from './link.ts';
import { type InstancePlan, planInstance } from './new-instance.ts';
import { type Order, startOperation } from './operation.ts';
import { requireResource } from './reference-input.ts';
import { refusal } from './refusal.ts';
import { requireAbsent } from './resource.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

interface Birth {
  place: string;
  name: string;
  body: JsonObject;
  done?: (error: ErrorFacts | undefined) => void;
}

/** Makes a VM, for a caller or for a managed group: it is there at once, and RUNNING when the operation is DONE. */
export function insertInstance(order: Order, { place, name, body, done }: Birth): Operation {
  const { world, project } = order;
  const plan = planInstance({ world, project, place, name, body });
  const path = `${place}/instances/${name}`;
  const seconds = latencySeconds(world, 'instances.insert');
  return startOperation(order, {
    target: path,
    targetId: plan.instance.id,
    seconds,
    check: () => requireRoomFor(world, plan),
    begin: () => {
      if (world.store.read('instances', path)) return;
      bear(world, plan);
      beginStart(world, { seconds, path, id: plan.instance.id });
    },
    finish: () => setStatus(world, path, 'RUNNING'),
    done: (error) => {
      if (error && world.store.read('instances', path)?.id === plan.instance.id) removeInstance(world, path);
      done?.(error);
    },
  });
}

function requireRoomFor(world: World, { instance, created, attached }: InstancePlan): void {
  requireAbsent(world, pathOf(instance.selfLink), instance);
  for (const disk of created) requireAbsent(world, pathOf(disk.selfLink), disk);
  for (const source of attached) {
    const disk = requireResource(world, 'disks', pathOf(source));
    if (disk.users?.includes(instance.selfLink)) continue;
    const mode = instance.disks?.find((one) => one.source === source)?.mode ?? 'READ_WRITE';
    const attachment = { instance: withoutDisks(instance), disk, mode, deviceName: '', autoDelete: false, boot: false };
    requireAttachable(attachment);
    requireSharable(world, attachment);
  }
}

function withoutDisks<T extends { disks?: unknown }>({ disks: _, ...rest }: T): Omit<T, 'disks'> {
  return rest;
}

function bear(world: World, { instance, created, attached }: InstancePlan): void {
  const now = timestampOf(world.agenda.now());
  for (const disk of created) world.store.write<'disks'>({ ...disk, lastAttachTimestamp: now });
  for (const source of attached) {
    world.store.change('disks', pathOf(source), (disk) => ({
      ...disk,
      users: [...(disk.users ?? []), instance.selfLink],
      lastAttachTimestamp: now,
    }));
  }
  world.store.write<'instances'>(instance);
  announceNew(world, instance);
}

/** The VM is STOPPING at once and gone when the operation is DONE. */
export function deleteInstance(order: Order, path: string, { seconds, done }: Death = {}): Operation {
  const { world } = order;
  const instance = requireResource(world, 'instances', path);
  if (instance.deletionProtection) {
    throw refusal.invalidUsage(
      `Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion.'.`,
    );
  }
  return startOperation(order, {
    target: path,
    targetId: instance.id,
    check: () => {
      if (world.store.read('instances', path)?.id !== instance.id) throw refusal.notFound(path);
    },
    begin: () => setStatus(world, path, 'STOPPING'),
    finish: () => removeInstance(world, path),
    ...(seconds === undefined ? {} : { seconds }),
    ...(done ? { done } : {}),
  });
}

interface Death {
  seconds?: number;
  done?: (error: ErrorFacts | undefined) => void;
}
