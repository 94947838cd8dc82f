import type { Declared } from '../../model/declared.ts';
import type { Live } from '../../model/live.ts';
import type { Hop } from '../../model/path.ts';
import { gapIn } from '../gaps.ts';

/** The end of the way: what the stack's pods keep their data on, and where it is. */
export function diskHops({ stacks }: Declared, live: Live, stackName: string): Hop[] {
  const stack = stacks.find(({ name }) => name === stackName);
  return (stack?.spec.disks ?? []).map(({ name }) => {
    const holders = live.instances.filter(({ disks }) => disks.some(({ source }) => source?.name === name));
    const gap = gapIn(live, ['instances']);
    if (holders.length > 0) return { name, state: 'open', why: null };
    return { name, state: gap ? 'unknown' : 'broken', why: gap ?? 'the disk is attached to no node' };
  });
}
