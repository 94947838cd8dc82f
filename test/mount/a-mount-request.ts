import type { MountRequest } from '../../shared/model/mount.ts';

export const mebibyte = 2 ** 20;

export function aMountRequest(changes: Partial<MountRequest> = {}): MountRequest {
  return {
    disk: 'foodata',
    deviceName: 'foodata',
    node: 'k8s-home-node-x7k2',
    mountPath: '/mnt/foodata',
    filesystem: 'ext4',
    mode: 'READ_WRITE',
    options: ['defaults', 'discard'],
    sizeBytes: 32 * mebibyte,
    serial: 'foodata',
    formatIfBlank: false,
    neverHeldData: false,
    expectedUuid: null,
    ...changes,
  };
}
