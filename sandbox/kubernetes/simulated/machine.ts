import type { AttachedDevice, Vm } from '../vm.ts';
import type { DiskContent, SimulatedDisks } from './disk-content.ts';

export interface Mount {
  path: string;
  device: AttachedDevice;
  fstype: string;
  options: string;
}

/** A block device as the node sees it. */
export interface BlockDevice {
  device: AttachedDevice;
  /** `/dev/sdb` */
  path: string;
  /** `8:16` */
  majorMinor: string;
  content: DiskContent;
}

/** One VM's device table, mounts and own files. A boot takes the mounts; a new VM begins with nothing. */
export class SimulatedMachine {
  readonly #disks: SimulatedDisks;
  /** Files on the boot disk. */
  readonly files = new Map<string, string>();
  /** Mount points that take no files while nothing is mounted (D-10). */
  readonly lockedPaths = new Set<string>();
  /** Where `/dev/disk/by-id/google-NAME` leads when it is stale: to the device of another name. */
  readonly staleLinks = new Map<string, string>();
  /** Who keeps a path busy, as `umount` would be told. */
  readonly users = new Map<string, string>();
  mounts: Mount[] = [];
  vm: Vm;
  bootID: string;

  constructor(disks: SimulatedDisks, vm: Vm, bootID: string) {
    this.#disks = disks;
    this.vm = vm;
    this.bootID = bootID;
  }

  /**
   * What was mounted read-write is not cleanly unmounted, and on container-optimised OS nothing is mounted again; where
   * there is an fstab, what the VM still has is, before any pod starts.
   */
  boot(vm: Vm, bootID: string, hasFstab: boolean): void {
    const inFstab = hasFstab ? this.mounts : [];
    this.crash();
    this.vm = vm;
    this.bootID = bootID;
    this.mounts = inFstab.filter(({ device }) => vm.disks.some(({ diskId }) => diskId === device.diskId));
  }

  crash(): void {
    for (const { device, options } of this.mounts)
      if (options.startsWith('rw')) this.#disks.contentOf(device).isDirty = true;
    this.mounts = [];
    this.lockedPaths.clear();
    this.users.clear();
  }

  /** A disk that went away while mounted leaves its mount behind, as the kernel does. */
  find(deviceName: string): BlockDevice | undefined {
    const name = this.staleLinks.get(deviceName) ?? deviceName;
    const index = this.vm.disks.findIndex((device) => device.deviceName === name);
    const device = this.vm.disks[index];
    return device && { ...namesOf(index), device, content: this.#disks.contentOf(device) };
  }

  at(path: string): Mount | undefined {
    return this.mounts.findLast((mount) => mount.path === path);
  }

  write(path: string, text: string): void {
    const mount = this.#holding(path);
    if (!mount) {
      this.#writeOwn(path, text);
      return;
    }
    if (!mount.options.startsWith('rw')) throw new Error(`\`${path}\`: read-only file system`);
    this.#disks.contentOf(mount.device).files.set(path.slice(mount.path.length), text);
  }

  read(path: string): string | undefined {
    const mount = this.#holding(path);
    return mount ? this.#disks.contentOf(mount.device).files.get(path.slice(mount.path.length)) : this.files.get(path);
  }

  /** The node's own files under a path: what a mount there would hide. */
  ownFilesUnder(path: string): string[] {
    return [...this.files.keys()]
      .filter((file) => file.startsWith(`${path}/`))
      .map((file) => file.slice(path.length + 1));
  }

  #writeOwn(path: string, text: string): void {
    const locked = [...this.lockedPaths].find((one) => path.startsWith(`${one}/`));
    if (locked) throw new Error(`\`${path}\`: operation not permitted, nothing is mounted at \`${locked}\``);
    this.files.set(path, text);
  }

  #holding(path: string): Mount | undefined {
    return this.mounts.findLast((mount) => path.startsWith(`${mount.path}/`));
  }
}

function namesOf(index: number): { path: string; majorMinor: string } {
  return { path: `/dev/sd${String.fromCharCode(97 + index)}`, majorMinor: `8:${16 * index}` };
}
