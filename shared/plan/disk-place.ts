import { namesakeOn } from '../model/device-name.ts';
import { protectMark } from '../model/protection.ts';
import { attachLimitOf } from './attach-limit.ts';
import type { DeclaredDisk } from './declared-disk.ts';
import type { Standing } from './node-group.ts';

/** Disks that this plan brings to a VM, by its id: each takes a place there. */
export type Coming = Map<string, number>;

/** Why a VM is no place for a disk: seen here, and not as a failed call after the disk has left where it was (D-05). */
export function whyNoPlace({ reference }: DeclaredDisk, standing: Standing, coming: Coming): string | null {
  return markOn(standing) ?? namesakeOn(standing.instance, reference) ?? overLimit(standing, coming);
}

/**
 * I-26: a disk neither comes to a VM that is to be left alone nor leaves it, whether the VM is marked or its node: attached
 * where nobody may mount it, a blank one could not be formatted any more (D-06).
 */
export function markOn({ instance, node }: Pick<Standing, 'instance' | 'node'>): string | null {
  if (instance.protected) return `VM \`${instance.reference.name}\` is marked ${protectMark} (I-26)`;
  return node?.protected ? `node \`${node.name}\` is marked ${protectMark} (I-26)` : null;
}

export function takePlace({ instance: { id } }: Standing, coming: Coming): void {
  coming.set(id, (coming.get(id) ?? 0) + 1);
}

function overLimit({ instance, node }: Standing, coming: Coming): string | null {
  const { id, machineType, reference, disks } = instance;
  const limit = attachLimitOf(machineType, node?.labels ?? {});
  const [has, comes] = [disks.filter(({ boot }) => !boot).length, coming.get(id) ?? 0];
  if (has + comes < limit) return null;
  const others = comes > 0 ? `, and ${comes} more on the way` : '';
  return `${reference.name} (${machineType}) takes ${limit} data disks and has ${has}${others}`;
}
