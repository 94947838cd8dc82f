import type { Runtime } from '../../../shared/runtime.ts';
import type { RunningNode } from '../controllers/node-keeper.ts';
import type { ContainerEnd, ContainerRun, NodeRunner } from '../node-runner.ts';
import { type DiskContent, SimulatedDisks } from './disk-content.ts';
import { type Mount, SimulatedMachine } from './machine.ts';
import { mount, unmount } from './mount.ts';
import { type MountCall, readMountCall } from './mount-call.ts';
import { exitCodes, NotDone } from './not-done.ts';

/** How long a simulated script takes. */
const scriptMilliseconds = 1500;

/** What a script did, for whoever looks on: the machine as it was, and as it is. */
export interface ScriptRun {
  call: MountCall;
  machine: SimulatedMachine;
  mountsBefore: readonly Mount[];
  contentBefore: DiskContent | undefined;
  ok: boolean;
}

/** The insides of all nodes: a device table each, and what their containers do to it. */
export class SimulatedNodes implements NodeRunner {
  readonly disks = new SimulatedDisks();
  /** Their /etc outlives a boot, as on Ubuntu: what was mounted is mounted again. */
  hasFstab = false;
  /** Told of every attempt of the mount script. */
  onScript: ((run: ScriptRun) => void) | undefined;
  readonly #runtime: Runtime;
  readonly #find: (name: string) => RunningNode | undefined;
  readonly #machines = new Map<string, SimulatedMachine>();

  constructor(runtime: Runtime, find: (name: string) => RunningNode | undefined) {
    this.#runtime = runtime;
    this.#find = find;
  }

  /** The machine behind a node; throws when no VM of that name runs. */
  machine(name: string): SimulatedMachine {
    const node = this.#find(name);
    if (!node) throw new Error(`no VM of the name \`${name}\` runs`);
    return this.#machineOf(node);
  }

  /** A text on whatever disk the path is on just now. */
  write(node: string, path: string, text: string): void {
    this.machine(node).write(path, text);
  }

  read(node: string, path: string): string | undefined {
    return this.machine(node).read(path);
  }

  boot(node: RunningNode): void {
    for (const machine of this.#machines.values())
      if (machine.vm.name === node.vm.name && machine.vm.id !== node.vm.id) machine.crash();
    this.#machineOf(node);
  }

  async run({ node, container }: ContainerRun): Promise<ContainerEnd> {
    const call = readMountCall(container);
    if (!call) return { exitCode: 0, log: '' };
    const bootID = this.#find(node)?.bootID;
    await this.#runtime.sleep(scriptMilliseconds);
    let end = this.#attempt(call, { node, bootID });
    for (let waited = 0; waited < call.waitSeconds && lacksDevice(end); waited++) {
      await this.#runtime.sleep(1000);
      end = this.#attempt(call, { node, bootID });
    }
    return end;
  }

  /** A boot ends whatever was at work, and its word is lost. */
  #attempt(call: MountCall, { node, bootID }: { node: string; bootID: string | undefined }): ContainerEnd {
    const running = this.#find(node);
    if (!running || running.bootID !== bootID) return { exitCode: 137, log: '' };
    const machine = this.#machineOf(running);
    const content = machine.find(call.deviceName)?.content;
    const before = { mountsBefore: [...machine.mounts], contentBefore: content && { ...content } };
    const end = this.#run(machine, call);
    this.onScript?.({ call, machine, ...before, ok: end.exitCode === 0 });
    return end;
  }

  #run(machine: SimulatedMachine, call: MountCall): ContainerEnd {
    try {
      const line = call.verb === 'unmount' ? unmount(machine, call) : mount(machine, call, () => this.#runtime.uuid());
      return { exitCode: 0, log: `${JSON.stringify(line)}\n` };
    } catch (error) {
      if (!(error instanceof NotDone)) throw error;
      const { outcome, code, message } = error;
      const line = { ok: false, verb: call.verb, disk: call.disk, outcome, code, why: message, bootID: machine.bootID };
      return { exitCode: exitCodes[outcome], log: `${JSON.stringify(line)}\n` };
    }
  }

  #machineOf({ vm, bootID }: RunningNode): SimulatedMachine {
    const key = `${vm.project}/${vm.zone}/${vm.id}`;
    const machine = this.#machines.get(key) ?? new SimulatedMachine(this.disks, vm, bootID);
    this.#machines.set(key, machine);
    if (machine.bootID !== bootID) machine.boot(vm, bootID, this.hasFstab);
    machine.vm = vm;
    return machine;
  }
}

function lacksDevice({ exitCode, log }: ContainerEnd): boolean {
  return exitCode === exitCodes.waiting && log.includes('"no-device"');
}
