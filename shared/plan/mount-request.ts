import type { MountRequest } from '../model/mount.ts';
import type { MountRecord } from '../model/mount-record.ts';
import type { DeclaredDisk } from './declared-disk.ts';

interface Mounting {
  node: string;
  deviceName: string;
  record: MountRecord | null;
  /** The same plan attaches it before. */
  isFirst?: boolean;
}

/**
 * D-06: the proof that a disk never held anything is gone with its first attachment, so formatting is only ever asked
 * for in the plan that also attaches the disk.
 */
export function mountRequestOf(
  { disk, found, reference }: DeclaredDisk,
  { node, deviceName, record, isFirst = false }: Mounting,
): MountRequest {
  const neverHeldData = isFirst && found !== null && !found.mayHoldData;
  return {
    disk: reference.name,
    deviceName,
    node,
    mountPath: disk.mountPath,
    filesystem: disk.filesystem,
    mode: disk.mode,
    options: disk.options,
    sizeBytes: (found?.sizeGb ?? 0) * 2 ** 30,
    // Compute Engine's devices call themselves by the device name of the attachment.
    serial: deviceName,
    formatIfBlank: disk.formatIfBlank,
    neverHeldData,
    // What a node was told of is then the disk that had the name before.
    expectedUuid: neverHeldData ? null : (record?.uuid ?? null),
  };
}

/** Whether the first mount will have to format it. */
export function needsFormat({ disk, found }: DeclaredDisk): boolean {
  return disk.formatIfBlank && found !== null && !found.mayHoldData;
}
