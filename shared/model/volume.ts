import type { KubernetesNode, PersistentVolume } from './live.ts';
import { isZone, type Reference } from './reference.ts';

type VolumeDisk = PersistentVolume['disk'];

/** D-12: the volume that owns a disk. */
export function ownerOf(disk: Reference, volumes: PersistentVolume[]): PersistentVolume | undefined {
  return volumes.find((volume) => isDisk(volume.disk, disk));
}

/** D-12: the node whose kubelet has the disk in use, also as a volume that a pod names in place, without a PersistentVolume. */
export function userOf(disk: Reference, nodes: KubernetesNode[]): KubernetesNode | undefined {
  return nodes.find((node) => node.volumesInUse.some((volume) => isDisk(diskInUse(volume, node, disk), disk)));
}

/** Old in-tree volumes know its name alone; names are free in another zone. */
function isDisk(one: VolumeDisk, { name, location }: Reference): boolean {
  return one?.name === name && (one.zone ?? location) === location;
}

/** What the CSI driver takes in place of a zone: any; and for a volume that has a disk of the name in each. */
const anyZone = ['UNSPECIFIED', 'multi-zone'];

/** `projects/P/zones/Z/disks/D` of the CSI driver. */
export function diskOfHandle(handle: string): VolumeDisk {
  const [, zone, name] = /\/(?:zones|regions)\/([^/]+)\/disks\/([^/]+)$/.exec(handle) ?? [];
  return name && zone ? { name, zone: anyZone.includes(zone) ? null : zone } : null;
}

/** By how a kubelet calls a volume: one of the driver by its handle, an old in-tree one by the name of the disk, which is near. */
function diskInUse(volume: string, { instance }: KubernetesNode, { location }: Reference): VolumeDisk {
  const [, handle] = /^kubernetes\.io\/csi\/pd\.csi\.storage\.gke\.io\^(.*)$/.exec(volume) ?? [];
  if (handle !== undefined) return diskOfHandle(handle);
  const [, name] = /^kubernetes\.io\/gce-pd\/([^/]+)$/.exec(volume) ?? [];
  return name ? { name, zone: isZone(location) ? (instance?.location ?? null) : null } : null;
}
