import type { JsonObject } from '../../../shared/model/json.ts';
import { project } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

const exclusionLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';

export const nodeDeeds = {
  'silence a node': (world, pick) => onNode(world, pick, (name) => world.kubernetes.nodes && reach(world, name, false)),
  'hear a node again': (world, pick) => onNode(world, pick, (name) => reach(world, name, true)),
  'cordon a node': (world, pick) => patchNode(world, pick, { spec: { unschedulable: true } }),
  'exclude a node': (world, pick) => patchNode(world, pick, { metadata: { labels: { [exclusionLabel]: '' } } }),
  'include a node again': (world, pick) => patchNode(world, pick, { metadata: { labels: { [exclusionLabel]: null } } }),
  'protect a node': (world, pick) =>
    patchNode(world, pick, { metadata: { annotations: { 'underpin.dev/protect': 'true' } } }),
  'mark for the autoscaler': (world, pick) =>
    patchNode(world, pick, {
      spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule', value: '1' }] },
    }),
} satisfies Record<string, Deed>;

export const nodeMarks = {
  'mark as a candidate of the autoscaler': (world, pick) =>
    patchNode(world, pick, {
      spec: { taints: [{ key: 'DeletionCandidateOfClusterAutoscaler', effect: 'PreferNoSchedule', value: '1' }] },
    }),
  'say that a node is not excluded': (world, pick) =>
    patchNode(world, pick, { metadata: { labels: { [exclusionLabel]: 'false' } } }),
} satisfies Record<string, Deed>;

export function nodeNames({ kubernetes }: SimulatedWorld): string[] {
  return kubernetes.store.list({ apiVersion: 'v1', kind: 'Node' }).map(({ metadata }) => metadata.name);
}

function onNode(world: SimulatedWorld, pick: number, act: (name: string) => unknown): unknown {
  const node = chosen(nodeNames(world), pick);
  return node && act(node);
}

/** A node whose VM does not run cannot be heard, whatever is wished. */
export function reach({ kubernetes, compute }: SimulatedWorld, node: string, isReachable: boolean): void {
  const runs = compute.state
    .list('instances', project)
    .some(({ name, status }) => name === node && status === 'RUNNING');
  if (!runs) return;
  try {
    kubernetes.setReachable(node, isReachable);
  } catch {
    // It has just gone.
  }
}

function patchNode(world: SimulatedWorld, pick: number, patch: JsonObject): unknown {
  return onNode(world, pick, (name) => world.kubernetes.store.patch({ apiVersion: 'v1', kind: 'Node', name }, patch));
}
