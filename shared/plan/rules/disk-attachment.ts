import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { mountRecordOf } from '../../model/mount-record.ts';
import { attachLimitOf } from '../attach-limit.ts';
import { type DeclaredDisk, declaredDisks, diskSubject, type Holder } from '../declared-disk.ts';
import { chooseNode, type NodeChoice } from '../disk-node.ts';
import { refusalOf } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';
import { mountRequestOf } from '../mount-request.ts';
import type { Standing } from '../node-group.ts';

/** Where each declared disk is attached, against where it should be; detaching follows the table of holders only (I-02). */
export function diskAttachment(declared: Declared, live: Live): Finding[] {
  return declaredDisks(declared, live).flatMap((one) => {
    if (!one.found || refusalOf(one)) return [];
    const gap = gapIn(live, ['instances'], one.zones) ?? one.group.unknown;
    if (gap)
      return [
        about(one, {
          outcome: 'unknown',
          severity: 'warning',
          rule: 'P-07',
          path: 'attachment',
          why: `who holds the disk is unknown: ${gap}`,
        }),
      ];
    return one.disk.mode === 'READ_ONLY' ? readOnlyEverywhere(one) : readWriteOnce(one);
  });
}

type Fields = Pick<Finding, 'severity' | 'rule' | 'path' | 'why'> & Partial<Finding>;

function about({ reference, stack }: DeclaredDisk, fields: Fields): Finding {
  return finding({ subject: diskSubject(reference), source: stack.source, stack: stack.name, ...fields });
}

function readWriteOnce(one: DeclaredDisk): Finding[] {
  const right = one.holders.filter(isRightHolder);
  const others = one.holders.filter((holder) => !isRightHolder(holder));
  const [switchedOff, inTheWay] = partition(others, ({ instance }) => instance.status === 'TERMINATED');
  const settings = right.flatMap((holder) => settingsOf(one, holder));
  if (right.length > 0 || inTheWay.length > 0)
    return [...inTheWay.map((holder) => heldElsewhere(one, holder)), ...settings];
  const choice = chooseNode(one);
  return [
    ...('chosen' in choice ? switchedOff.map((holder) => toDetach(one, holder)) : []),
    ...attachment(one, choice),
  ];
}

/** Good while the VM is there, of the group, and not switched off: a node that is NotReady keeps its disk. */
function isRightHolder({ isOfGroup, instance }: Holder): boolean {
  return isOfGroup && instance.status === 'RUNNING';
}

