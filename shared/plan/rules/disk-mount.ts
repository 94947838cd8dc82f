import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { KubernetesNode, Live, Pod } from '../../model/live.ts';
import { isAtOrBelow } from '../../model/mount-path.ts';
import {
  isAttachedSince,
  isMarkedMounted,
  type MountRecord,
  mountedMark,
  mountKey,
  mountRecordOf,
} from '../../model/mount-record.ts';
import { sameReference } from '../../model/reference.ts';
import { type DeclaredDisk, declaredDisks, type Holder } from '../declared-disk.ts';
import { diskFinding } from '../disk-finding.ts';
import { protectedDisk, refusalToMount } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';
import { isOverdue } from '../joining.ts';
import { mountAndMarkCommand } from '../mount-command.ts';
import { mountRequestOf } from '../mount-request.ts';

/** Whether each node that holds a declared disk has it mounted since its last boot, and no other node says that it has. */
export function diskMount(declared: Declared, live: Live): Finding[] {
  const all = declaredDisks(declared, live);
  return all.flatMap((one) => {
    if (!one.found) return gapIn(live, ['disks', 'nodes']) ? [] : wrongMarks(one, all);
    if (protectedDisk(one)) return [];
    const isRefused = refusalToMount(one) !== null;
    const gap = gapIn(live, ['nodes']) ?? gapIn(live, ['instances'], one.zones) ?? one.group.unknown;
    if (gap) return isRefused ? [] : [unknownMount(one, gap)];
    if (isRefused) return wrongMarks(one, all);
    const holders = one.holders.filter(isToHaveMount);
    return [...holders.flatMap((holder) => mountOn(one, holder)), ...wrongMarks(one, all), ...strandedPods(one, all)];
  });
}

function unknownMount(one: DeclaredDisk, gap: string): Finding {
  return diskFinding(one, {
    outcome: 'unknown',
    severity: 'warning',
    rule: 'P-07',
    path: 'mount',
    why: `whether it is mounted is unknown: ${gap}`,
  });
}

function isToHaveMount({ instance, isOfGroup }: Holder): boolean {
  return isOfGroup && instance.status === 'RUNNING';
}

function mountOn(one: DeclaredDisk, holder: Holder): Finding[] {
  const { node } = holder;
  const { name } = holder.instance.reference;
  const path = `mount[${name}]`;
  if (!node) return [notJoined(one, holder)];
  const record = mountRecordOf(node, one.disk.name);
  const missing = onEarlierVm(holder, record) ?? whyNotMounted(one, node, record);
  if (missing === null) return startedTooEarly(one, node, record);
  const fields = {
    severity: 'critical' as const,
    rule: 'D-15',
    path,
    declared: one.disk.mountPath,
    live: record?.path ?? null,
    why: missing,
  };
  if (node.ready !== 'True') return [diskFinding(one, { ...fields, waitingFor: `node ${name} to be Ready` })];
  const obstacle = otherWriter(one, holder) ?? withoutWrites(one, holder);
  const { reference, id } = holder.instance;
  const mount = mountRequestOf(one, { node: node.name, deviceName: holder.deviceName, record });
  return [
    diskFinding(one, {
      ...fields,
      command: obstacle ? null : mountAndMarkCommand(reference, mount),
      action: { kind: 'mount-disk', disk: one.reference, mount, instance: { reference, id }, bootID: node.bootID },
      blockedBy: obstacle ?? (node.protected ? `node ${name} is marked underpin.dev/protect` : null),
    }),
  ];
}

/** It may be started anew just now, so that it is waited for in any case; after some minutes it is no news of a moment. */
function notJoined(one: DeclaredDisk, { instance }: Holder): Finding {
  const { name } = instance.reference;
  const isLate = isOverdue(instance, one.live);
  return diskFinding(one, {
    severity: isLate ? 'critical' : 'info',
    rule: 'D-15',
    path: `mount[${name}]`,
    why: `${name} has the disk and is no node of the cluster${isLate ? ', so that nobody can mount it there' : ' yet'}`,
    command: isLate ? `kubectl get node ${name}` : null,
    waitingFor: `${name} to join the cluster`,
  });
}

