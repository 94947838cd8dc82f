import { namesakeOn } from '../model/device-name.ts';
import { isAtOrBelow } from '../model/mount-path.ts';
import { protectMark } from '../model/protection.ts';
import { type Reference, sameReference } from '../model/reference.ts';
import { attachLimitOf } from './attach-limit.ts';
import { diskReference } from './attached-disk.ts';
import type { DeclaredDisk } from './declared-disk.ts';
import type { Standing } from './node-group.ts';

/** Disks that this plan brings to a VM, by its id: each takes a place there. */
export type Coming = Map<string, Reference[]>;

/** Why a VM is no place for a disk: seen here, and not as a failed call after the disk has left where it was (D-05). */
export function whyNoPlace(one: DeclaredDisk, standing: Standing, coming: Coming): string | null {
  return (
    markOn(standing) ??
    namesakeOn(standing.instance, one.reference) ??
    pathTaken(one, standing, coming) ??
    overLimit(standing, coming)
  );
}

/** I-06: of another node group, which has the VM, too; of one group the declaration is refused. */
function pathTaken({ declared, disk, reference }: DeclaredDisk, standing: Standing, coming: Coming): string | null {
  const there = disksOn(standing, coming);
  const other = declared.stacks
    .flatMap(({ spec }) => spec.disks)
    .filter(({ mountPath: path }) => isAtOrBelow(path, disk.mountPath) || isAtOrBelow(disk.mountPath, path))
    .map((one) => ({ ...one, reference: diskReference(declared.cluster, one) }))
    .filter((one) => !sameReference(one.reference, reference))
    .find((one) => there.some((source) => sameReference(source, one.reference)));
  return other
    ? `${standing.instance.reference.name} has the disk \`${other.name}\`, which goes to ${other.mountPath} (I-06)`
    : null;
}

function disksOn({ instance: { id, disks } }: Standing, coming: Coming): Reference[] {
  return [...disks.flatMap(({ source }) => source ?? []), ...(coming.get(id) ?? [])];
}

/**
 * I-26: a disk neither comes to a VM that is to be left alone nor leaves it, whether the VM is marked or its node: attached
 * where nobody may mount it, a blank one could not be formatted any more (D-06).
 */
export function markOn({ instance, node }: Pick<Standing, 'instance' | 'node'>): string | null {
  if (instance.protected) return `VM \`${instance.reference.name}\` is marked ${protectMark} (I-26)`;
  return node?.protected ? `node \`${node.name}\` is marked ${protectMark} (I-26)` : null;
}

export function takePlace({ reference }: DeclaredDisk, { instance: { id } }: Standing, coming: Coming): void {
  coming.set(id, [...(coming.get(id) ?? []), reference]);
}

/** Pods that use several disks of their stack start only where all of them are. */
export function isWithSiblings(
  { declared, stack, reference }: DeclaredDisk,
  standing: Standing,
  coming: Coming,
): boolean {
  const there = disksOn(standing, coming);
  return stack.spec.disks
    .filter(({ mode }) => mode === 'READ_WRITE')
    .map((disk) => diskReference(declared.cluster, disk))
    .filter((sibling) => !sameReference(sibling, reference))
    .some((sibling) => there.some((one) => sameReference(one, sibling)));
}

function overLimit({ instance, node }: Standing, coming: Coming): string | null {
  const { id, machineType, reference, disks } = instance;
  const limit = attachLimitOf(machineType, node?.labels ?? {});
  const [has, comes] = [disks.filter(({ boot }) => !boot).length, coming.get(id)?.length ?? 0];
  if (has + comes < limit) return null;
  const others = comes > 0 ? `, and ${comes} more on the way` : '';
  return `${reference.name} (${machineType}) takes ${limit} data disks and has ${has}${others}`;
}
