import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { NodeNamespace } from './node-namespace.ts';

export interface Attachment {
  image: string;
  deviceName: string;
  /** What the device says of itself on SCSI page 0x83; default: the device name, as on Compute Engine. */
  serial?: string;
  readOnly?: boolean;
}

/** `undefined` where a private mount namespace and loop devices can be had. */
export function whyNoLoopDevices(): string | undefined {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`;
  if (process.getuid?.() !== 0) return 'not run as root';
  const missing = ['unshare', 'nsenter', 'losetup', 'mkfs.ext4', 'blkid'].filter((tool) => !isInstalled(tool));
  if (missing.length > 0) return `${missing.join(', ')} not installed`;
  if (!existsSync('/dev/loop-control')) return 'there is no /dev/loop-control';
  const trial = spawnSync('unshare', ['--mount', '--propagation', 'private', 'true']);
  return trial.status === 0 ? undefined : 'a mount namespace of its own is not allowed';
}

export function isInstalled(tool: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, tool)));
}

/** A file as a disk on one node: device, link and SCSI page as the node of a real VM has them. */
export class LoopDevice {
  /** `loop3` */
  readonly name: string;
  readonly #node: NodeNamespace;
  readonly #deviceName: string;
  #isReleased = false;

  constructor(node: NodeNamespace, attachment: Attachment) {
    const { image, deviceName, serial = deviceName, readOnly = false } = attachment;
    this.#node = node;
    this.#deviceName = deviceName;
    this.name = attachLoop(image, readOnly);
    this.#describe(serial);
    const [major, minor] = readFileSync(`/sys/block/${this.name}/dev`, 'utf8').trim().split(':');
    const link = `/dev/disk/by-id/google-${deviceName}`;
    node.shell(
      `rm -f /dev/${this.name}; mknod /dev/${this.name} b ${major} ${minor}; ln -sfn ../../${this.name} ${link}`,
    );
  }

  /** After the file has grown. */
  readSizeAgain(): void {
    spawnSync('losetup', ['-c', `/dev/${this.name}`]);
  }

  detach(): void {
    this.#node.shell(`rm -f /dev/disk/by-id/google-${this.#deviceName} /dev/${this.name}`);
    rmSync(join(this.#node.folder, 'block', this.name), { recursive: true, force: true });
    this.release();
  }

  /** The loop alone; for after the node has stopped. Once only: the number may be another's by then. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    spawnSync('losetup', ['-d', `/dev/${this.name}`]);
  }

  #describe(serial: string): void {
    const folder = join(this.#node.folder, 'block', this.name);
    mkdirSync(join(folder, 'device'), { recursive: true });
    for (const name of ['size', 'dev', 'ro', 'holders', 'diskseq']) {
      const real = `/sys/devices/virtual/block/${this.name}/${name}`;
      if (!existsSync(join(folder, name))) symlinkSync(real, join(folder, name));
    }
    writeFileSync(join(folder, 'device/vpd_pg83'), pageOf(serial));
  }
}

function attachLoop(image: string, readOnly: boolean): string {
  const { status, stdout, stderr } = spawnSync('losetup', ['-f', '--show', ...(readOnly ? ['-r'] : []), image], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`\`${image}\` got no loop device: ${stderr.trim()}`);
  return stdout.trim().replace('/dev/', '');
}

/** SCSI device identification: one T10 vendor designator, in ASCII, then one of another type, as Compute Engine has it. */
function pageOf(serial: string): Buffer {
  const vendor = Buffer.from(`Google  PersistentDisk  ${serial}`);
  const designators = [
    Buffer.from([2, 1, 0, vendor.length]),
    vendor,
    Buffer.from([1, 3, 0, 8, 0x50, 1, 2, 3, 4, 5, 6, 7]),
  ];
  const body = Buffer.concat(designators);
  return Buffer.concat([Buffer.from([0, 0x83, 0, body.length]), body]);
}
