import type { Declared, Stack } from '../model/declared.ts';
import type { Disk, Instance, KubernetesNode, Live } from '../model/live.ts';
import { type Reference, sameReference } from '../model/reference.ts';
import type { DiskDeclaration } from '../model/stack.ts';
import { attachmentsOf, diskReference } from './attached-disk.ts';
import { nodeOn } from './live-index.ts';
import { type GroupState, groupStates, type Standing } from './node-group.ts';

/** A declared disk with everything that the rules about it look at. */
export interface DeclaredDisk {
  declared: Declared;
  live: Live;
  stack: Stack;
  disk: DiskDeclaration;
  reference: Reference;
  /** Zones whose VMs it can be attached to (D-03). */
  zones: string[];
  found: Disk | null;
  group: GroupState;
  /** VMs of its group in its zones, in a stable order. */
  candidates: Standing[];
  holders: Holder[];
}

/** A VM that has the disk attached, by source and not by device name (D-01). */
export interface Holder {
  instance: Instance;
  node: KubernetesNode | null;
  deviceName: string;
  mode: string;
  boot: boolean;
  autoDelete: boolean;
  isOfGroup: boolean;
}

export function declaredDisks(declared: Declared, live: Live): DeclaredDisk[] {
  const groups = groupStates(declared.cluster, live);
  return declared.stacks.flatMap((stack) =>
    stack.spec.disks.flatMap((disk) => {
      const group = groups.get(disk.nodes);
      return group ? [declaredDisk({ declared, live, stack, disk, group })] : [];
    }),
  );
}

type Parts = Pick<DeclaredDisk, 'declared' | 'live' | 'stack' | 'disk' | 'group'>;

function declaredDisk(parts: Parts): DeclaredDisk {
  const { declared, live, disk, group } = parts;
  const zones = 'zone' in disk ? [disk.zone] : disk.replicaZones;
  const reference = diskReference(declared.cluster, disk);
  const candidates = group.standings
    .filter(({ instance }) => zones.includes(instance.reference.location))
    .toSorted((one, other) => (one.instance.reference.name < other.instance.reference.name ? -1 : 1));
  const found = live.disks.find((one) => sameReference(one.reference, reference)) ?? null;
  return { ...parts, reference, zones, found, candidates, holders: holdersOf(reference, group, live) };
}

function holdersOf(disk: Reference, { standings }: GroupState, live: Live): Holder[] {
  return attachmentsOf(live, disk).map(({ instance, attached: { deviceName, mode, boot, autoDelete } }) => ({
    instance,
    node: nodeOn(live, instance.reference) ?? null,
    deviceName,
    mode,
    boot,
    autoDelete,
    isOfGroup: standings.some((standing) => sameReference(standing.instance.reference, instance.reference)),
  }));
}

export function diskSubject({ location, name }: Reference): string {
  return `Disk/${location}/${name}`;
}
