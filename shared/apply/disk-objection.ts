import type { Disk } from '../model/live.ts';
import { type ApplyContext, type Done, marked } from './context.ts';
import { ownerVolume } from './volume-owner.ts';

/** Right before anything is done to a disk: somebody may have marked it since the plan (I-26), or taken it (D-12). */
export function objectionToDisk(live: Disk, context: ApplyContext): Promise<Done | null> {
  return live.protected ? Promise.resolve(marked('the disk')) : ownerVolume(live.reference, context);
}
