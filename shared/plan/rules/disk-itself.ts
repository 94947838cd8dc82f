import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { type DeclaredDisk, declaredDisks } from '../declared-disk.ts';
import { type DiskFields, diskFinding } from '../disk-finding.ts';
import { refusalOf } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';

/** Whether a declared disk is there, is ours to move, and has the size and zones that are declared. */
export function diskItself(declared: Declared, live: Live): Finding[] {
  return declaredDisks(declared, live).flatMap((one) => {
    const gap = gapIn(live, ['disks'], [...one.zones, one.reference.location]);
    if (!one.found) return [gap ? diskFinding(one, unseen(gap)) : absent(one)];
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

function absent(one: DeclaredDisk): Finding {
  const { disk, reference } = one;
  const type = disk.type ?? 'pd-balanced';
  const place =
    'zone' in disk ? `--zone=${disk.zone}` : `--region=${disk.region} --replica-zones=${disk.replicaZones.join(',')}`;
  const command = `gcloud compute disks create ${disk.name} --project=${reference.project} ${place} --type=${type} --size=${disk.sizeGb ?? 'SIZE'}GB`;
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
