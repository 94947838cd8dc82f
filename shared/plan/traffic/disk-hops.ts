import type { ClusterDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import type { Live } from '../../model/live.ts';
import type { DiskHop } from '../../model/path.ts';
import type { DiskDeclaration } from '../../model/stack.ts';
import { attachmentsOf, diskReference } from '../attached-disk.ts';
import { gapIn } from '../gaps.ts';

/** The end of the way: what the stack's pods keep their data on, and where it is. */
export function diskHops({ cluster, stacks }: Declared, live: Live, stackName: string): DiskHop[] {
  const stack = stacks.find(({ name }) => name === stackName);
  return (stack?.spec.disks ?? []).map((disk) => diskHop(cluster, live, disk));
}

function diskHop(cluster: ClusterDeclaration, live: Live, disk: DiskDeclaration): DiskHop {
  const { name } = disk;
  const all = attachmentsOf(live, diskReference(cluster, disk));
  const holders = all.map(({ instance }) => instance.reference.name);
  const booted = all.find(({ attached }) => attached.boot);
  if (booted)
    return { name, holders, state: 'broken', why: `it is the boot disk of ${booted.instance.reference.name}` };
  if (all.length > 0) return { name, holders, state: 'open', why: null };
  const gap = gapIn(live, ['instances']);
  return { name, holders, state: gap ? 'unknown' : 'broken', why: gap ?? 'the disk is attached to no node' };
}
