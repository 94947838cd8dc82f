import type { Disk, KubernetesNode, ManagedGroup } from '../model/live.ts';
import { type Reference, reachesAny, sameReference } from '../model/reference.ts';
import { ownerOf, userOf } from '../model/volume.ts';
import type { DeclaredDisk } from './declared-disk.ts';
import { gapIn } from './gaps.ts';
import { instanceAt } from './live-index.ts';

export interface Refusal {
  rule: string;
  why: string;
  command: string | null;
  /** What will be over by itself. */
  waitingFor?: string;
}

/** Why a disk is somebody else's to attach; `null` when it is Underpin's. */
export function refusalOf(one: DeclaredDisk): Refusal | null {
  return refusalToMount(one) ?? keptByManagedGroup(one);
}

/** A managed group attaches what it keeps, and mounts it nowhere. */
export function refusalToMount(one: DeclaredDisk): Refusal | null {
  return ownedByVolume(one) ?? bootDisk(one) ?? protectedDisk(one) ?? notReady(one);
}

/** D-12: two owners of one disk fight; the CSI driver was there first. */
function ownedByVolume(one: DeclaredDisk): Refusal | null {
  const owner = ownerInWords(one);
  if (!owner) return null;
  return {
    rule: 'D-12',
    why: `the disk belongs to ${owner.words}: the CSI driver attaches and mounts it; take it out of stack.yaml, or release the volume`,
    command: owner.command,
  };
}

function ownerInWords({ reference, found, live }: DeclaredDisk): { words: string; command: string | null } | null {
  const volume = ownerOf(reference, live.volumes);
  if (volume) {
    const { name, claim } = volume;
    const words = `PersistentVolume \`${name}\`${claim ? ` (claim ${claim})` : ''}`;
    return { words, command: `kubectl get persistentvolume ${name} -o yaml` };
  }
  // A Node may outlive its VM, and with it what its kubelet said last.
  const isThere = ({ instance }: KubernetesNode) =>
    !instance || instanceAt(live, instance) !== undefined || gapIn(live, ['instances']) !== null;
  const user = userOf(reference, live.nodes.filter(isThere));
  if (user) {
    const command = `kubectl get node ${user.name} -o jsonpath='{.status.volumesInUse}'`;
    return { words: `a volume that node ${user.name} has in use`, command };
  }
  return found && hasMarks(found) ? { words: 'a PersistentVolume, by its marks', command: null } : null;
}

function hasMarks({ description, labels }: Disk): boolean {
  return (
    /kubernetes\.io\/created-for/.test(description) || Object.keys(labels).some((key) => key.startsWith('goog-k8s-'))
  );
}

function bootDisk({ holders }: DeclaredDisk): Refusal | null {
  const holder = holders.find(({ boot }) => boot);
  if (!holder) return null;
  return {
    rule: 'D-14',
    why: `the disk is the boot disk of ${holder.instance.reference.name}; Underpin never touches one`,
    command: null,
  };
}

export function keptByManagedGroup(one: DeclaredDisk): Refusal | null {
  const { live, reference } = one;
  const isKept = (disks: Reference[]) => disks.some((disk) => sameReference(disk, reference));
  const keeper = live.managedGroups.find(
    (group) => group.members?.some(({ keeps }) => isKept(keeps)) || isKeptAsDevice(one, group),
  );
  if (!keeper) return null;
  return {
    rule: 'D-12',
    why: `the managed group ${keeper.reference.name} keeps this disk by its stateful policy or a per-instance config: you do not need Underpin to attach it`,
    command: null,
  };
}

/** By the policy alone, which goes by device names. While the group makes its VM anew nobody holds the disk. */
function isKeptAsDevice({ holders, disk, group }: DeclaredDisk, { reference, statefulDevices }: ManagedGroup): boolean {
  const isOwnGroup =
    'instanceGroupManager' in group.group &&
    group.group.instanceGroupManager === `${reference.location}/${reference.name}`;
  if (holders.length === 0) return isOwnGroup && statefulDevices.includes(disk.name);
  return holders.some(
    ({ deviceName, instance: { createdBy } }) =>
      statefulDevices.includes(deviceName) && createdBy !== null && sameReference(createdBy, reference),
  );
}

/** A group that was not read may keep the disk, for a VM that has it or for one that the group makes anew. */
export function unreadKeeper(one: DeclaredDisk): string | null {
  const { live, zones } = one;
  const maker = unreadMaker(one);
  const keeper = live.managedGroups.find(
    ({ reference, members, statefulDevices }) =>
      members === null && statefulDevices.length > 0 && reachesAny(reference.location, zones),
  );
  if (maker || !keeper) return maker;
  const { name } = keeper.reference;
  return gapIn(live, ['managedGroups'], [name]) ?? `the members of the managed group ${name} could not be read`;
}

/** A group that was not read may keep the disk of a VM that it made: unread is not unkept. */
export function unreadMaker({ holders, live }: DeclaredDisk): string | null {
  const isRead = (group: Reference) =>
    live.managedGroups.some(({ reference, members }) => members !== null && sameReference(reference, group));
  const isUnread = holders.some(({ instance: { createdBy } }) => createdBy !== null && !isRead(createdBy));
  return isUnread ? gapIn(live, ['managedGroups']) : null;
}

export function protectedDisk({ stack, found }: DeclaredDisk): Refusal | null {
  if (!found?.protected && !stack.protected) return null;
  return { rule: 'I-26', why: 'the disk or its stack is marked underpin.dev/protect; it is left alone', command: null };
}

function notReady({ found }: DeclaredDisk): Refusal | null {
  if (!found || found.status === 'READY') return null;
  const isComing = found.status === 'CREATING' || found.status === 'RESTORING';
  return {
    rule: 'D-05',
    why: `the disk is ${found.status}, not READY`,
    command: null,
    ...(isComing && { waitingFor: 'the disk to be READY' }),
  };
}
