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
