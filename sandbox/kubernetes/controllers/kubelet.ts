import type { JsonObject } from '../../../shared/model/json.ts';
import type { NodeRunner } from '../node-runner.ts';
import { type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Delays } from './delays.ts';
import { matchesNode } from './eligible.ts';
import type { Controller } from './loop.ts';
import type { NodeKeeper } from './node-keeper.ts';
import { endedStatus, runningStatus } from './pod-status.ts';

export interface KubeletParts {
  clerk: Clerk;
  delays: Delays;
  nodes: NodeKeeper;
  runner: NodeRunner;
  logs: Map<string, string>;
}

/** A kubelet looks at the node's labels again with every start: a pod that no longer belongs there ends as Failed. */
function refusedStatus(pod: KubernetesObject, at: string): JsonObject {
  const status = endedStatus(pod, { exitCode: 1, at });
  const message = "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
  return { ...status, reason: 'NodeAffinity', message };
}

function podLike(pod: KubernetesObject): { spec: JsonObject } {
  return { spec: objectAt(pod, 'spec') };
}

/** All kubelets: they start pods, run to the end what has one, start again after a boot, and let pods go. */
export class Kubelet implements Controller {
  readonly watches = ['/pods', '/nodes'];
  readonly #parts: KubeletParts;
  /** What is under way, by the pod's uid. */
  readonly #busy = new Set<string>();
  /** The boot in which a pod was started. */
  readonly #startedIn = new Map<string, string | undefined>();
  #addresses = 1;

  constructor(parts: KubeletParts) {
    this.#parts = parts;
  }

  reconcile(): void {
    for (const pod of this.#parts.clerk.list('pods')) this.#look(pod);
  }

  #look(pod: KubernetesObject): void {
    const node = textAt(pod, 'spec', 'nodeName');
    const { uid = '' } = pod.metadata;
    if (!node || this.#busy.has(uid) || !this.#parts.nodes.isAlive(node)) return;
    if (pod.metadata.deletionTimestamp) {
      this.#after(this.#parts.delays.podEnds, pod, (live) => this.#end(live));
      return;
    }
    const phase = textAt(pod, 'status', 'phase');
    const bootID = this.#parts.nodes.find(node)?.bootID;
    const isFromEarlierBoot = phase === 'Running' && this.#startedIn.has(uid) && this.#startedIn.get(uid) !== bootID;
    if (phase === 'Pending' || isFromEarlierBoot)
      this.#after(this.#parts.delays.podStarts, pod, (live) => this.#start(live, node));
  }

  /** Does it later, if the pod is still there and its node still works. */
  #after(milliseconds: number, pod: KubernetesObject, act: (live: KubernetesObject) => void | Promise<void>): void {
    const { clerk, nodes } = this.#parts;
    const { uid = '', namespace, name } = pod.metadata;
    this.#busy.add(uid);
    void clerk.world.runtime.sleep(milliseconds).then(async () => {
      const live = clerk.get('pods', namespace, name);
      const node = textAt(pod, 'spec', 'nodeName') ?? '';
      if (live?.metadata.uid === uid && nodes.isAlive(node)) await act(live);
      this.#busy.delete(uid);
      const left = clerk.get('pods', namespace, name);
      if (left?.metadata.uid === uid) this.#look(left);
    });
  }

  #end(pod: KubernetesObject): void {
    const { clerk } = this.#parts;
    this.#startedIn.delete(pod.metadata.uid ?? '');
    if (pod.metadata.finalizers?.length)
      clerk.setStatus('pods', pod, endedStatus(pod, { exitCode: 0, at: clerk.now() }));
    else clerk.erase('pods', pod);
  }

  async #start(pod: KubernetesObject, node: string): Promise<void> {
    if (pod.metadata.deletionTimestamp) return;
    const { clerk, nodes } = this.#parts;
    const registered = clerk.get('nodes', undefined, node);
    if (registered && !matchesNode(podLike(pod), registered)) {
      clerk.setStatus('pods', pod, refusedStatus(pod, clerk.now()));
      return;
    }
    this.#startedIn.set(pod.metadata.uid ?? '', nodes.find(node)?.bootID);
    const isNew = textAt(pod, 'status', 'podIP') === undefined;
    const address = isNew ? this.#takeAddress() : (textAt(pod, 'status', 'podIP') ?? '');
    const hostAddress = objectsAt(clerk.get('nodes', undefined, node), 'status', 'addresses').find(
      (one) => one.type === 'InternalIP',
    )?.address;
    clerk.setStatus(
      'pods',
      pod,
      runningStatus(pod, { address, hostAddress: typeof hostAddress === 'string' ? hostAddress : '', at: clerk.now() }),
    );
    if (textAt(pod, 'spec', 'restartPolicy') !== 'Always') await this.#run(pod, node);
  }

  async #run(pod: KubernetesObject, node: string): Promise<void> {
    const { clerk, runner, logs } = this.#parts;
    const { namespace = '', name, uid } = pod.metadata;
    let exitCode = 0;
    for (const container of objectsAt(pod, 'spec', 'containers')) {
      const end = await runner.run({ pod, node, container });
      logs.set(`${namespace}/${name}/${String(container.name)}`, end.log);
      exitCode ||= end.exitCode;
    }
    const live = clerk.get('pods', namespace, name);
    if (live && live.metadata.uid === uid)
      clerk.setStatus('pods', live, endedStatus(live, { exitCode, at: clerk.now() }));
  }

  #takeAddress(): string {
    const number = this.#addresses++;
    return `10.64.${(number >> 8) & 255}.${number & 255}`;
  }
}
