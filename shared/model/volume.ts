import type { KubernetesNode, PersistentVolume } from './live.ts';
import { isZone, type Reference } from './reference.ts';

/** D-12: the volume that owns a disk. Old in-tree volumes know its name alone; names are free in another zone. */
export function ownerOf({ name, location }: Reference, volumes: PersistentVolume[]): PersistentVolume | undefined {
  return volumes.find(({ disk }) => disk?.name === name && (disk.zone ?? location) === location);
}

/** What the CSI driver takes in place of a zone: any; and for a volume that has a disk of the name in each. */
export const anyZone: readonly string[] = ['UNSPECIFIED', 'multi-zone'];

const ofDriver = /^kubernetes\.io\/csi\/pd\.csi\.storage\.gke\.io\^.*\/(?:zones|regions)\/([^/]+)\/disks\/([^/]+)$/;
const inTree = /^kubernetes\.io\/gce-pd\/([^/]+)$/;

/** D-12: the node whose kubelet has the disk in use, also as a volume that a pod names in place, without a PersistentVolume. */
export function userOf({ name, location }: Reference, nodes: KubernetesNode[]): KubernetesNode | undefined {
  const isThis = (volume: string, node: KubernetesNode) => {
    const [, zone = '', disk] = ofDriver.exec(volume) ?? [];
    if (disk !== undefined) return disk === name && (zone === location || anyZone.includes(zone));
    const isNear = !isZone(location) || (node.instance?.location ?? location) === location;
    return inTree.exec(volume)?.[1] === name && isNear;
  };
  return nodes.find((node) => node.volumesInUse.some((volume) => isThis(volume, node)));
}
