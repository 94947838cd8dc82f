import { spawnSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import {
  type Attachment,
  isInstalled,
  LoopDevice,
  whyNoLoopDevices,
} from '../../sandbox/kubernetes/real/loop-device.ts';
import { type Ended, NodeNamespace } from '../../sandbox/kubernetes/real/node-namespace.ts';
import type { MountDone, MountNotDone, MountRequest, MountVerb } from '../../shared/model/mount.ts';
import { scriptArguments } from '../../shared/mount/arguments.ts';
import { readMountResult } from '../../shared/mount/result.ts';
import { readMountScript } from '../../shared/mount/script.ts';
import { aMountRequest, mebibyte } from './a-mount-request.ts';

/** The shells of Ubuntu and of the smallest nodes, as far as this machine has them. */
const known = [['dash'], ['busybox', 'ash']].filter(([tool = '']) => isInstalled(tool));
const shells: readonly string[][] = known.length > 0 ? known : [['sh']];

const whyNot = whyNoLoopDevices();

type Body = (t: ExecutionContext, node: TestNode) => void | Promise<void>;

let turn = 0;

/** On real loop devices, in one shell after the other; elsewhere skipped, with the reason in the title. */
export function loopTest(title: string, body: Body, tools: readonly string[] = []): void {
  loopTestIn(shells[turn++ % shells.length] ?? ['sh'], [title, body, tools]);
}

/** The same in each shell: for those that between them walk through every line of the script. */
export function loopTestInEach(title: string, body: Body, tools: readonly string[] = []): void {
  for (const shell of shells) loopTestIn(shell, [title, body, tools]);
}

function loopTestIn(shell: readonly string[], [title, body, tools]: [string, Body, readonly string[]]): void {
  const missing = tools.filter((tool) => !isInstalled(tool));
  const why = whyNot ?? (missing.length > 0 ? `${missing.join(', ')} not installed` : undefined);
  const name = `${title} [${shell.at(-1)}]`;
  if (why) return void test.skip(`${name} (skipped: ${why})`, (t) => t.fail());
  test.serial(name, async (t) => {
    t.timeout(120_000);
    const node = await TestNode.start(shell);
    t.teardown(() => node.stop());
    await body(t, node);
  });
}

/** A node with real mounts, and the mount script run on it as its Job does. */
export class TestNode {
  readonly files: NodeNamespace;
  readonly #shell: readonly string[];
  readonly #devices: LoopDevice[] = [];

  static async start(shell: readonly string[]): Promise<TestNode> {
    return new TestNode(await NodeNamespace.start(), shell);
  }

  private constructor(files: NodeNamespace, shell: readonly string[]) {
    this.files = files;
    this.#shell = shell;
  }

  /** A sparse file; `make` is a shell command on `$1`, its path. */
  image(name = 'foodata', mebibytes = 32, make?: string): string {
    const path = join(this.files.folder, `${name}.img`);
    writeFileSync(path, '');
    truncateSync(path, mebibytes * mebibyte);
    if (make === undefined) return path;
    const { status, stderr } = spawnSync('sh', ['-ec', `PATH=$PATH:/usr/sbin:/sbin; ${make}`, 'sh', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`\`${make}\` ended with ${status}: ${stderr}`);
    return path;
  }

  attach(image: string, changes: Partial<Attachment> = {}): LoopDevice {
    const device = new LoopDevice(this.files, { image, deviceName: 'foodata', ...changes });
    this.#devices.push(device);
    return device;
  }

  run(verb: MountVerb, changes: Partial<MountRequest> = {}, prefix: readonly string[] = []): Ended {
    const args = scriptArguments(aMountRequest(changes)).map((text) => text.replace('seconds=30', 'seconds=1'));
    return this.files.run([...prefix, ...this.#shell, '-c', readMountScript(), 'underpin', verb, ...args]);
  }

  shell(script: string): string {
    return this.files.shell(script);
  }

  async stop(): Promise<void> {
    await this.files.stop();
    for (const device of this.#devices) device.release();
  }
}

export function mounts(t: ExecutionContext, node: TestNode, changes: Partial<MountRequest> = {}): MountDone {
  return succeeds(t, node.run('mount', changes));
}

export function unmounts(t: ExecutionContext, node: TestNode, changes: Partial<MountRequest> = {}): MountDone {
  return succeeds(t, node.run('unmount', changes));
}

export function succeeds(t: ExecutionContext, ended: Ended): MountDone {
  const result = readOnlyLine(t, ended);
  if (!result.ok) throw new Error(`${result.code}: ${result.why}`);
  t.is(ended.status, 0);
  return result;
}

/** Not done, told with this code in words that match. */
export function refuses(t: ExecutionContext, ended: Ended, [code, words]: [string, RegExp]): MountNotDone {
  const result = readOnlyLine(t, ended);
  if (result.ok) throw new Error(`done, though \`${code}\` was expected: ${ended.stdout}`);
  t.is(result.code, code, result.why);
  t.regex(result.why, words);
  t.is(ended.status, { blocked: 3, failed: 4, waiting: 5 }[result.outcome]);
  return result;
}

export function checksum(path: string): number {
  return crc32(readFileSync(path));
}

function readOnlyLine(t: ExecutionContext, { stdout, stderr }: Ended) {
  t.is(stderr, '');
  t.regex(stdout, /^\{.*\}\n$/, 'exactly one line');
  return readMountResult(stdout);
}