/** D-13: taken from a VM that is switched off, and only when another is there to take it. */
function toDetach(one: DeclaredDisk, holder: Holder): Finding {
  const { instance, deviceName } = holder;
  const { name } = instance.reference;
  return about(one, {
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
function heldElsewhere(one: DeclaredDisk, holder: Holder): Finding {
  const { instance } = holder;
  const { name, project, location } = instance.reference;
  const fields = { severity: 'critical' as const, rule: 'I-02', path: 'attachment', live: name };
  if (instance.status === 'RUNNING') return heldByRunning(one, holder);
  if (instance.status === 'SUSPENDED') {
    return about(one, {
      ...fields,
      why: `${name} is SUSPENDED and its memory may hold data not yet written: a person decides (resume it, or stop it, which loses what was not written)`,
      command: `gcloud compute instances resume ${name} --project=${project} --zone=${location}`,
    });
  }
  const waitingFor = `${name} to leave ${instance.status}`;
  return about(one, {
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
    return about(one, {
      ...fields,
      why: `${name} is RUNNING, its node cannot be reached, and the disk may be in use: stop the VM, wait for TERMINATED, then detach`,
      command: steps,
    });
  }
  return about(one, {
    ...fields,
    why: `${name} is RUNNING, is not of node group \`${one.disk.nodes}\`, and holds the disk: unmount it there first`,
    command: detachCommand(one, holder),
    blockedBy: `${name} may have the disk in use; unmount it there, then detach`,
  });
}

function attachment(one: DeclaredDisk, choice: NodeChoice): Finding[] {
  const { reference } = one;
  const fields = { severity: 'critical' as const, path: 'attachment', declared: one.disk.nodes, live: null };
  if ('elsewhere' in choice) return [inAnotherZone(one, choice.elsewhere)];
  if ('waitingFor' in choice)
    return [
      about(one, {
        ...fields,
        rule: 'D-03',
        why: `the disk is attached to no VM; ${choice.waitingFor}`,
        waitingFor: choice.waitingFor,
      }),
    ];
  const { chosen } = choice;
  const { name, location } = chosen.instance.reference;
  return [
    about(one, {
      ...fields,
      rule: 'D-02',
      why: `the disk is attached to no VM; ${name} is the one: ${choice.why}`,
      command: `gcloud compute instances attach-disk ${name} --project=${reference.project} --zone=${location} --disk=${reference.name} --device-name=${reference.name}${scopeFlag(one)}`,
      action: attachAction(one, chosen),
      blockedBy: overLimit(chosen) ?? foreignReader(one),
    }),
    ...firstMount(one, chosen),
  ];
}

/** Attach and mount in one plan where the node can take both; else the next pass mounts. */
function firstMount(one: DeclaredDisk, { instance, node }: Standing): Finding[] {
  if (node?.ready !== 'True' || node.protected) return [];
  const record = mountRecordOf(node, one.disk.name);
  return [
    about(one, {
      severity: 'critical',
      rule: 'D-15',
      path: `mount[${node.name}]`,
      declared: one.disk.mountPath,
      live: null,
      why: `the disk is mounted nowhere; it follows to ${node.name}`,
      action: {
        kind: 'mount-disk',
        mount: mountRequestOf(one, { node: node.name, deviceName: one.reference.name, record }),
        instance: { reference: instance.reference, id: instance.id },
        bootID: node.bootID,
      },
    }),
  ];
}

function attachAction({ reference, found, disk }: DeclaredDisk, { instance }: Standing): Finding['action'] {
  return {
    kind: 'attach-disk',
    disk: reference,
    diskId: found?.id ?? '',
    instance: { reference: instance.reference, id: instance.id },
    mode: disk.mode,
  };
}

/** D-05: seen here, not as a failed call. */
function overLimit({ instance, node }: Standing): string | null {
  const limit = attachLimitOf(instance.machineType, node?.labels ?? {});
  const used = instance.disks.filter(({ boot }) => !boot).length;
  return used >= limit
    ? `${instance.reference.name} (${instance.machineType}) takes ${limit} data disks and has ${used}`
    : null;
}

function foreignReader({ holders, disk }: DeclaredDisk): string | null {
  const other = holders.find(
    ({ mode, instance }) => instance.status !== 'TERMINATED' && (mode === 'READ_WRITE' || disk.mode === 'READ_WRITE'),
  );
  return other ? `${other.instance.reference.name} has it attached ${other.mode} (D-05)` : null;
}

/** D-03: said with the commands, never done silently. */
function inAnotherZone(one: DeclaredDisk, elsewhere: string[]): Finding {
  const { reference, disk, zones } = one;
  const zone = elsewhere[0] ?? 'ZONE';
  const from = 'zone' in disk ? `--source-disk-zone=${disk.zone}` : `--source-disk-region=${disk.region}`;
  const command = [
    `gcloud compute snapshots create ${disk.name}-moved --project=${reference.project} --source-disk=${disk.name} ${from}`,
    `gcloud compute disks create ${disk.name} --project=${reference.project} --zone=${zone} --source-snapshot=${disk.name}-moved`,
  ].join(' && ');
  return about(one, {
    severity: 'critical',
    rule: 'D-03',
    path: 'attachment',
    declared: zones.join(', '),
    live: elsewhere.join(', '),
    why: `node group \`${disk.nodes}\` has VMs in ${elsewhere.join(', ')} only, and the disk can be attached in ${zones.join(', ')} only: move the data by a snapshot, then declare the new zone`,
    command,
  });
}

function settingsOf(one: DeclaredDisk, holder: Holder): Finding[] {
  const { instance, deviceName, autoDelete, mode } = holder;
  const { name, location } = instance.reference;
  const fields = { path: `disks[${deviceName}]`, live: name };
  const findings: Finding[] = [];
  if (autoDelete) {
    findings.push(
      about(one, {
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
      about(one, {
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

function readOnlyEverywhere(one: DeclaredDisk): Finding[] {
  const settings = one.holders.filter(isRightHolder).flatMap((holder) => settingsOf(one, holder));
  const lacking = one.candidates.filter(
    ({ place: standing, instance }) =>
      standing === 'wanted' && !one.holders.some((holder) => holder.instance.id === instance.id),
  );
  const attachments = lacking.map((standing) => {
    const { name, location } = standing.instance.reference;
    return about(one, {
      severity: 'warning',
      rule: 'D-02',
      path: `attachment[${name}]`,
      declared: 'READ_ONLY',
      why: `every node of \`${one.disk.nodes}\` should have the disk, ${name} has not`,
      command: `gcloud compute instances attach-disk ${name} --project=${one.reference.project} --zone=${location} --disk=${one.disk.name} --device-name=${one.disk.name} --mode=ro${scopeFlag(one)}`,
      action: attachAction(one, standing),
      blockedBy: overLimit(standing) ?? foreignReader(one),
    });
  });
  return [...settings, ...attachments];
}

function detachCommand({ reference }: DeclaredDisk, { instance, deviceName }: Holder): string {
  const { name, location } = instance.reference;
  return `gcloud compute instances detach-disk ${name} --project=${reference.project} --zone=${location} --device-name=${deviceName}`;
}

function scopeFlag({ disk }: DeclaredDisk): string {
  return 'zone' in disk ? '' : ' --disk-scope=regional';
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
