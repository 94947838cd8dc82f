import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { mountRecordOf } from '../../model/mount-record.ts';
import { type DeclaredDisk, declaredDisks, type Holder } from '../declared-disk.ts';
import { diskFinding } from '../disk-finding.ts';
import { heldElsewhere, inWrongMode, outOfReach, toDetach, unmountFirst } from '../disk-holder.ts';
import { type ChosenNode, chooseNode, type NodeChoice } from '../disk-node.ts';
import { type Coming, takePlace, whyNoPlace } from '../disk-place.ts';
import { refusalOf, unreadKeeper } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';
import { mountRequestOf, needsFormat } from '../mount-request.ts';
import { moveDiskCommand } from '../move-command.ts';
import type { Standing } from '../node-group.ts';

/** Where each declared disk is attached, against where it should be; detaching follows the table of holders only (I-02). */
export function diskAttachment(declared: Declared, live: Live): Finding[] {
  const coming: Coming = new Map();
  return declaredDisks(declared, live).flatMap((one) => {
    if (!one.found || refusalOf(one)) return [];
    const gap = gapIn(live, ['instances'], one.zones) ?? one.group.unknown ?? unreadKeeper(one);
    if (gap)
      return [
        diskFinding(one, {
          outcome: 'unknown',
          severity: 'warning',
          rule: 'P-07',
          path: 'attachment',
          why: `who holds the disk is unknown: ${gap}`,
        }),
      ];
    return one.disk.mode === 'READ_ONLY' ? readOnlyEverywhere(one, coming) : readWriteOnce(one, coming);
  });
}

function readWriteOnce(one: DeclaredDisk, coming: Coming): Finding[] {
  const { right, switchedOff, inTheWay } = sortHolders(one.holders);
  const writers = right.filter(({ mode }) => mode === 'READ_WRITE');
  const isOnlyWriter = writers.length < 2;
  if (right.length > 0 || inTheWay.length > 0)
    return [
      ...(isOnlyWriter ? right.flatMap((holder) => inWrongMode(one, holder)) : [heldBySeveral(one, writers)]),
      ...right.flatMap((holder) => outOfReach(one, holder)),
      ...inTheWay.flatMap((holder) => [heldElsewhere(one, holder), ...unmountFirst(one, holder)]),
    ];
  const choice = chooseNode(one, coming);
  return 'chosen' in choice ? moved(one, switchedOff, { choice, coming }) : [noNode(one, choice)];
}

/** Taken from where it is and brought to where it goes, or neither: on no VM it is of no use to anybody. */
function moved(
  one: DeclaredDisk,
  from: Holder[],
  { choice, coming }: { choice: ChosenNode; coming: Coming },
): Finding[] {
  const leaving = from.map((holder) => toDetach(one, holder));
  const blockedBy = choice.blockedBy ?? whatStays(leaving);
  // No event brings a place where there is none.
  const isForPerson = choice.blockedBy !== null;
  if (!blockedBy) takePlace(one, choice.chosen, coming);
  return [
    ...leaving.map((found) => ({ ...found, blockedBy: found.blockedBy ?? blockedBy })),
    { ...attachment(one, { ...choice, blockedBy }), isForPerson },
    ...(blockedBy ? [] : firstMount(one, choice.chosen)),
  ];
}

/** I-01: Compute Engine lets several VMs write to some kinds of disks, and a file system does not. */
function heldBySeveral(one: DeclaredDisk, holders: Holder[]): Finding {
  const names = holders.map(({ instance }) => instance.reference.name).join(', ');
  return diskFinding(one, {
    severity: 'critical',
    rule: 'I-01',
    path: 'attachment',
    declared: one.disk.nodes,
    live: names,
    why: `${names} have the disk attached READ_WRITE at once: a file system that two write to is lost. Unmount and detach it from all but one, or declare it READ_ONLY`,
    isForPerson: true,
  });
}

function sortHolders(holders: Holder[]): { right: Holder[]; switchedOff: Holder[]; inTheWay: Holder[] } {
  const [right, others] = partition(holders, isRightHolder);
  const [switchedOff, inTheWay] = partition(others, ({ instance }) => instance.status === 'TERMINATED');
  return { right, switchedOff, inTheWay };
}

/** Good while the VM is there, of the group, and not switched off: a node that is NotReady keeps its disk. */
function isRightHolder({ isOfGroup, instance }: Holder): boolean {
  return isOfGroup && instance.status === 'RUNNING';
}

function noNode(one: DeclaredDisk, choice: Exclude<NodeChoice, ChosenNode>): Finding {
  if ('elsewhere' in choice) return inAnotherZone(one, choice.elsewhere);
  const { waitingFor } = choice;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-03',
    path: 'attachment',
    declared: one.disk.nodes,
    why: `${whereItIs(one)}; ${waitingFor}`,
    waitingFor,
  });
}

function attachment(one: DeclaredDisk, { chosen, why, blockedBy }: ChosenNode): Finding {
  const { reference } = one;
  const { name, location } = chosen.instance.reference;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-02',
    path: 'attachment',
    declared: one.disk.nodes,
    why: `${whereItIs(one)}; ${name} is the one: ${why}`,
    command: `gcloud compute instances attach-disk ${name} --project=${reference.project} --zone=${location} --disk=${reference.name} --device-name=${reference.name}${scopeFlag(one)}`,
    action: attachAction(one, chosen),
    blockedBy,
  });
}

