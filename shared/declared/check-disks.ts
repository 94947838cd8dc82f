import type { ClusterDeclaration } from '../model/cluster.ts';
import type { DeclarationProblem, Stack } from '../model/declared.ts';
import { isAtOrBelow } from '../model/mount-path.ts';
import { regionOf } from '../model/reference.ts';
import type { Source } from '../model/source.ts';
import type { DiskDeclaration } from '../model/stack.ts';
import { unknownName } from './check-cluster.ts';

interface Placed {
  disk: DiskDeclaration;
  stack: string;
  at(path: string, message: string): DeclarationProblem;
}

/** The disks of all stacks: their group, zone and mount path. */
export function checkDisks({ spec }: ClusterDeclaration, stacks: Stack[], fallback: Source): DeclarationProblem[] {
  const placed = stacks.flatMap((stack) => placedDisks(stack, fallback));
  const groups = spec.nodeGroups.map(({ name }) => name);
  return placed.flatMap((one, index) => [
    ...(groups.includes(one.disk.nodes) ? [] : [one.at('nodes', unknownName('node group', one.disk.nodes, groups))]),
    ...placeProblems(one, spec.region),
    ...modeProblems(one),
    ...placed.slice(0, index).flatMap((earlier) => clash(earlier, one)),
  ]);
}

function placedDisks({ name, spec, locate, source }: Stack, fallback: Source): Placed[] {
  return spec.disks.map((disk, index) => ({
    disk,
    stack: name,
    at: (path, message) => ({ source: locate?.(`spec.disks[${index}].${path}`) ?? source ?? fallback, message }),
  }));
}

function placeProblems({ disk, at }: Placed, region: string): DeclarationProblem[] {
  if ('zone' in disk) return regionOf(disk.zone) === region ? [] : [at('zone', outside('zone', disk.zone, region))];
  const zones = disk.replicaZones;
  return [
    ...(disk.region === region ? [] : [at('region', outside('region', disk.region, region))]),
    ...zones.flatMap((zone, index) =>
      regionOf(zone) === disk.region ? [] : [at(`replicaZones[${index}]`, outside('zone', zone, disk.region))],
    ),
    ...(zones[0] === zones[1] ? [at('replicaZones', `the two replica zones are the same, \`${zones[0]}\``)] : []),
  ];
}

function outside(what: string, place: string, region: string): string {
  return `the ${what} \`${place}\` is not in the region \`${region}\``;
}

function modeProblems({ disk, at }: Placed): DeclarationProblem[] {
  if (disk.mode !== 'READ_ONLY' || !disk.formatIfBlank) return [];
  return [at('formatIfBlank', 'a disk with `mode: READ_ONLY` cannot be formatted: remove `formatIfBlank`')];
}

function clash(earlier: Placed, { disk, at }: Placed): DeclarationProblem[] {
  const { disk: other, stack } = earlier;
  if (other.name === disk.name && placeOf(other) === placeOf(disk)) {
    return [at('name', `the disk \`${disk.name}\` is declared already, in the stack \`${stack}\``)];
  }
  if (other.nodes !== disk.nodes) return [];
  const whose = `the disk \`${other.name}\` of the stack \`${stack}\``;
  if (other.mountPath === disk.mountPath) return [at('mountPath', `\`${disk.mountPath}\` is taken by ${whose}`)];
  const relation = nesting(disk.mountPath, other.mountPath);
  if (relation === null) return [];
  // The outer one could be neither mounted over the inner nor unmounted under it.
  const where = `\`${disk.mountPath}\` ${relation} \`${other.mountPath}\`, where ${whose} is mounted`;
  return [at('mountPath', `${where}: give each a folder beside the other, such as /mnt/disks/${disk.name}`)];
}

function nesting(path: string, other: string): 'is inside' | 'holds' | null {
  if (isAtOrBelow(path, other)) return 'is inside';
  return isAtOrBelow(other, path) ? 'holds' : null;
}

function placeOf(disk: DiskDeclaration): string {
  return 'zone' in disk ? disk.zone : disk.region;
}
