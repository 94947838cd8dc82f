/** What is asked of the mount Job; every string is checked by pattern before it comes near a shell. */
export interface MountRequest {
  disk: string;
  deviceName: string;
  node: string;
  mountPath: string;
  filesystem: 'ext4' | 'xfs';
  mode: 'READ_WRITE' | 'READ_ONLY';
  options: string[];
  sizeBytes: number;
  /** What the device must say of itself (D-07). */
  serial: string;
  formatIfBlank: boolean;
  /** D-06: Compute Engine shows that the disk never held anything. */
  neverHeldData: boolean;
  /** Of the last known mount; another UUID is another filesystem (D-08). */
  expectedUuid: string | null;
}

export type MountVerb = 'mount' | 'unmount';

/** What the script saw and did on the node, and proved afterwards (D-15). */
export interface MountDone {
  ok: true;
  verb: MountVerb;
  disk: string;
  path: string;
  /** Of the filesystem; `null` after an unmount that found nothing mounted. */
  uuid: string | null;
  /** As in mountinfo: `/dev/sdb`. */
  source: string | null;
  /** `8:16` */
  majorMinor: string | null;
  fstype: string | null;
  /** As mountinfo has them. */
  options: string | null;
  /** Another bootID later means that the mount is gone. */
  bootID: string;
  sizeBytes: number | null;
  formatted: boolean;
  resized: boolean;
  /** Exit status of fsck; `null` where none ran: read-only, xfs, already mounted. */
  fsck: number | null;
  /** It was already as wanted before the script began. */
  already: boolean;
  /** How the mount point is kept from being filled while the disk is away (D-10). */
  mountPoint: 'immutable' | 'guarded' | 'absent' | 'unknown';
  /** `none`: /etc does not outlive the boot, or nothing to write. `conflict`: somebody else's line names this path. */
  fstab: 'written' | 'kept' | 'removed' | 'none' | 'conflict';
  /** What went otherwise than hoped and does not keep the data away. */
  notes: string;
}

/**
 * blocked: a fact forbids it, nothing was changed, a person must look. failed: a step did not work. waiting: the
 * device is not there yet, or still in use.
 */
export interface MountNotDone {
  ok: false;
  verb: MountVerb | null;
  disk: string | null;
  outcome: 'blocked' | 'failed' | 'waiting';
  /** Such as `partition-table`; `no-result` when the log holds none. */
  code: string;
  /** Words a person can act on. */
  why: string;
  bootID: string | null;
}

export type MountResult = MountDone | MountNotDone;