/** I-01: a disk for several writers, whose file system is for one. */
function otherWriter({ disk, holders }: DeclaredDisk, { instance: { id } }: Holder): string | null {
  const other = holders.find(
    ({ instance, mode }) => instance.id !== id && instance.status !== 'TERMINATED' && mode === 'READ_WRITE',
  );
  if (disk.mode === 'READ_ONLY' || !other) return null;
  return `${other.instance.reference.name} has the disk attached READ_WRITE, too (I-01)`;
}

/** D-05: what cannot be written to is not checked, nor mounted as declared. */
function withoutWrites({ disk }: DeclaredDisk, { instance, mode }: Holder): string | null {
  if (disk.mode === 'READ_ONLY' || mode === 'READ_WRITE') return null;
  return `${instance.reference.name} has the disk attached ${mode} (D-05)`;
}

/** The node may still be the one of the VM that was there before, bootID and all, until its kubelet speaks. */
function onEarlierVm({ instance }: Holder, record: MountRecord | null): string | null {
  if (!record?.instanceId || record.instanceId === instance.id) return null;
  return `the disk was mounted on an earlier VM of the name ${instance.reference.name}: the mount went with it`;
}

function whyNotMounted(one: DeclaredDisk, node: KubernetesNode, record: MountRecord | null): string | null {
  const { disk } = one;
  if (!record) return `nothing tells that the disk is mounted at ${disk.mountPath} on ${node.name}`;
  if (record.bootID !== node.bootID)
    return `${node.name} has booted since the disk was mounted there: the mount is gone`;
  if (isAttachedAnew(one, record))
    return `the disk has been attached anew since it was mounted on ${node.name}: that mount holds it no more`;
  if (record.path !== disk.mountPath)
    return `the disk is mounted at ${record.path} on ${node.name}, declared is ${disk.mountPath}`;
  if (!isMarkedMounted(node, disk.name))
    return `node ${node.name} lacks the label ${mountKey(disk.name)}=${mountedMark} that pods select`;
  return null;
}

/** A disk that several have is attached for others. */
function isAttachedAnew({ disk, found, holders }: DeclaredDisk, record: MountRecord): boolean {
  return disk.mode !== 'READ_ONLY' && holders.length <= 1 && isAttachedSince(record, found?.lastAttachTimestamp);
}

/** Such a pod wrote to the node's own disk, under the path where the data is now. */
function startedTooEarly(one: DeclaredDisk, node: KubernetesNode, record: MountRecord | null): Finding[] {
  const early = one.live.pods.filter(
    (pod) =>
      pod.node === node.name &&
      isAtWork(pod) &&
      pod.startedAt !== null &&
      record !== null &&
      !record.wasThere &&
      Date.parse(pod.startedAt) < Date.parse(record.mountedAt) &&
      pod.hostPaths.some((path) => isAtOrBelow(path, one.disk.mountPath)),
  );
  const why = `the pod started before the disk was mounted (${record?.mountedAt}) and uses the node's own disk at ${one.disk.mountPath}`;
  return early.map((pod) => podOffTheDisk(one, pod, { why, startedAt: pod.startedAt }));
}

/** One that has ended uses nothing, and one that ends needs nobody. */
function isAtWork({ phase }: Pod): boolean {
  return phase === 'Running' || phase === 'Pending';
}

/**
 * Bound to a node of the group that lost the disk, or never had it: what such a pod writes stays on the node's own disk.
 * Not where the VM has the disk, whoever's it is: it may be mounted there by hand. Nor where another declared disk is at
 * that path.
 */
