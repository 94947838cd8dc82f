import type { Call } from '../call.ts';
import { newestOf } from '../image.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../kinds.ts';
import { linkTo } from '../link.ts';
import { aggregateScopes } from '../list/aggregate.ts';
import { listAnswer } from '../list/list.ts';
import { machineTypeNames, machineTypeOf } from '../machine-type.ts';
import { projectQuotas, regionQuotas } from '../quota.ts';
import { refusal } from '../refusal.ts';
import { newResource } from '../resource.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

/** What Google has and nobody creates: zones, regions, machine types, public images, the project itself. */
export const catalogue: Record<string, Method> = {
  'projects.get': getProject,
  'zones.get': ({ world, project, name = '' }) => zoneOf(world, project, name),
  'zones.list': (call) =>
    listAnswer(
      call,
      'zone',
      zoneNames(call.world).map((zone) => zoneOf(call.world, call.project, zone)),
    ),
  'regions.get': ({ world, project, name = '' }) => regionOf(world, project, name),
  'regions.list': (call) =>
    listAnswer(
      call,
      'region',
      Object.keys(call.world.settings.regions)
        .sort()
        .map((one) => regionOf(call.world, call.project, one)),
    ),
  'machineTypes.get': getMachineType,
  'machineTypes.list': (call) => listAnswer(call, 'machineType', machineTypesIn(call.place)),
  'machineTypes.aggregatedList': (call) =>
    aggregateScopes(call, 'machineType', (scope) => machineTypesIn(`projects/${call.project}/${scope}`)),
  'diskTypes.get': ({ place, name = '', target }) => diskTypeOf(place, name, target),
  'diskTypes.list': (call) =>
    listAnswer(
      call,
      'diskType',
      diskTypeNames.map((name) => diskTypeOf(call.place, name, call.target)),
    ),
  'images.get': (call) => imageOf(call, call.name ?? ''),
  'images.getFromFamily': (call) => imageOf(call, newestOf(call.match.parameters.family ?? '')),
};

function getProject({ world, project }: Call): JsonObject {
  const { number, creationTimestamp, metadata } = world.projects.open(project);
  return {
    kind: 'compute#project',
    id: number,
    creationTimestamp,
    name: project,
    commonInstanceMetadata: metadata,
    defaultServiceAccount: `${number}-compute@developer.gserviceaccount.com`,
    selfLink: linkTo(`projects/${project}`),
    xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
    defaultNetworkTier: 'PREMIUM',
    quotas: projectQuotas(world, project),
  };
}

function zoneNames({ settings }: World): string[] {
  return Object.values(settings.regions).flat().sort();
}

function zoneOf(world: World, project: string, zone: string): Resource {
  const region = zone.slice(0, zone.lastIndexOf('-'));
  return {
    ...fixed(world, 'zone', `projects/${project}/zones/${zone}`),
    description: zone,
    status: 'UP',
    region: linkTo(`projects/${project}/regions/${region}`),
    availableCpuPlatforms: ['Intel Broadwell', 'Intel Haswell', 'Intel Skylake'],
    supportsPzs: false,
  } as Resource;
}

function regionOf(world: World, project: string, region: string): Resource {
  const zones = (world.settings.regions[region] ?? []).map((zone) => linkTo(`projects/${project}/zones/${zone}`));
  return {
    ...fixed(world, 'region', `projects/${project}/regions/${region}`),
    description: region,
    status: 'UP',
    zones,
    quotas: regionQuotas(world, project, region),
  } as Resource;
}

/** Nobody created it, so its id and time are the same in every world. */
function fixed({ settings }: World, kind: string, path: string): Resource {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const index = [...Object.keys(settings.regions), ...Object.values(settings.regions).flat()].indexOf(name);
  return {
    kind: `compute#${kind}`,
    id: String(2000 + index),
    creationTimestamp: '1969-12-31T16:00:00.000-08:00',
    name,
    selfLink: linkTo(path),
  };
}

function getMachineType({ place, name = '', target }: Call): JsonObject {
  const type = machineTypeOf(place, name);
  if (!type) throw refusal.notFound(target);
  return type;
}

function machineTypesIn(place: string): Resource[] {
  if (!place.includes('/zones/')) return [];
  return machineTypeNames.map((name) => machineTypeOf(place, name)).filter((one) => one !== undefined);
}

const diskTypeNames = ['hyperdisk-balanced', 'hyperdisk-extreme', 'hyperdisk-throughput'].concat([
  'pd-balanced',
  'pd-extreme',
  'pd-ssd',
  'pd-standard',
]);

function diskTypeOf(place: string, name: string, target: string): Resource {
  if (!diskTypeNames.includes(name)) throw refusal.notFound(target);
  const sizes = { validDiskSize: '10GB-65536GB', defaultDiskSizeGb: '500' };
  return {
    kind: 'compute#diskType',
    id: '30001',
    name,
    ...sizes,
    zone: linkTo(place),
    selfLink: linkTo(`${place}/diskTypes/${name}`),
  } as Resource;
}

/** Public image projects hold every image one asks for; a user's own project holds none. */
function imageOf({ world, project, target }: Call, name: string): JsonObject {
  if (!/-(?:cloud|images)$/.test(project)) throw refusal.notFound(target);
  return {
    ...newResource(world, 'image', `projects/${project}/global/images/${name}`),
    status: 'READY',
    sourceType: 'RAW',
    diskSizeGb: '10',
    archiveSizeBytes: '1000000000',
    architecture: 'X86_64',
    family: name.replace(/-v?\d{8}.*$/, ''),
    storageLocations: ['us'],
  };
}
