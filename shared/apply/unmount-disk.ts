import type { ActionOf } from '../model/action.ts';
import { mountKey } from '../model/mount-record.ts';
import { unmountJob } from '../mount/job.ts';
import { type ApplyContext, confirmLease, type Done, done, marked } from './context.ts';
import { notDone, runMountJob } from './mount-job.ts';
import { patchNode, readNodeFacts, replacedNode } from './patch-node.ts';

type Unmount = ActionOf<'unmount-disk'>;

/** The label goes first, so that no pod starts into a path that is about to be empty. */
export async function unmountDisk({ mount, instance: { reference } }: Unmount, context: ApplyContext): Promise<Done> {
  const node = await readNodeFacts(mount.node, context);
  if (!node) return done(null, `${mount.node} no longer exists`);
  if (node.protected) return marked(mount.node);
  const key = mountKey(mount.disk);
  await confirmLease(context);
  const isSame = await patchNode({ node: mount.node, uid: node.uid, labels: { [key]: null } }, context);
  if (!isSame) return replacedNode(mount.node);
  const result = await runMountJob(unmountJob(mount, context.mountImage ?? undefined), context);
  if (!result.ok) return notDone(result);
  await patchNode({ node: mount.node, uid: node.uid, annotations: { [key]: null } }, context);
  return done(
    `gcloud compute ssh ${mount.node} --project=${reference.project} --zone=${reference.location} --command='sudo mount /dev/disk/by-id/google-${mount.deviceName} ${mount.mountPath}'`,
  );
}
