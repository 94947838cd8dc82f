/** A disk as its VM has it. */
export interface AttachedDevice {
  /** `projects/P/zones/Z/disks/D`. */
  source: string;
  /** Of the disk; another one under the same name is another disk. */
  diskId: string;
  deviceName: string;
  sizeBytes: number;
  mode: 'READ_WRITE' | 'READ_ONLY';
  boot: boolean;
}

/** A VM as far as a node on it is concerned. */
export interface Vm {
  project: string;
  zone: string;
  name: string;
  /** Changes with every creation (P-14). */
  id: string;
  machineType: string;
  labels: Readonly<Record<string, string>>;
  internalIp: string;
  externalIp: string | undefined;
  disks: readonly AttachedDevice[];
}

export interface VmListener {
  /** It has begun to run: created, started, or started again. */
  onVmRunning(vm: Vm): void;
  onVmStopped(vm: Vm): void;
  onVmGone(vm: Vm): void;
  onDisksChanged(vm: Vm): void;
}

/** Where VMs come from: the Compute Engine sandbox, or a test. */
export interface VmSource {
  /** Tells of those that run already, too. Returns what ends it. */
  listen(listener: VmListener): () => void;
}
