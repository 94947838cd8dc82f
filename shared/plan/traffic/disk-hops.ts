import type { ClusterDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import type { Live } from '../../model/live.ts';
import type { Hop } from '../../model/path.ts';
import type { DiskDeclaration } from '../../model/stack.ts';
import { attachmentsOf, diskReference } from '../attached-disk.ts';
import { gapIn } from '../gaps.ts';

/** The end of the way: what the stack's pods keep their data on, and where it is. */
export function diskHops({ cluster, stacks }: Declared, live: Live, stackName: string): Hop[] {
  const stack = stacks.find(({ name }) => name === stackName);
  return (stack?.spec.disks ?? []).map((disk) => diskHop(cluster, live, disk));
}

function diskHop(cluster: ClusterDeclaration, live: Live, disk: DiskDeclaration): Hop {
  const { name } = disk;
  const all = attachmentsOf(live, diskReference(cluster, disk));
  const booted = all.find(({ attached }) => attached.boot);
  if (booted) return { name, state: 'broken', why: `it is the boot disk of ${booted.instance.reference.name}` };
  if (all.length > 0) return { name, state: 'open', why: null };
  const gap = gapIn(live, ['instances']);
  return { name, state: gap ? 'unknown' : 'broken', why: gap ?? 'the disk is attached to no node' };
}
