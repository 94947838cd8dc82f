import type { ActionOf } from '../model/action.ts';
import type { MountDone } from '../model/mount.ts';
import { type MountRecord, mountedMark, mountKey, mountRecordOf } from '../model/mount-record.ts';
import { mountJob } from '../mount/job.ts';
import { type ApplyContext, blocked, type Done, done, marked, waiting } from './context.ts';
import { readDisk } from './disk.ts';
import { objectionToDisk } from './disk-objection.ts';
import { notDone, runMountJob } from './mount-job.ts';
import { type NodeFacts, patchNode, readNodeFacts, replacedNode } from './patch-node.ts';
import { readVm } from './vm.ts';

type Mount = ActionOf<'mount-disk'>;

/** I-08: only while the VM shows the disk; the label that pods select comes last, when the mount is proven (D-15). */
export async function mountDisk(action: Mount, context: ApplyContext): Promise<Done> {
  const { mount, instance, bootID } = action;
  const [vm, node] = await Promise.all([readVm(instance, context), readNodeFacts(mount.node, context)]);
  if (!vm || !node) return blocked(`${mount.node} was replaced since the plan was made (P-14)`);
  if (vm.protected || node.protected) return marked(mount.node);
  if (node.bootID !== bootID) return waiting(`${mount.node} has booted since the plan was made`);
  // D-01: another disk may have the device name, and that is all the script on the node can tell it by.
  const attached = vm.disks.find(
    ({ source, deviceName }) => deviceName === mount.deviceName && source?.name === mount.disk,
  );
  if (!attached?.source) return blocked(`${mount.node} does not hold the disk`);
  const disk = await readDisk({ disk: attached.source }, context);
  const objection = await objectionToDisk(disk, context);
  if (objection) return objection;
  const { result, endedAt } = await runMountJob(mountJob(mount, context.mountImage ?? undefined), context);
  if (!result.ok) return notDone(result);
  const record: MountRecord = {
    uuid: result.uuid ?? '',
    bootID: result.bootID,
    path: result.path,
    mountedAt: endedAt.toISOString(),
    instanceId: instance.id,
    ...(mount.mode === 'READ_WRITE' && { attachedAt: disk.lastAttachTimestamp }),
  };
  if (!(await mark(sinceWhen(record, { node, action, result }), { action, uid: node.uid }, context)))
    return replacedNode(mount.node);
  return done(undoOf(action, result), saysOf(result));
}

/** D-10: a mount that only lost its label is as old as it was, and of one that Underpin did not make nobody knows. */
function sinceWhen(
  record: MountRecord,
  { node, action, result }: { node: NodeFacts; action: Mount; result: MountDone },
): MountRecord {
  const before = mountRecordOf(node, action.mount.disk);
  const isSame = before && (['uuid', 'bootID', 'path'] as const).every((key) => before[key] === record[key]);
  if (!result.already) return record;
  return isSame ? { ...before, ...record, mountedAt: before.mountedAt } : { ...record, wasThere: true };
}

function mark(
  record: MountRecord,
  { action, uid }: { action: Mount; uid: string },
  context: ApplyContext,
): Promise<boolean> {
  const { disk, node } = action.mount;
  const key = mountKey(disk);
  return patchNode(
    { node, uid, labels: { [key]: mountedMark }, annotations: { [key]: JSON.stringify(record) } },
    context,
  );
}

function saysOf({ formatted, already, fsck, resized, notes }: MountDone): string | null {
  const parts = [
    formatted && 'it was blank and has been formatted',
    already && 'it was mounted already',
    fsck === 1 && 'its journal was replayed',
    resized && 'its filesystem was grown',
    notes,
  ];
  return parts.filter(Boolean).join('; ') || null;
}

function undoOf({ mount, instance: { reference } }: Mount, { already }: MountDone): string {
  const label = `kubectl label node ${mount.node} ${mountKey(mount.disk)}-`;
  if (already) return label;
  return `${label} && gcloud compute ssh ${reference.name} --project=${reference.project} --zone=${reference.location} --command='sudo umount ${mount.mountPath}'`;
}
