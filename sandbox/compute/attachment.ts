import type { AttachedDisk, Disk, Instance } from './kinds.ts';
import { lastSegment, pathOf } from './link.ts';
import { attachLimit } from './machine-type.ts';
import { refusal } from './refusal.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

export interface Attachment {
  instance: Instance;
  disk: Disk;
  deviceName: string;
  mode: string;
  autoDelete: boolean;
  boot: boolean;
}

/** What forbids an attachment: a holder, another zone, a mode, a name, the limit of the machine type. */
export function requireAttachable({ instance, disk, deviceName, mode }: Attachment): void {
  requireSameZone(instance, disk);
  if (disk.status !== 'READY') throw refusal.notReady(pathOf(disk.selfLink));
  const [user] = disk.users ?? [];
  const shared = mode === 'READ_ONLY' && disk.users?.every((one) => one !== instance.selfLink);
  if (user && !shared) throw refusal.inUse(pathOf(disk.selfLink), pathOf(user));
  if (instance.disks?.some((one) => one.deviceName === deviceName)) {
    throw refusal.invalid(
      'resource.deviceName',
      deviceName,
      'The device name is already in use by another disk of the instance.',
    );
  }
  const limit = attachLimit(instance.machineType) + 1;
  if ((instance.disks?.length ?? 0) >= limit) {
    throw refusal.limitExceeded(
      `Exceeded limit 'maximum_persistent_disks' on resource '${instance.name}'. Limit: ${limit}.0`,
    );
  }
}

/** A disk that somebody may write to is nobody else's, not even to read. */
export function requireSharable(world: World, { disk, mode }: Attachment): void {
  if (mode !== 'READ_ONLY') return;
  const writer = (disk.users ?? []).find((user) => {
    const holder = world.store.read('instances', pathOf(user));
    return holder?.disks?.some((one) => one.source === disk.selfLink && one.mode !== 'READ_ONLY');
  });
  if (writer) throw refusal.inUse(pathOf(disk.selfLink), pathOf(writer));
}

/** A zonal disk goes to VMs of its zone only, a regional one to VMs of its replica zones (D-03). */
function requireSameZone(instance: Instance, disk: Disk): void {
  const zones = disk.zone ? [disk.zone] : (disk.replicaZones ?? []);
  if (zones.includes(instance.zone)) return;
  const where = zones.map(lastSegment).join(', ');
  const words = `The disk '${pathOf(disk.selfLink)}' (${where}) and the instance '${pathOf(instance.selfLink)}' are not in the same zone.`;
  throw refusal.invalidUsage(words);
}

export function attach(world: World, { instance, disk, ...rest }: Attachment): void {
  const attached = attachedDisk(instance, disk, rest);
  world.store.change('instances', pathOf(instance.selfLink), (one) => withDisks(one, [...(one.disks ?? []), attached]));
  world.store.change('disks', pathOf(disk.selfLink), (one) => ({
    ...one,
    users: [...(one.users ?? []), instance.selfLink],
    lastAttachTimestamp: timestampOf(world.agenda.now()),
  }));
}

export function attachedDisk(
  instance: Pick<Instance, 'disks'>,
  disk: Disk,
  { deviceName, mode, autoDelete, boot }: Omit<Attachment, 'instance' | 'disk'>,
): AttachedDisk {
  const taken = new Set(instance.disks?.map((one) => one.index));
  const index = [...taken, 0].findIndex((_, candidate) => !taken.has(candidate));
  return {
    kind: 'compute#attachedDisk',
    index,
    type: 'PERSISTENT',
    mode,
    source: disk.selfLink,
    deviceName,
    boot,
    autoDelete,
    interface: 'SCSI',
    diskSizeGb: disk.sizeGb,
  };
}

export function detach(world: World, instanceLink: string, source: string): void {
  world.store.change('instances', pathOf(instanceLink), (one) =>
    withDisks(
      one,
      (one.disks ?? []).filter((disk) => disk.source !== source),
    ),
  );
  releaseDisk(world, source, instanceLink);
}

/** The disk has one user less and knows when it lost it. */
export function releaseDisk(world: World, source: string, instanceLink: string): void {
  world.store.change('disks', pathOf(source), ({ users = [], ...disk }) => {
    const left = users.filter((user) => user !== instanceLink);
    return { ...disk, ...(left.length ? { users: left } : {}), lastDetachTimestamp: timestampOf(world.agenda.now()) };
  });
}

function withDisks({ disks: _, ...instance }: Instance, disks: AttachedDisk[]): Instance {
  return disks.length ? { ...instance, disks } : instance;
}

export function freeDeviceName({ disks = [] }: Pick<Instance, 'disks'>): string {
  const names = new Set(disks.map((disk) => disk.deviceName));
  for (let index = 0; ; index += 1) if (!names.has(`persistent-disk-${index}`)) return `persistent-disk-${index}`;
}