function strandedPods(one: DeclaredDisk, all: DeclaredDisk[]): Finding[] {
  const ours = new Set(one.group.standings.flatMap(({ node }) => node?.name ?? []));
  const isHeld = (node: string, path: string) =>
    all.some(
      ({ disk, holders }) => isAtOrBelow(path, disk.mountPath) && holders.some((holder) => holder.node?.name === node),
    );
  const stranded = one.live.pods.filter(
    ({ node, phase, hostPaths }) =>
      node !== null &&
      ours.has(node) &&
      phase === 'Running' &&
      hostPaths.some((path) => isAtOrBelow(path, one.disk.mountPath) && !isHeld(node, path)),
  );
  return stranded.map((pod) => {
    const why = `the pod runs on ${pod.node}, which does not hold the disk: it uses the node's own disk at ${one.disk.mountPath}; let it select ${mountKey(one.disk.name)}=${mountedMark}`;
    return podOffTheDisk(one, pod, { why, staying: [...ofKubelet, 'DaemonSet'] });
  });
}

/** The pods of a kubelet's own manifests, which nobody else restarts; one of a DaemonSet comes back to the node it was on. */
const ofKubelet = ['Node'];

function podOffTheDisk(
  one: DeclaredDisk,
  pod: Pod,
  { why, startedAt = null, staying = ofKubelet }: { why: string; startedAt?: string | null; staying?: string[] },
): Finding {
  const { namespace, name, uid } = pod;
  const restart =
    (one.disk.restartPods ?? one.declared.cluster.spec.restartPods) && !staying.includes(pod.ownerKind ?? '');
  return diskFinding(one, {
    severity: 'warning',
    rule: 'D-10',
    path: `pod[${namespace}/${name}]`,
    live: pod.startedAt,
    why,
    command: `kubectl delete pod ${name} -n ${namespace}`,
    action: restart ? { kind: 'restart-pod', namespace, pod: name, uid, startedAt } : null,
    blockedBy: pod.protected ? 'the pod is marked underpin.dev/protect' : null,
  });
}

/** A node that says "mounted" and has not draws pods to an empty directory. */
function wrongMarks(one: DeclaredDisk, all: DeclaredDisk[]): Finding[] {
  const key = mountKey(one.disk.name);
  return one.live.nodes.flatMap((node) => {
    const why = isMarkedMounted(node, one.disk.name) ? whyMarkedWrongly(one, node, all) : null;
    if (why === null) return [];
    return [
      diskFinding(one, {
        severity: 'warning',
        rule: 'D-15',
        path: `label[${node.name}]`,
        live: mountedMark,
        why: `node ${node.name} says that it has the disk mounted, and ${why}`,
        command: `kubectl label node ${node.name} ${key}-`,
        action: {
          kind: 'label-node',
          node: node.name,
          uid: node.uid,
          labels: { [key]: null },
          seen: { [key]: node.annotations[key] ?? null },
        },
        blockedBy: node.protected ? `node ${node.name} is marked underpin.dev/protect` : null,
      }),
    ];
  });
}

/** A VM that is suspended keeps its mounts with its memory. */
const withoutMounts = ['PROVISIONING', 'STAGING', 'REPAIRING', 'STOPPING', 'STOPPED', 'TERMINATED', 'DEPROVISIONING'];

function whyMarkedWrongly(one: DeclaredDisk, node: KubernetesNode, all: DeclaredDisk[]): string | null {
  const vm = node.instance;
  // Whose node it is nobody knows.
  if (!vm) return null;
  const holderOf = ({ holders }: DeclaredDisk) => holders.find(({ instance }) => sameReference(instance.reference, vm));
  const holder = holderOf(one);
  // It says so of the disk by that name in another zone.
  if (!holder && all.some((other) => other.disk.name === one.disk.name && holderOf(other))) return null;
  // What its VM holds is not known where its zone could not be read: the one by that name there may be declared, too.
  if (!holder) return gapIn(one.live, ['instances'], [vm.location]) ? null : 'its VM does not hold the disk';
  if (withoutMounts.includes(holder.instance.status)) return `its VM is ${holder.instance.status}`;
  // Without a record it is the word of whoever mounted it by hand: not known to be true, nor to be wrong.
  const record = mountRecordOf(node, one.disk.name);
  return record && (onEarlierVm(holder, record) ?? whyNotMounted(one, node, record));
}