function whereItIs({ holders }: DeclaredDisk): string {
  const [holder] = holders;
  return holder
    ? `${holder.instance.reference.name} has the disk and is ${holder.instance.status}`
    : 'the disk is attached to no VM';
}

/** Attach and mount in one plan where the node can take both; else the next pass mounts. */
function firstMount(one: DeclaredDisk, { instance, node }: Standing): Finding[] {
  if (node?.ready !== 'True') return [];
  const record = mountRecordOf(node, one.disk.name);
  return [
    diskFinding(one, {
      severity: 'critical',
      rule: 'D-15',
      path: `mount[${node.name}]`,
      declared: one.disk.mountPath,
      live: null,
      why: `the disk is mounted nowhere; it follows to ${node.name}`,
      action: {
        kind: 'mount-disk',
        disk: one.reference,
        mount: mountRequestOf(one, { node: node.name, deviceName: one.reference.name, record, isFirst: true }),
        instance: { reference: instance.reference, id: instance.id },
        bootID: node.bootID,
      },
    }),
  ];
}

function attachAction(one: DeclaredDisk, { instance, node }: Standing): Finding['action'] {
  const { reference, found, disk } = one;
  return {
    kind: 'attach-disk',
    disk: reference,
    diskId: found?.id ?? '',
    ...(disk.mode === 'READ_WRITE' && needsFormat(one) && { mayBeFormatted: true }),
    instance: { reference: instance.reference, id: instance.id },
    node: node?.name ?? instance.reference.name,
    mode: disk.mode,
  };
}

/** D-03: said with the commands, never done silently. */
function inAnotherZone(one: DeclaredDisk, elsewhere: string[]): Finding {
  const { reference, disk, zones } = one;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-03',
    path: 'attachment',
    declared: zones.join(', '),
    live: elsewhere.join(', '),
    why: `node group \`${disk.nodes}\` has VMs in ${elsewhere.join(', ')} only, and the disk can be attached in ${zones.join(', ')} only: move the data by a snapshot, then declare the new zone`,
    command: moveDiskCommand(reference, `--zone=${elsewhere[0] ?? 'ZONE'}`),
    isForPerson: true,
  });
}

/** D-05: whoever has it to write keeps all others from reading it, also while it is switched off. */
function readOnlyEverywhere(one: DeclaredDisk, coming: Coming): Finding[] {
  const writers = one.holders.filter(({ mode }) => mode === 'READ_WRITE');
  const { right, switchedOff, inTheWay } = sortHolders(writers);
  const places = one.candidates
    .filter((standing) => lacksIt(one, standing))
    .map((standing) => ({ standing, blockedBy: whyNoPlace(one, standing, coming) }));
  const isGoing = places.some(({ blockedBy }) => blockedBy === null);
  const leaving = isGoing ? switchedOff.map((holder) => toDetach(one, holder)) : [];
  const stays = whoWrites([...right, ...inTheWay]) ?? whatStays(leaving);
  if (!stays) for (const { standing, blockedBy } of places) if (!blockedBy) takePlace(one, standing, coming);
  const isTold = places.length > 0 || inTheWay.length > 0 || one.holders.some(isRightHolder);
  return [
    ...(isTold ? [] : readNowhere(one)),
    ...right.flatMap((holder) => inWrongMode(one, holder)),
    ...inTheWay.flatMap((holder) => [heldElsewhere(one, holder), ...unmountFirst(one, holder)]),
    ...leaving.map((found) => ({ ...found, blockedBy: found.blockedBy ?? stays })),
    ...places.map(({ standing, blockedBy }) => readOnlyOn(one, standing, blockedBy ?? stays)),
  ];
}

/** D-03: nobody of its group is there to have it, nor has it. */
function readNowhere(one: DeclaredDisk): Finding[] {
  const choice = chooseNode(one);
  return 'chosen' in choice ? [] : [noNode(one, choice)];
}

function lacksIt({ holders }: DeclaredDisk, { place, instance }: Standing): boolean {
  return (place === 'wanted' || place === 'excluded') && !holders.some((holder) => holder.instance.id === instance.id);
}

function whoWrites([holder]: Holder[]): string | null {
  return holder ? `${holder.instance.reference.name} has it attached READ_WRITE (D-05)` : null;
}

function whatStays(leaving: Finding[]): string | null {
  const stays = leaving.find(({ blockedBy }) => blockedBy);
  return stays ? `${stays.live} keeps the disk: ${stays.blockedBy}` : null;
}

function readOnlyOn(one: DeclaredDisk, standing: Standing, blockedBy: string | null): Finding {
  const { name, location } = standing.instance.reference;
  return diskFinding(one, {
    severity: 'warning',
    rule: 'D-02',
    path: `attachment[${name}]`,
    declared: 'READ_ONLY',
    why: `every node of \`${one.disk.nodes}\` should have the disk, ${name} has not`,
    command: `gcloud compute instances attach-disk ${name} --project=${one.reference.project} --zone=${location} --disk=${one.disk.name} --device-name=${one.disk.name} --mode=ro${scopeFlag(one)}`,
    action: attachAction(one, standing),
    blockedBy,
  });
}

function scopeFlag({ disk }: DeclaredDisk): string {
  return 'zone' in disk ? '' : ' --disk-scope=regional';
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
