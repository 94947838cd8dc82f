import type { Finding } from '../model/finding.ts';
import { isAtOrBelow } from '../model/mount-path.ts';
import { mountKey, mountRecordOf } from '../model/mount-record.ts';
import type { DeclaredDisk, Holder } from './declared-disk.ts';
import { diskFinding } from './disk-finding.ts';
import { chooseNode } from './disk-node.ts';
import { markOn } from './disk-place.ts';
import { gapIn } from './gaps.ts';
import { mountRequestOf } from './mount-request.ts';
import { detachCommand, unmountAndDetachCommand } from './release-command.ts';

/** D-13: taken from a VM that is switched off, and only when another is there to take it. */
export function toDetach(one: DeclaredDisk, holder: Holder): Finding {
  const { instance } = holder;
  const { name } = instance.reference;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-13',
    path: 'attachment',
    live: name,
    why: `${name} is TERMINATED and still holds the disk`,
    command: detachCommand(holder),
    action: detachAction(one, holder),
    blockedBy: markOn(holder) ?? gapIn(one.live, ['nodes', 'disks']),
  });
}

/** I-02: the rows of the table that never detach by themselves. */
export function heldElsewhere(one: DeclaredDisk, holder: Holder): Finding {
  const { instance } = holder;
  const { name, project, location } = instance.reference;
  const fields = { severity: 'critical' as const, rule: 'I-02', path: 'attachment', live: name };
  if (instance.status === 'RUNNING') return heldByRunning(one, holder);
  if (instance.status === 'SUSPENDED') {
    return diskFinding(one, {
      ...fields,
      why: `${name} is SUSPENDED and its memory may hold data not yet written: a person decides (resume it, or stop it, which loses what was not written)`,
      command: `gcloud compute instances resume ${name} --project=${project} --zone=${location}`,
      isForPerson: true,
    });
  }
  const waitingFor = `${name} to leave ${instance.status}`;
  return diskFinding(one, {
    ...fields,
    severity: 'warning',
    why: `${name} holds the disk and is ${instance.status}`,
    waitingFor,
  });
}

function heldByRunning(one: DeclaredDisk, holder: Holder): Finding {
  const { instance, node } = holder;
  const { name } = instance.reference;
  const fields = {
    severity: 'critical' as const,
    path: 'attachment',
    rule: 'I-02',
    declared: one.disk.nodes,
    live: name,
  };
  if (node && node.ready !== 'True') {
    return diskFinding(one, {
      ...fields,
      why: `${name} is RUNNING, its node cannot be reached, and the disk may be in use: stop the VM, wait for TERMINATED, then detach`,
      command: stopAndDetach(holder),
    });
  }
  const objection = objectionToUnmount(one, holder);
  return diskFinding(one, {
    ...fields,
    why: `${name} is RUNNING, is not of node group \`${one.disk.nodes}\`, and holds the disk: unmount it there first`,
    command: unmountAndDetachCommand(holder),
    action: detachAction(one, holder),
    blockedBy: objection,
  });
}

/** The right VM, and nobody hears of it: it may well be writing, so the disk stays, and a person is told how to move it. */
export function outOfReach(one: DeclaredDisk, holder: Holder): Finding[] {
  const { instance, node } = holder;
  if (node?.ready !== 'Unknown') return [];
  const { name } = instance.reference;
  return [
    diskFinding(one, {
      severity: 'critical',
      rule: 'I-02',
      path: 'attachment',
      declared: one.disk.nodes,
      live: name,
      why: `${name} has the disk and is RUNNING, and its node cannot be reached: the disk may be in use and stays there. If the VM is lost, stop it, wait for TERMINATED, then detach: the disk follows to another node`,
      command: stopAndDetach(holder),
    }),
  ];
}

/** gcloud waits for TERMINATED by itself. */
function stopAndDetach(holder: Holder): string {
  const { name, project, location } = holder.instance.reference;
  return `gcloud compute instances stop ${name} --project=${project} --zone=${location} && ${detachCommand(holder)}`;
}

function detachAction({ reference: disk }: DeclaredDisk, { instance, node, deviceName }: Holder): Finding['action'] {
  const { reference, id, status: holderStatus } = instance;
  return {
    kind: 'detach-disk',
    disk,
    deviceName,
    instance: { reference, id },
    holderStatus,
    node: holderStatus === 'RUNNING' ? (node?.name ?? null) : null,
  };
}

/** In a manual repair, from a VM that runs on: first out of its file system, by the Job that proves it (I-08). */
export function unmountFirst(one: DeclaredDisk, holder: Holder): Finding[] {
  const { instance, node, deviceName } = holder;
  if (instance.status !== 'RUNNING' || !node || objectionToUnmount(one, holder)) return [];
  const record = mountRecordOf(node, one.disk.name);
  return [
    diskFinding(one, {
      severity: 'critical',
      rule: 'I-08',
      path: `mount[${node.name}]`,
      live: one.disk.mountPath,
      why: `the disk is to leave ${node.name}, where it is mounted`,
      action: {
        kind: 'unmount-disk',
        disk: one.reference,
        mount: mountRequestOf(one, { node: node.name, deviceName, record }),
        instance: { reference: instance.reference, id: instance.id },
        bootID: node.bootID,
      },
    }),
  ];
}

/** Why it cannot be unmounted there and detached; only what is known to be out of use leaves a VM that runs. */
function objectionToUnmount(one: DeclaredDisk, { instance, node }: Holder): string | null {
  const { name } = instance.reference;
  const mark = markOn({ instance, node });
  if (mark) return mark;
  if (node?.ready !== 'True') return `${name} may have the disk in use; unmount it there, then detach`;
  if (mountRecordOf(node, one.disk.name)?.path !== one.disk.mountPath)
    return `nothing tells where ${name} has the disk mounted; unmount it there, then detach`;
  const user = one.live.pods.find(
    (pod) =>
      pod.node === node.name &&
      !['Succeeded', 'Failed'].includes(pod.phase) &&
      pod.hostPaths.some((path) => isAtOrBelow(path, one.disk.mountPath)),
  );
  if (user)
    return `pod ${user.namespace}/${user.name} uses it on ${node.name}; let it go after kubectl label node ${node.name} ${mountKey(one.disk.name)}-, so that it does not come back there`;
  return gapIn(one.live, ['pods', 'volumes', 'nodes', 'disks']) ?? whyNowhere(one);
}

function whyNowhere(one: DeclaredDisk): string | null {
  const choice = chooseNode(one);
  return 'chosen' in choice ? choice.blockedBy : 'there is no node that could take it';
}

/** D-05: how it is attached is chosen with the attachment. */
export function inWrongMode(one: DeclaredDisk, holder: Holder): Finding[] {
  const { instance, mode } = holder;
  const { name } = instance.reference;
  if (mode === one.disk.mode) return [];
  return [
    diskFinding(one, {
      severity: 'critical',
      rule: 'D-05',
      path: `attachment[${name}].mode`,
      declared: one.disk.mode,
      live: mode,
      why: `${name} has the disk attached ${mode}; it must be unmounted, detached and attached anew`,
      command: unmountAndDetachCommand(holder),
    }),
  ];
}
