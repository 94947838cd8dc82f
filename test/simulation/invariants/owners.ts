import type { KubernetesObject } from '../../../sandbox/kubernetes/object.ts';
import type { Watching } from '../invariant.ts';
import { type DiskShape, diskSourceOf } from '../shape.ts';
import type { View } from '../view.ts';

/** D-12: who brings a disk to its VM, if that is somebody else. */
export function bringerOf(watching: Watching, name: string, position = watching.view.position): string | undefined {
  const disk = watching.shape.disks.find((one) => one.name === name);
  return volumeOf(watching, name, position) ?? (disk && keeperOf(watching, disk, position));
}

/** Whose driver mounts it, too. */
export function volumeOf({ shape, view }: Watching, name: string, position = view.position): string | undefined {
  if (view.object('/persistentvolumes', `pv-${name}`, position)) return 'a PersistentVolume';
  const disk = shape.disks.find((one) => one.name === name);
  const { description = '', labels = {} } = (disk && view.resource('disks', diskSourceOf(disk), position)) ?? {};
  const isMarked = description.includes('kubernetes.io/created-for') || Object.keys(labels).some(isOfDriver);
  return isMarked ? 'a PersistentVolume, by its marks' : undefined;
}

/** Of the VM that has it; what nobody has it keeps for the next of its own. */
function keeperOf({ shape, view }: Watching, disk: DiskShape, position: number) {
  const source = diskSourceOf(disk);
  const holder = view.list('instances', position).find((vm) => vm.disks?.some((one) => one.source.endsWith(source)));
  const keepers = shape.groups.filter(({ keeps }) => keeps?.includes(disk.name));
  return keepers.find(({ name }) => (holder ? holder.name.startsWith(`${name}-`) : disk.group === name))?.name;
}

function isOfDriver(label: string): boolean {
  return label.startsWith('goog-k8s-');
}

/** What goes with an object when it is deleted. */
export function ownedBy(view: View, { metadata: { uid } }: KubernetesObject): KubernetesObject[] {
  const owned = ['apps/replicasets', '/pods']
    .flatMap((collection) => view.objects(collection))
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  return owned.flatMap((one) => [one, ...ownedBy(view, one)]);
}
