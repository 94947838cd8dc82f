import { messageOf } from '../errors.ts';
import type { Reference } from '../model/reference.ts';
import { ownerOf } from '../model/volume.ts';
import { observeVolumes } from '../observe/volumes.ts';
import { type ApplyContext, blocked, type Done, leftToPerson } from './context.ts';

/** D-12, right before an attachment changes: the CSI driver may have taken the disk since. Unknown counts as taken. */
export async function ownerVolume(disk: Reference, { clients }: ApplyContext): Promise<Done | null> {
  try {
    const { items, gaps } = await observeVolumes(clients.kubernetes);
    const [gap] = gaps;
    if (gap) return unread(gap.why);
    const volume = ownerOf(disk, items);
    return volume ? leftToPerson(`the disk belongs to PersistentVolume \`${volume.name}\` (D-12)`) : null;
  } catch (error) {
    return unread(messageOf(error));
  }
}

function unread(why: string): Done {
  return blocked(`the PersistentVolumes cannot be read: ${why}`);
}
