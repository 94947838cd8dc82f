import type { Resource } from './kinds.ts';
import { lastSegment, linkTo } from './link.ts';

const shared: Record<string, number> = { 'f1-micro': 1, 'g1-small': 1, 'e2-micro': 2, 'e2-small': 2, 'e2-medium': 2 };
const families = [
  'a4',
  'c2',
  'c2d',
  'c3',
  'c3d',
  'c4',
  'c4a',
  'c4d',
  'e2',
  'm1',
  'n1',
  'n2',
  'n2d',
  'n4',
  'n4a',
  'n4d',
  't2a',
  't2d',
  'x4',
];
const pattern = new RegExp(`^(?:${families.join('|')})-(?:standard|highmem|highcpu|megamem|ultramem)-(\\d+)$`);

/** The types a list shows; `get` knows every size of every family. */
export const machineTypeNames = [...Object.keys(shared), ...sizesOf(['e2', 'n1', 'n2', 'c3', 'n4'])];

type MachineType = Resource & { guestCpus: number };

/** A type of a zone, or undefined when there is none of that name. */
export function machineTypeOf(place: string, name: string): MachineType | undefined {
  const cpus = shared[name] ?? Number(pattern.exec(name)?.[1] ?? customCpus(name) ?? Number.NaN);
  if (Number.isNaN(cpus)) return undefined;
  const zone = lastSegment(place);
  const type = {
    kind: 'compute#machineType',
    id: String(1000 + cpus),
    creationTimestamp: '1969-12-31T16:00:00.000-08:00',
    name,
    description: `${cpus} vCPUs`,
    guestCpus: cpus,
    memoryMb: cpus * 4096,
    imageSpaceGb: 0,
    maximumPersistentDisks: attachLimit(name) + 1,
    maximumPersistentDisksSizeGb: '263168',
    zone,
    isSharedCpu: shared[name] !== undefined,
    selfLink: linkTo(`${place}/machineTypes/${name}`),
  };
  return type;
}

/** Hyperdisk machines by number of CPUs; each step holds up to the next. */
const hyperdiskLimits: Record<string, readonly (readonly [cpus: number, disks: number])[]> = {
  c4: [
    [2, 7],
    [4, 15],
    [24, 31],
    [48, 63],
    [96, 127],
  ],
  c4a: [
    [2, 7],
    [8, 15],
    [48, 31],
    [72, 63],
  ],
  c4d: [
    [2, 3],
    [4, 7],
    [8, 15],
    [96, 31],
    [192, 63],
    [384, 127],
  ],
  n4: [
    [8, 15],
    [80, 31],
  ],
  n4d: [
    [8, 15],
    [96, 31],
  ],
  n4a: [
    [8, 15],
    [64, 31],
  ],
  x4: [[1, 39]],
};

/** Data disks a VM takes; the boot disk counts one more. */
export function attachLimit(machineType: string): number {
  const name = lastSegment(machineType);
  if (shared[name] !== undefined) return 15;
  const [family = ''] = name.split('-');
  const steps = hyperdiskLimits[family];
  if (!steps) return 127;
  const cpus = Number(pattern.exec(name)?.[1] ?? 1);
  const step = steps.find(([most]) => cpus <= most) ?? steps.at(-1);
  return step?.[1] ?? 127;
}

function customCpus(name: string): string | undefined {
  return /^(?:[a-z]\d[a-z]?-)?custom-(\d+)-\d+(?:-ext)?$/.exec(name)?.[1];
}

function sizesOf(names: string[]): string[] {
  return names.flatMap((family) => [1, 2, 4, 8, 16, 32].map((size) => `${family}-standard-${size}`));
}
