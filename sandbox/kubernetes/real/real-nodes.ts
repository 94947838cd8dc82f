import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountCommand } from '../../../shared/mount/job.ts';
import type { RunningNode } from '../controllers/node-keeper.ts';
import type { ContainerEnd, ContainerRun, NodeRunner } from '../node-runner.ts';
import { RealMachine } from './real-machine.ts';

/** What leads into the node; here the node is a mount namespace, and the shell after these words is run in it. */
const wayIn = mountCommand.slice(0, mountCommand.indexOf('/bin/sh'));

/** Nodes that really mount: the script of the mount Job runs as it is, on loop devices, as root on Linux only. */
export class RealNodes implements NodeRunner {
  /** The contents of the disks, by the id of the disk; they outlive every node. */
  readonly folder = mkdtempSync(join(tmpdir(), 'underpin-disks-'));
  readonly #find: (name: string) => RunningNode | undefined;
  readonly #machines = new Map<string, Promise<RealMachine>>();

  readonly #fill: (image: string) => void;

  /** `fill` writes into the image of a disk that is seen for the first time; blank when absent. */
  constructor(find: (name: string) => RunningNode | undefined, fill: (image: string) => void = () => undefined) {
    this.#find = find;
    this.#fill = fill;
  }

  async run({ node, container }: ContainerRun): Promise<ContainerEnd> {
    const words = [container.command, container.args].flat().filter((word) => typeof word === 'string');
    if (!wayIn.every((word, index) => words[index] === word)) return { exitCode: 0, log: '' };
    const machine = await this.machine(node);
    const { status, stdout, stderr } = await machine.run(words.slice(wayIn.length));
    return { exitCode: status ?? 137, log: `${stderr}${stdout}` };
  }

  /** The machine behind a node, with the disks its VM has now; a new boot or another VM begins with no mounts. */
  async machine(name: string): Promise<RealMachine> {
    const node = this.#find(name);
    if (!node) throw new Error(`no VM of the name \`${name}\` runs`);
    const known = await this.#machines.get(name);
    const isStale = known !== undefined && known.bootID !== node.bootID;
    if (isStale) await this.#forget(name, known);
    const machine = await (this.#machines.get(name) ?? this.#boot(name, node));
    machine.follow(node.vm.disks, this.folder, this.#fill);
    return machine;
  }

  async stop(): Promise<void> {
    for (const [name, machine] of this.#machines) await this.#forget(name, await machine);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #boot(name: string, node: RunningNode): Promise<RealMachine> {
    const machine = RealMachine.boot(node);
    this.#machines.set(name, machine);
    return machine;
  }

  async #forget(name: string, machine: RealMachine): Promise<void> {
    this.#machines.delete(name);
    await machine.stop();
  }
}
