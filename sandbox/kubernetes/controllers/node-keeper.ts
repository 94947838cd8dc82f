import type { JsonObject } from '../../../shared/model/json.ts';
import { isSame, type KubernetesObject, objectAt, objectsAt } from '../object.ts';
import type { Vm, VmListener } from '../vm.ts';
import type { Clerk } from './clerk.ts';
import type { Delays } from './delays.ts';
import { newNode, nodeStatus, readyCondition } from './node-object.ts';

export interface RunningNode {
  vm: Vm;
  /** New with each boot. */
  bootID: string;
  /** Its kubelet works and reaches the API server. */
  isAlive: boolean;
}

/** Nodes that come, become Ready, fall silent and go with their VMs. */
export class NodeKeeper implements VmListener {
  readonly #clerk: Clerk;
  readonly #delays: Delays;
  readonly #running = new Map<string, RunningNode>();
  /** Told when a node boots, and when its VM is no more. */
  onBoot: (node: RunningNode) => void = () => undefined;

  constructor(clerk: Clerk, delays: Delays) {
    this.#clerk = clerk;
    this.#delays = delays;
  }

  /** A node that no VM is known of was put by hand, and works. */
  isAlive(name: string): boolean {
    return this.#running.get(name)?.isAlive ?? this.#clerk.get('nodes', undefined, name) !== undefined;
  }

  find(name: string): RunningNode | undefined {
    return this.#running.get(name);
  }

  onVmRunning(vm: Vm): void {
    const node = { vm, bootID: this.#clerk.world.runtime.uuid(), isAlive: false };
    this.#running.set(vm.name, node);
    this.onBoot(node);
    void this.#boot(node);
  }

  onVmStopped(vm: Vm): void {
    const node = this.#current(vm);
    if (node) this.#silence(node);
  }

  onVmGone(vm: Vm): void {
    const node = this.#current(vm);
    if (!node) return;
    node.isAlive = false;
    this.#running.delete(vm.name);
    void this.#clerk.world.runtime.sleep(this.#delays.nodeRemoved).then(() => this.#remove(vm));
  }

  onDisksChanged(vm: Vm): void {
    const node = this.#current(vm);
    if (node) node.vm = vm;
  }

  /** The VM runs on, yet its kubelet cannot be heard; or can again. */
  setReachable(name: string, isReachable: boolean): void {
    const node = this.#running.get(name);
    if (!node)
      throw new Error(
        `no VM of the name \`${name}\` runs; those that do: ${[...this.#running.keys()].join(', ') || 'none'}`,
      );
    if (!isReachable) {
      this.#silence(node);
      return;
    }
    if (node.isAlive) return;
    node.isAlive = true;
    this.#setReady(node, 'True');
  }

  #current(vm: Vm): RunningNode | undefined {
    const node = this.#running.get(vm.name);
    return node?.vm.id === vm.id ? node : undefined;
  }

  async #boot(node: RunningNode): Promise<void> {
    const { runtime } = this.#clerk.world;
    await runtime.sleep(this.#delays.nodeRegisters);
    if (!this.#isCurrent(node)) return;
    this.#register(node);
    await runtime.sleep(this.#delays.nodeReady);
    if (!this.#isCurrent(node)) return;
    node.isAlive = true;
    this.#setReady(node, 'True');
  }

  /** Neither stopped, nor replaced, nor started again since. */
  #isCurrent(node: RunningNode): boolean {
    return this.#running.get(node.vm.name) === node;
  }

  #register(node: RunningNode): void {
    const live = this.#live(node);
    if (!live) this.#clerk.create('nodes', newNode(node));
    const now = this.#live(node);
    if (now) this.#clerk.setStatus('nodes', now, nodeStatus(node, readyCondition('False', this.#clerk.now())));
  }

  #silence(node: RunningNode): void {
    node.isAlive = false;
    void this.#clerk.world.runtime.sleep(this.#delays.nodeNotReady).then(() => {
      if (this.#isCurrent(node) && !node.isAlive) this.#setReady(node, 'Unknown');
    });
  }

  #setReady(node: RunningNode, status: 'True' | 'Unknown'): void {
    const live = this.#live(node);
    if (!live) return;
    const conditions = objectsAt(live, 'status', 'conditions').filter((one) => one.type !== 'Ready');
    const next: JsonObject[] = [...conditions, readyCondition(status, this.#clerk.now())];
    if (!isSame(objectsAt(live, 'status', 'conditions'), next))
      this.#clerk.setStatus('nodes', live, { ...objectAt(live, 'status'), conditions: next });
  }

  #remove(vm: Vm): void {
    const live = this.#clerk.get('nodes', undefined, vm.name);
    if (live && !this.#running.has(vm.name)) this.#clerk.remove('nodes', live);
    else if (live && isOf(live, vm)) this.#clerk.remove('nodes', live);
  }

  #live(node: RunningNode): KubernetesObject | undefined {
    return this.#clerk.get('nodes', undefined, node.vm.name);
  }
}

function isOf(node: KubernetesObject, vm: Vm): boolean {
  return node.metadata.annotations?.['container.googleapis.com/instance_id'] === vm.id;
}
