import type { Runtime } from '../../shared/runtime.ts';
import { Agenda } from '../compute/agenda.ts';
import type { ComputeEvent, InstanceEvent } from '../compute/event.ts';
import type { JsonObject } from '../compute/json.ts';
import type { Instance } from '../compute/kinds.ts';
import type { ClusterPlace } from '../logging/entry/kubernetes.ts';
import type { Logging } from '../logging/logging.ts';
import type { Handler } from './hosts.ts';
import { conditionsOf, nodeOf } from './node-object.ts';

export interface NodeLifecycleOptions {
  runtime: Runtime;
  cluster: ClusterPlace;
  /** The API server the nodes register with. */
  handle: Handler;
  logging: Logging;
  /** Whether a VM is a node of this cluster. */
  isNode(instance: Instance): boolean;
  /** Whether a VM of that path is there now. */
  isThere(path: string): boolean;
  /** From a VM that runs to its Node, and from there to Ready. */
  registerSeconds?: number;
  readySeconds?: number;
  /** Until the control plane gives up on a kubelet that is silent, and until it deletes the Node of a VM that is gone. */
  silenceSeconds?: number;
  deleteSeconds?: number;
}

/** Nodes register after their VM runs, become Ready, and leave after it is gone, as kubelets and controllers would. */
export class NodeLifecycle {
  readonly #options: NodeLifecycleOptions;
  readonly #agenda: Agenda;
  /** The id of the VM that bears a name now. */
  readonly #present = new Map<string, string>();
  readonly #running = new Set<string>();

  constructor(options: NodeLifecycleOptions) {
    this.#options = options;
    this.#agenda = new Agenda(options.runtime);
  }

  take(event: ComputeEvent): void {
    if (event.type !== 'instance' || event.project !== this.#options.cluster.project) return;
    if (!this.#options.isNode(event.instance)) return;
    if (event.to === undefined || !this.#options.isThere(event.resource)) this.#leave(event);
    else if (event.to === 'RUNNING') this.#join(event);
    else this.#fallSilent(event);
  }

  close(): void {
    this.#agenda.close();
  }

  #join({ project, instance }: InstanceEvent): void {
    const { registerSeconds = 15, readySeconds = 10 } = this.#options;
    const { name, id } = instance;
    this.#present.set(name, id);
    this.#running.add(name);
    const isStill = () => this.#present.get(name) === id && this.#running.has(name);
    this.#agenda.after(registerSeconds, () => {
      if (isStill()) void this.#register(nodeOf(instance, project, this.#options.runtime));
    });
    this.#agenda.after(registerSeconds + readySeconds, () => {
      if (isStill()) void this.#report(name, true);
    });
  }

  #fallSilent({ instance: { name, id }, to }: InstanceEvent): void {
    this.#present.set(name, id);
    this.#running.delete(name);
    if (to === 'PROVISIONING' || to === 'STAGING') return;
    this.#agenda.after(this.#options.silenceSeconds ?? 40, () => {
      if (this.#present.get(name) === id && !this.#running.has(name)) void this.#report(name, false);
    });
  }

  #leave({ instance: { name, id } }: InstanceEvent): void {
    if (this.#present.get(name) === id) this.#present.delete(name);
    this.#running.delete(name);
    this.#agenda.after(this.#options.deleteSeconds ?? 10, () => {
      if (!this.#present.has(name)) void this.#delete(name);
    });
  }

  /** A VM that comes back under its name finds its Node still there, and writes a new boot id and provider id into it. */
  async #register(node: JsonObject & { metadata: JsonObject & { name: string } }): Promise<void> {
    const { name } = node.metadata;
    const created = await this.#send('POST', '/api/v1/nodes', node);
    if (created.status === 409) await this.#send('PATCH', `/api/v1/nodes/${name}`, { metadata: node.metadata });
    await this.#send('PATCH', `/api/v1/nodes/${name}/status`, { status: node.status });
    if (created.status !== 201) return;
    this.#log('create', name, `system:node:${name}`, node);
    this.#tell(name, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
  }

  async #report(name: string, isReady: boolean): Promise<void> {
    const conditions = conditionsOf(isReady ? 'True' : 'Unknown', this.#agenda.now());
    const answer = await this.#send('PATCH', `/api/v1/nodes/${name}/status`, { status: { conditions } });
    if (!answer.ok) return;
    const reason = isReady ? 'NodeReady' : 'NodeNotReady';
    this.#tell(name, reason, `Node ${name} status is now: ${reason}`);
  }

  async #delete(name: string): Promise<void> {
    const because = `Deleting Node ${name} because it's not present according to cloud provider`;
    const answer = await this.#send('DELETE', `/api/v1/nodes/${name}`);
    if (!answer.ok) return;
    this.#tell(name, 'DeletingNode', because);
    this.#log('delete', name, 'system:serviceaccount:kube-system:node-controller', {
      kind: 'Status',
      status: 'Success',
    });
    this.#tell(name, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
  }

  #log(verb: 'create' | 'delete', node: string, principal: string, response: JsonObject): void {
    this.#options.logging.takeNodeCall({ ...this.#options.cluster, verb, node, principal, response });
  }

  #tell(node: string, reason: string, message: string): void {
    this.#options.logging.takeNodeEvent({ ...this.#options.cluster, node, reason, message });
  }

  #send(method: string, path: string, body?: JsonObject): Promise<Response> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const init = { method, headers: { 'content-type': type }, ...(body ? { body: JSON.stringify(body) } : {}) };
    return this.#options.handle(new Request(`http://kubernetes${path}`, init));
  }
}
