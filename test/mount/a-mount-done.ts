import type { MountDone } from '../../shared/model/mount.ts';

export function aMountDone(changes: Partial<MountDone> = {}): MountDone {
  return {
    ok: true,
    verb: 'mount',
    disk: 'foodata',
    path: '/mnt/foodata',
    uuid: 'the-uuid',
    source: '/dev/sdb',
    majorMinor: '8:16',
    fstype: 'ext4',
    options: 'rw',
    bootID: 'the-boot',
    sizeBytes: 1,
    formatted: false,
    resized: false,
    fsck: 0,
    already: false,
    mountPoint: 'immutable',
    fstab: 'none',
    notes: '',
    ...changes,
  };
}
