import type { PersistentVolume } from './live.ts';
import type { Reference } from './reference.ts';

/** D-12: the volume that owns a disk. Old in-tree volumes know its name alone; names are free in another zone. */
export function ownerOf({ name, location }: Reference, volumes: PersistentVolume[]): PersistentVolume | undefined {
  return volumes.find(({ disk }) => disk?.name === name && (disk.zone ?? location) === location);
}
