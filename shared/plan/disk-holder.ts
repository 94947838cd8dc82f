import type { Finding } from '../model/finding.ts';
import type { DeclaredDisk, Holder } from './declared-disk.ts';
import { diskFinding } from './disk-finding.ts';

/** D-13: taken from a VM that is switched off, and only when another is there to take it. */
export function toDetach(one: DeclaredDisk, holder: Holder): Finding {
  const { instance, deviceName } = holder;
  const { name } = instance.reference;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-13',
    path: 'attachment',
    live: name,
    why: `${name} is TERMINATED and still holds the disk`,
    command: detachCommand(one, holder),
    action: {
      kind: 'detach-disk',
      disk: one.reference,
      deviceName,
      instance: { reference: instance.reference, id: instance.id },
      holderStatus: instance.status,
    },
    blockedBy: one.live.nodes.some((node) => node.name === name && node.protected)
      ? `node ${name} is marked underpin.dev/protect`
      : null,
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
    const steps = [
      `gcloud compute instances stop ${name} --project=${one.reference.project} --zone=${instance.reference.location}`,
      detachCommand(one, holder),
    ].join(' && ');
    return diskFinding(one, {
      ...fields,
      why: `${name} is RUNNING, its node cannot be reached, and the disk may be in use: stop the VM, wait for TERMINATED, then detach`,
      command: steps,
    });
  }
  return diskFinding(one, {
    ...fields,
    why: `${name} is RUNNING, is not of node group \`${one.disk.nodes}\`, and holds the disk: unmount it there first`,
    command: detachCommand(one, holder),
    blockedBy: `${name} may have the disk in use; unmount it there, then detach`,
  });
}

/** How it is attached, where it is attached right. */
export function attachmentSettings(one: DeclaredDisk, holder: Holder): Finding[] {
  const { instance, deviceName, autoDelete, mode } = holder;
  const { name, location } = instance.reference;
  const fields = { path: `disks[${deviceName}]`, live: name };
  const findings: Finding[] = [];
  if (autoDelete) {
    findings.push(
      diskFinding(one, {
        ...fields,
        severity: 'critical',
        rule: 'D-02',
        path: `${fields.path}.autoDelete`,
        declared: false,
        live: true,
        why: `the disk dies with ${name}: autoDelete is on`,
        command: `gcloud compute instances set-disk-auto-delete ${name} --project=${one.reference.project} --zone=${location} --device-name=${deviceName} --no-auto-delete`,
        action: {
          kind: 'keep-disk',
          disk: one.reference,
          deviceName,
          instance: { reference: instance.reference, id: instance.id },
        },
      }),
    );
  }
  if (mode !== one.disk.mode) {
    const why = `${name} has the disk attached ${mode}; it must be unmounted, detached and attached anew`;
    findings.push(
      diskFinding(one, {
        ...fields,
        severity: 'critical',
        rule: 'D-05',
        path: `${fields.path}.mode`,
        declared: one.disk.mode,
        live: mode,
        why,
        command: detachCommand(one, holder),
      }),
    );
  }
  return findings;
}

function detachCommand({ reference }: DeclaredDisk, { instance, deviceName }: Holder): string {
  const { name, location } = instance.reference;
  return `gcloud compute instances detach-disk ${name} --project=${reference.project} --zone=${location} --device-name=${deviceName}`;
}
