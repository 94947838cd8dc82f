import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { sameReference } from '../../model/reference.ts';
import { diskReference } from '../attached-disk.ts';
import { type DeclaredDisk, declaredDisks } from '../declared-disk.ts';
import { type DiskFields, diskFinding } from '../disk-finding.ts';
import { refusalOf } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';
import { moveDiskCommand } from '../move-command.ts';

/** Whether a declared disk is there, is ours to move, and has the size and zones that are declared. */
export function diskItself(declared: Declared, live: Live): Finding[] {
  return declaredDisks(declared, live).flatMap((one) => {
    const gap = gapIn(live, ['disks'], [...one.zones, one.reference.location]);
    if (!one.found) return [gap ? diskFinding(one, unseen(gap)) : (elsewhere(one) ?? absent(one))];
    const refusal = refusalOf(one);
    if (refusal)
      return [
        diskFinding(one, {
          severity: 'critical',
          rule: refusal.rule,
          path: '',
          why: refusal.why,
          command: refusal.command,
          waitingFor: refusal.waitingFor ?? null,
        }),
      ];
    return [...size(one, one.found.sizeGb), ...replicas(one, one.found.replicaZones)];
  });
}

function unseen(gap: string): DiskFields {
  return { outcome: 'unknown', severity: 'warning', rule: 'P-07', path: '', why: gap };
}

/** D-03: one of that name in another place may be the very disk, where the declaration names the wrong one. */
function elsewhere(one: DeclaredDisk): Finding | null {
  const { declared, live, reference } = one;
  const own = declared.stacks.flatMap(({ spec }) => spec.disks.map((disk) => diskReference(declared.cluster, disk)));
  const namesakes = live.disks
    .map((disk) => disk.reference)
    .filter(({ name }) => name === reference.name)
    .filter((disk) => !own.some((other) => sameReference(other, disk)))
    .toSorted((disk, other) => (disk.location < other.location ? -1 : 1));
  const [first] = namesakes;
  if (!first) return null;
  const places = namesakes.map(({ location }) => location).join(', ');
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-03',
    path: '',
    declared: reference.location,
    live: places,
    why: `there is no such disk in ${reference.location}, and one of that name in ${places}: if that has the data, declare its place, or move the data by a snapshot; else make an empty one by hand`,
    command: moveDiskCommand(first, placeFlags(one)),
    isForPerson: true,
  });
}

function placeFlags({ disk }: DeclaredDisk): string {
  const place =
    'zone' in disk ? `--zone=${disk.zone}` : `--region=${disk.region} --replica-zones=${disk.replicaZones.join(',')}`;
  return `${place} --type=${typeOf(disk)}`;
}

function typeOf({ type = 'pd-balanced' }: DeclaredDisk['disk']): string {
  return type;
}

function absent(one: DeclaredDisk): Finding {
  const { disk, reference } = one;
  const type = typeOf(disk);
  const command = `gcloud compute disks create ${disk.name} --project=${reference.project} ${placeFlags(one)} --size=${disk.sizeGb ?? 'SIZE'}GB`;
  const why = disk.sizeGb
    ? 'the disk is declared and does not exist; only a manual repair creates it'
    : 'the disk is declared and does not exist; declare sizeGb to let a manual repair create it';
  const zonal = {
    name: disk.name,
    sizeGb: String(disk.sizeGb),
    type: `projects/${reference.project}/zones/${one.zones[0]}/diskTypes/${type}`,
  };
  const body =
    'zone' in disk
      ? zonal
      : {
          ...zonal,
          type: `projects/${reference.project}/regions/${disk.region}/diskTypes/${type}`,
          replicaZones: one.zones.map((zone) => `projects/${reference.project}/zones/${zone}`),
        };
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-03',
    path: '',
    declared: disk.name,
    why,
    command,
    action: disk.sizeGb ? { kind: 'create-disk', disk: reference, body } : null,
    // The data may be where nobody could look.
    blockedBy: gapIn(one.live, ['disks']),
  });
}

/** D-11: a filesystem is only ever grown; growing the disk itself is a person's decision. */
function size(one: DeclaredDisk, liveGb: number): Finding[] {
  const { disk, reference } = one;
  if (disk.sizeGb === undefined || disk.sizeGb === liveGb) return [];
  const grows = disk.sizeGb > liveGb;
  const where = 'zone' in disk ? `--zone=${disk.zone}` : `--region=${disk.region}`;
  return [
    diskFinding(one, {
      severity: 'warning',
      rule: 'D-11',
      path: 'sizeGb',
      declared: disk.sizeGb,
      live: liveGb,
      why: grows
        ? 'the disk is smaller than declared'
        : 'the disk is larger than declared, and disks do not shrink: declare its real size',
      command: grows
        ? `gcloud compute disks resize ${disk.name} --project=${reference.project} ${where} --size=${disk.sizeGb}GB`
        : null,
    }),
  ];
}

function replicas(one: DeclaredDisk, liveZones: string[]): Finding[] {
  const { disk } = one;
  if (!('region' in disk) || disk.replicaZones.toSorted().join() === liveZones.toSorted().join()) return [];
  const why = 'the replica zones of a disk cannot be changed; the declared ones decide where it may go';
  return [
    diskFinding(one, {
      severity: 'warning',
      rule: 'D-03',
      path: 'replicaZones',
      declared: disk.replicaZones,
      live: liveZones,
      why,
    }),
  ];
}
