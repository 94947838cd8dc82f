import type { ActionOf } from '../model/action.ts';
import type { MountRequest } from '../model/mount.ts';
import { isMarkedMounted, mountKey } from '../model/mount-record.ts';
import { sameReference } from '../model/reference.ts';
import { unmountJob } from '../mount/job.ts';
import { mountAndMarkCommand } from '../plan/mount-command.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, marked } from './context.ts';
import { readDisk } from './disk.ts';
import { objectionToDisk } from './disk-objection.ts';
import { notDone, withMountJob } from './mount-job.ts';
import { patchNode, readNodeFacts, replacedNode } from './patch-node.ts';
import { readVm } from './vm.ts';

type Unmount = ActionOf<'unmount-disk'>;

/**
 * The label goes first, so that no pod starts into a path that is about to be empty. The record stays: until the disk is
 * detached, it tells where this may have to be done once more. A mount is gone with its VM, and with nothing else: a node
 * can be taken out of the cluster while its VM runs on and writes (I-08).
 */
export async function unmountDisk(action: Unmount, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { mount, instance } = action;
  const { reference } = instance;
  const [vm, node] = await Promise.all([readVm(instance, context), readNodeFacts(mount.node, context)]);
  // That one answer says so is no ground for pulling the disk: what is gone for good the next pass sees for itself.
  if (!vm) return blocked(`the VM ${reference.name} of the plan no longer exists (P-14)`);
  if (!node)
    return blocked(`${mount.node} is no node of the cluster any more, and its VM is ${vm.status}: unmount it there`);
  if (vm.protected || node.protected) return marked(mount.node);
  const isThere = vm.disks.some(({ source }) => source && sameReference(source, action.disk));
  const objection = isThere ? await objectionToDisk(await readDisk(action, context), context) : null;
  if (objection) return objection;
  const job = unmountJob(mount, context.mountImage ?? undefined);
  await confirmLease(context, lookedAt);
  const isSame = await unmark(mount, node.uid, context);
  if (!isSame) return replacedNode(mount.node);
  return withMountJob(job, context, {
    renew: () => confirmLease(context, lookedAt),
    use: async ({ result }) => {
      if (!result.ok) return notDone(result);
      // Elsewhere than at its path, or in another mount namespace, it is found by its device alone (I-08).
      if (isThere && result.majorMinor === null)
        return blocked(
          `its device was not found on ${mount.node}, so that nobody knows whether it is mounted elsewhere there: look with \`lsblk -o NAME,SERIAL,MOUNTPOINTS\``,
        );
      await unmarkAgain(mount, node.uid, context);
      return done(result.already ? null : mountAndMarkCommand(reference, mount));
    },
  });
}

function unmark({ node, disk }: MountRequest, uid: string, context: ApplyContext): Promise<boolean> {
  return patchNode({ node, uid, labels: { [mountKey(disk)]: null } }, context);
}

/** D-15: a run whose Job had just mounted it may have marked the node after the first patch, and before that Job was taken away. */
async function unmarkAgain(mount: MountRequest, uid: string, context: ApplyContext): Promise<void> {
  const since = context.runtime.now();
  const now = await readNodeFacts(mount.node, context);
  if (now?.uid !== uid || !isMarkedMounted(now, mount.disk)) return;
  await confirmLease(context, since);
  await unmark(mount, uid, context);
}
