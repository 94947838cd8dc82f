import type { JsonObject } from '../../../shared/model/json.ts';
import { type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import { mayRunOn } from './eligible.ts';
import type { Controller } from './loop.ts';
import { isReady as hasReadyCondition, isActive } from './pods-of.ts';

/** A node for each pod that has none: the one with fewest pods of those that fit. */
export function scheduler(clerk: Clerk): Controller {
  return { watches: ['/pods', '/nodes'], reconcile: () => schedule(clerk) };
}

function schedule(clerk: Clerk): void {
  const pods = clerk.list('pods');
  const waiting = pods.filter((pod) => isActive(pod) && !textAt(pod, 'spec', 'nodeName'));
  if (waiting.length === 0) return;
  const nodes = clerk.list('nodes').filter(hasReadyCondition);
  const loads = new Map<string, KubernetesObject[]>(nodes.map((node) => [node.metadata.name, []]));
  for (const pod of pods) if (isActive(pod)) loads.get(textAt(pod, 'spec', 'nodeName') ?? '')?.push(pod);
  for (const pod of waiting) place(clerk, pod, { nodes, loads });
}

function place(
  clerk: Clerk,
  pod: KubernetesObject,
  { nodes, loads }: { nodes: KubernetesObject[]; loads: Map<string, KubernetesObject[]> },
): void {
  const spec = objectAt(pod, 'spec');
  const fit = nodes.filter((node) => mayRunOn({ spec }, node) && !clashes(pod, loads.get(node.metadata.name) ?? []));
  const load = (node: KubernetesObject) => loads.get(node.metadata.name)?.length ?? 0;
  const [chosen] = fit.toSorted(
    (one, other) => load(one) - load(other) || (one.metadata.name < other.metadata.name ? -1 : 1),
  );
  if (!chosen) {
    tellUnschedulable(clerk, pod, nodes.length);
    return;
  }
  loads.get(chosen.metadata.name)?.push(pod);
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: clerk.now() };
  clerk.overwrite('pods', {
    ...pod,
    spec: { ...spec, nodeName: chosen.metadata.name },
    status: { ...objectAt(pod, 'status'), conditions: [condition] },
  });
}

/** Two pods cannot have the same port of a node. */
function clashes(pod: KubernetesObject, others: readonly KubernetesObject[]): boolean {
  const wanted = hostPortsOf(pod);
  return wanted.length > 0 && others.some((other) => hostPortsOf(other).some((port) => wanted.includes(port)));
}

function hostPortsOf(pod: KubernetesObject): string[] {
  return objectsAt(pod, 'spec', 'containers').flatMap((container) =>
    objectsAt(container, 'ports')
      .filter((port) => port.hostPort)
      .map((port) => `${String(port.protocol)}/${String(port.hostPort)}`),
  );
}

function tellUnschedulable(clerk: Clerk, pod: KubernetesObject, nodes: number): void {
  const before: JsonObject = objectAt(pod, 'status', 'conditions', 0);
  const message = `0/${nodes} nodes are available: ${nodes} node(s) didn't match Pod's node affinity/selector, or had untolerated taints, or no free ports.`;
  if (before.message === message) return;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: clerk.now(),
    reason: 'Unschedulable',
    message,
  };
  clerk.setStatus('pods', pod, { ...objectAt(pod, 'status'), conditions: [condition] });
}
