import { allocateAddress } from './address-pool.ts';
import { attachedDisk } from './attachment.ts';
import { fingerprintOf } from './fingerprint.ts';
import { imageLink } from './image.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { AttachedDisk, Disk, Instance, Metadata, NetworkInterface, Tags } from './kinds.ts';
import { linkTo } from './link.ts';
import { machineTypeOf } from './machine-type.ts';
import { readPath, requireResource } from './reference-input.ts';
import { refusal } from './refusal.ts';
import { newResource, serverFields } from './resource.ts';
import { newDisk } from './resources/disks.ts';
import type { World } from './world.ts';

export interface InstancePlan {
  instance: Instance;
  /** Disks that come into being with the VM. */
  created: Disk[];
  /** Disks that exist and are attached. */
  attached: string[];
}

export interface InstanceInput {
  world: World;
  project: string;
  /** `projects/P/zones/Z`. */
  place: string;
  name: string;
  body: JsonObject;
}

/** A VM as the API makes it of a body: with names resolved, disks made, addresses given, fingerprints set. */
export function planInstance(input: InstanceInput): InstancePlan {
  const { world, place, name, body } = input;
  const path = `${place}/instances/${name}`;
  const disks = planDisks(input, linkTo(path));
  const own = Object.fromEntries(Object.entries(body).filter(([field]) => !serverFields.includes(field)));
  const labels = isObject(body.labels) ? body.labels : {};
  const instance = {
    description: '',
    canIpForward: false,
    deletionProtection: false,
    startRestricted: false,
    cpuPlatform: 'Intel Broadwell',
    ...own,
    ...newResource(world, 'instance', path),
    status: 'PROVISIONING',
    machineType: machineTypeLink(input),
    tags: newTags(body.tags),
    labelFingerprint: fingerprintOf(labels),
    metadata: newMetadata(body.metadata),
    networkInterfaces: interfacesOf(input),
    scheduling: schedulingOf(body.scheduling),
    disks: disks.map(({ attachment }) => attachment),
    fingerprint: fingerprintOf([path, world.agenda.now()]),
  } as unknown as Instance;
  const created = disks.flatMap(({ disk, isNew }) => (isNew ? [disk] : []));
  const attached = disks.flatMap(({ disk, isNew }) => (isNew ? [] : [disk.selfLink]));
  return { instance, created, attached };
}

interface PlannedDisk {
  disk: Disk;
  isNew: boolean;
  attachment: AttachedDisk;
}

function planDisks(input: InstanceInput, instanceLink: string): PlannedDisk[] {
  const { body } = input;
  const bodies = (Array.isArray(body.disks) ? body.disks : []).filter(isObject);
  if (!bodies.length) throw refusal.invalid('resource.disks', '', 'No disks are specified.');
  const planned: PlannedDisk[] = [];
  for (const [index, one] of bodies.entries()) {
    const { disk, isNew } = one.source ? existingDisk(input, one) : createdDisk(input, one, { index, instanceLink });
    const attachment = attachedDisk({ disks: planned.map((other) => other.attachment) }, disk, {
      deviceName: typeof one.deviceName === 'string' && one.deviceName ? one.deviceName : `persistent-disk-${index}`,
      mode: one.mode === 'READ_ONLY' ? 'READ_ONLY' : 'READ_WRITE',
      autoDelete: one.autoDelete === true,
      boot: one.boot === true,
    });
    planned.push({ disk, isNew, attachment });
  }
  if (!planned[0]?.attachment.boot)
    throw refusal.invalid('resource.disks[0].boot', 'false', 'The first disk must be the boot disk.');
  return planned;
}

function existingDisk({ world, project, place }: InstanceInput, body: JsonObject): { disk: Disk; isNew: boolean } {
  const path = readPath({ world, project, field: 'resource.disks[0].source' }, body.source, `${place}/disks`);
  return { disk: requireResource(world, 'disks', path), isNew: false };
}

