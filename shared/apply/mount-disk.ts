import type { ActionOf } from '../model/action.ts';
import type { Disk, Instance } from '../model/live.ts';
import type { MountDone } from '../model/mount.ts';
import {
  isAttachedSince,
  isMarkedMounted,
  type MountRecord,
  mountedMark,
  mountKey,
  mountRecordOf,
} from '../model/mount-record.ts';
import { sameReference } from '../model/reference.ts';
import { mountJob } from '../mount/job.ts';
import { type ApplyContext, blocked, type Done, done, marked, waiting } from './context.ts';
import { readDisk } from './disk.ts';
import { objectionToDisk } from './disk-objection.ts';
import { type EndedJob, notDone, takenAway, withMountJob } from './mount-job.ts';
import { type NodeFacts, patchNode, readNodeFacts, replacedNode } from './patch-node.ts';
import { readVm, readVmCalled } from './vm.ts';

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
    ({ source, deviceName }) => deviceName === mount.deviceName && source && sameReference(source, action.disk),
  );
  if (!attached) return blocked(`${mount.node} does not hold the disk`);
  const disk = await readDisk(action, context);
  const objection = (await objectionToDisk(disk, context)) ?? (await objectionOfWriter(disk, action, context));
  if (objection) return objection;
  if (disk.sizeGb * 2 ** 30 !== mount.sizeBytes)
    return waiting(`the disk has ${disk.sizeGb} GB now, and the plan knew of ${mount.sizeBytes / 2 ** 30} (I-19)`);
  if (mount.neverHeldData && disk.lastDetachTimestamp)
    return blocked('the disk has been detached since the plan was made, which counted on its being blank (D-06)');
  if (isOnRecord(action, node, disk)) return done(null, 'another run has mounted it since the plan was made');
  const { lastAttachTimestamp } = disk;
  const job = mountJob(mount, context.mountImage ?? undefined);
  return withMountJob(job, context, {
    keep: (former) => keepFormer(action, { former, node, lastAttachTimestamp }, context),
    use: async (ended, isStillThere) => {
      const { result } = ended;
      if (!result.ok) return notDone(result);
      const record = await recordOf(action, { ended, result, lastAttachTimestamp }, context);
      // No plan bounds the mark: whoever has unmounted the disk since has taken this Job away before (D-15).
      if (!(await isStillThere())) return takenAway(job);
      const isMarked = await writeDown(record, { action, uid: node.uid, label: mountedMark }, context);
      if (!isMarked) return replacedNode(mount.node);
      return done(undoOf(action, result), saysOf(result));
    },
  });
}

/** I-01: a disk for several writers, whose file system is for one; another run or a person may have attached it since. */
async function objectionOfWriter(disk: Disk, { mount, instance }: Mount, context: ApplyContext): Promise<Done | null> {
  if (mount.mode === 'READ_ONLY') return null;
  const others = disk.users.filter((user) => !sameReference(user, instance.reference));
  const vms = await Promise.all(others.map((user) => readVmCalled(user, context)));
  const writes = (vm: Instance | null) =>
    vm?.status !== 'TERMINATED' &&
    vm?.disks.some(({ source, mode }) => source && sameReference(source, disk.reference) && mode === 'READ_WRITE');
  const writer = vms.find(writes);
  return writer ? blocked(`${writer.reference.name} has the disk attached READ_WRITE, too (I-01)`) : null;
}

/** I-21: marked, and by a record that is of this VM, this boot, this path and this attachment. */
function isOnRecord({ mount, instance, bootID }: Mount, node: NodeFacts, { lastAttachTimestamp }: Disk): boolean {
  const record = mountRecordOf(node, mount.disk);
  return (
    isMarkedMounted(node, mount.disk) &&
    record?.instanceId === instance.id &&
    record.bootID === bootID &&
    record.path === mount.mountPath &&
    !isAttachedSince(record, lastAttachTimestamp)
  );
}

/**
 * D-10: since when a disk is mounted that a Job has mounted whose process died before it wrote that down; the next Job finds it
 * there already. The mark that pods select waits for the proof of that one.
 */
async function keepFormer(
  action: Mount,
  { former, node, lastAttachTimestamp }: { former: EndedJob; node: NodeFacts; lastAttachTimestamp: string | null },
  context: ApplyContext,
): Promise<void> {
  const result = madeBy(former);
  if (!result || Date.parse(lastAttachTimestamp ?? '') > former.endedAt.getTime()) return;
  if (recordOfMount(node, { disk: action.mount.disk, result, attachedAt: lastAttachTimestamp })) return;
  const record = newRecord(action, { ended: former, result, lastAttachTimestamp });
  await writeDown(record, { action, uid: node.uid }, context);
}

interface Mounted {
  ended: EndedJob;
  result: MountDone;
  lastAttachTimestamp: string | null;
}

function newRecord({ mount, instance }: Mount, { ended, result, lastAttachTimestamp }: Mounted): MountRecord {
  return {
    uuid: result.uuid ?? '',
    bootID: result.bootID,
    path: result.path,
    mountedAt: ended.endedAt.toISOString(),
    instanceId: instance.id,
    ...(mount.mode === 'READ_WRITE' && { attachedAt: lastAttachTimestamp }),
  };
}

/**
 * D-10: a mount that was there is as old as its record says; of one that Underpin did not make nobody knows. What stands on
 * the node now counts: another run may have written since the Job began.
 */
async function recordOf(action: Mount, mounted: Mounted, context: ApplyContext): Promise<MountRecord> {
  const { mount } = action;
  const { result } = mounted;
  const record = newRecord(action, mounted);
  if (!result.already) return record;
  const node = await readNodeFacts(mount.node, context);
  const before = node && recordOfMount(node, { disk: mount.disk, result, attachedAt: record.attachedAt });
  return before ? { ...before, ...record, mountedAt: before.mountedAt } : { ...record, wasThere: true };
}

/** What stands on the node of that very mount, by the attachment that it was made for. */
function recordOfMount(
  node: NodeFacts,
  { disk, result, attachedAt }: { disk: string; result: MountDone; attachedAt: string | null | undefined },
): MountRecord | null {
  const record = mountRecordOf(node, disk);
  return record && isSameMount(record, result) && !isAttachedSince(record, attachedAt) ? record : null;
}

/** What a Job mounted itself; `null` when it unmounted, found it mounted, or did not come to it. */
function madeBy({ result }: EndedJob): MountDone | null {
  return result.ok && result.verb === 'mount' && !result.already ? result : null;
}

function isSameMount(one: MountKey, other: MountKey): boolean {
  return (one.uuid ?? '') === (other.uuid ?? '') && one.bootID === other.bootID && one.path === other.path;
}

interface MountKey {
  uuid: string | null;
  bootID: string;
  path: string;
}

/** `label`: the mark that pods select. */
function writeDown(
  record: MountRecord,
  { action, uid, label }: { action: Mount; uid: string; label?: typeof mountedMark },
  context: ApplyContext,
): Promise<boolean> {
  const { disk, node } = action.mount;
  const key = mountKey(disk);
  const labels = label && { labels: { [key]: label } };
  return patchNode({ node, uid, ...labels, annotations: { [key]: JSON.stringify(record) } }, context);
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
