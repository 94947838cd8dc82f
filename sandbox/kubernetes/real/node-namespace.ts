import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  /** `null` when a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * A node's own view of files: a private mount namespace with its own /dev, /etc, /run, /mnt and /sys/class/block, in
 * which real mounts of real devices are made and of which the machine sees nothing. Only as root on Linux.
 */
export class NodeNamespace {
  /** Its files: `etc`, `mnt`, `block`. */
  readonly folder: string;
  readonly #holder: ChildProcessWithoutNullStreams;

  /** With a bootID of its own, or the machine's. */
  static async start(bootID?: string): Promise<NodeNamespace> {
    const folder = mkdtempSync(join(tmpdir(), 'underpin-node-'));
    layOut(folder, bootID ?? readFileSync(bootIdPath, 'utf8').trim());
    // It lives until its standard input closes, so it never outlives this process.
    const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', setUp, 'node', folder]);
    const node = new NodeNamespace(folder, holder);
    await ready(holder);
    return node;
  }

  private constructor(folder: string, holder: ChildProcessWithoutNullStreams) {
    this.folder = folder;
    this.#holder = holder;
  }

  /** Runs a command with this node's files. */
  run(command: readonly string[]): Ended {
    const args = ['-t', String(this.#holder.pid), '-m', '--', ...command];
    const { status, stdout, stderr } = spawnSync('nsenter', args, { encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  /** The same, without holding up this process. */
  async runLater([tool = '', ...words]: readonly string[]): Promise<Ended> {
    const child = spawn('nsenter', ['-t', String(this.#holder.pid), '-m', '--', tool, ...words]);
    const texts = Promise.all([text(child.stdout), text(child.stderr)]);
    const [status] = await once(child, 'close');
    const [stdout, stderr] = await texts;
    return { status, stdout, stderr };
  }

  shell(script: string): string {
    const { status, stdout, stderr } = this.run(['sh', '-ec', script]);
    if (status !== 0) throw new Error(`\`${script}\` ended with ${status}: ${stderr}`);
    return stdout.trim();
  }

  async stop(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.kill('SIGKILL');
    await ended;
    spawnSync('chattr', ['-R', '-i', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Where it cannot be had, `unshare` or the first mount says why (whyNoLoopDevices, too). */
async function ready(holder: ChildProcessWithoutNullStreams): Promise<void> {
  const complaint = text(holder.stderr);
  const isReady = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'exit').then(() => false),
  ]);
  if (!isReady) throw new Error(`Real mounts are not possible here: ${await complaint}`);
}

const bootIdPath = '/proc/sys/kernel/random/boot_id';

const setUp = `
set -e
cd /
mount -t tmpfs -o size=1m tmpfs /dev
mknod -m 666 /dev/null c 1 3; mknod -m 666 /dev/zero c 1 5; mknod -m 666 /dev/full c 1 7
mknod -m 666 /dev/random c 1 8; mknod -m 666 /dev/urandom c 1 9
ln -s /proc/self/fd /dev/fd
mkdir -p /dev/disk/by-id
mount -t tmpfs -o size=4m tmpfs /run
mount --bind "$1/etc" /etc
mount --bind "$1/mnt" /mnt
mount --bind "$1/block" /sys/class/block
mount --bind "$1/boot_id" ${bootIdPath}
echo ready
exec cat >/dev/null
`;

function layOut(folder: string, bootID: string): void {
  writeFileSync(join(folder, 'boot_id'), `${bootID}\n`);
  for (const name of ['etc', 'mnt', 'block']) mkdirSync(join(folder, name));
  for (const name of ['mke2fs.conf', 'ld.so.cache', 'passwd', 'group']) {
    if (existsSync(`/etc/${name}`)) copyFileSync(`/etc/${name}`, join(folder, 'etc', name));
  }
  symlinkSync('/proc/mounts', join(folder, 'etc/mtab'));
  writeFileSync(join(folder, 'etc/fstab'), '# <file system> <mount point> <type> <options> <dump> <pass>\n');
}