function createdDisk(
  { world, project, place, name }: InstanceInput,
  body: JsonObject,
  { index, instanceLink }: { index: number; instanceLink: string },
): { disk: Disk; isNew: boolean } {
  const params = isObject(body.initializeParams) ? body.initializeParams : {};
  const given = typeof params.diskName === 'string' && params.diskName ? params.diskName : undefined;
  const path = `${place}/disks/${given ?? (index === 0 ? name : `${name}-${index}`)}`;
  const field = 'resource.disks[0].initializeParams';
  const own: JsonObject = {
    ...(params.sourceImage ? { sourceImage: imageLink(params.sourceImage, project) } : {}),
    ...(params.diskType
      ? {
          type: linkTo(readPath({ world, project, field: `${field}.diskType` }, params.diskType, `${place}/diskTypes`)),
        }
      : {}),
    ...(typeof params.diskSizeGb === 'string' ? { sizeGb: params.diskSizeGb } : {}),
    ...(isObject(params.labels) ? { labels: params.labels } : {}),
  };
  return { disk: { ...newDisk(world, path, own), users: [instanceLink] }, isNew: true };
}

/** Templates give bare names, calls give URLs; an unknown type is told as the API tells it. */
function machineTypeLink({ world, project, place, body }: InstanceInput): string {
  const path = readPath({ world, project, field: 'resource.machineType' }, body.machineType, `${place}/machineTypes`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (machineTypeOf(place, name)) return linkTo(path);
  const zone = place.slice(place.lastIndexOf('/') + 1);
  throw refusal.invalid(
    'resource.machineType',
    linkTo(path),
    `Machine type with name '${name}' does not exist in zone '${zone}'.`,
  );
}

export function newTags(tags: Json | undefined): Tags {
  const items = isObject(tags) && Array.isArray(tags.items) ? tags.items.filter((tag) => typeof tag === 'string') : [];
  return items.length ? { items, fingerprint: fingerprintOf(items) } : { fingerprint: fingerprintOf([]) };
}

export function newMetadata(metadata: Json | undefined): Metadata {
  const items = isObject(metadata) && Array.isArray(metadata.items) ? metadata.items : [];
  const kept = items.length ? { items: items as NonNullable<Metadata['items']> } : {};
  return { kind: 'compute#metadata', fingerprint: fingerprintOf(items), ...kept };
}

function schedulingOf(scheduling: Json | undefined): JsonObject {
  const given = isObject(scheduling) ? scheduling : {};
  const spot = given.preemptible === true || given.provisioningModel === 'SPOT';
  const defaults = { onHostMaintenance: spot ? 'TERMINATE' : 'MIGRATE', automaticRestart: !spot, preemptible: spot };
  return { ...defaults, provisioningModel: spot ? 'SPOT' : 'STANDARD', ...given };
}

function interfacesOf({ world, project, place, body }: InstanceInput): NetworkInterface[] {
  const list = Array.isArray(body.networkInterfaces) ? body.networkInterfaces.filter(isObject) : [];
  const region = place.replace(/\/zones\/(.*)-[^-]+$/, '/regions/$1');
  return (list.length ? list : [{}]).map((one, index) => {
    const network = one.network ?? `projects/${project}/global/networks/default`;
    const subnetwork = one.subnetwork ?? `${region}/subnetworks/default`;
    const access = Array.isArray(one.accessConfigs) ? one.accessConfigs.filter(isObject) : [];
    return {
      kind: 'compute#networkInterface',
      ...one,
      name: `nic${index}`,
      network: linkTo(readPath({ world, project, field: 'network' }, network, `projects/${project}/global/networks`)),
      subnetwork: linkTo(readPath({ world, project, field: 'subnetwork' }, subnetwork, `${region}/subnetworks`)),
      networkIP: typeof one.networkIP === 'string' ? one.networkIP : allocateAddress(world, true),
      ...(access.length ? { accessConfigs: access.map((config) => accessConfig(world, config)) } : {}),
      fingerprint: fingerprintOf([place, index]),
    };
  });
}

function accessConfig(world: World, config: JsonObject): JsonObject {
  const natIP = typeof config.natIP === 'string' && config.natIP ? config.natIP : allocateAddress(world, false);
  return {
    kind: 'compute#accessConfig',
    type: 'ONE_TO_ONE_NAT',
    name: 'External NAT',
    networkTier: 'PREMIUM',
    ...config,
    natIP,
  };
}
