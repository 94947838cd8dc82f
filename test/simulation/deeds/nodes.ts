import { objectAt } from '../../../sandbox/kubernetes/object.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { askCompute } from '../ask-compute.ts';
import { machine } from '../fill-world.ts';
import { project, zones } from '../shape.ts';
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

/** As in a cluster without the cloud provider, and beside others. */
export const nodeNamesakes = {
  'no node says which VM it is': ({ kubernetes }) => {
    for (const node of kubernetes.store.list({ apiVersion: 'v1', kind: 'Node' })) {
      const { name, labels = {}, annotations = {} } = node.metadata;
      kubernetes.store.remove({ apiVersion: 'v1', kind: 'Node', name });
      kubernetes.store.put({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels, annotations } });
      const status = { status: objectAt(node, 'status') };
      kubernetes.store.patch({ apiVersion: 'v1', kind: 'Node', name }, status, { subresource: 'status' });
    }
  },
  'a VM of another zone has the name of a node': (world, pick) =>
    onNode(world, pick, async (name) => {
      const { compute } = world;
      const vm = compute.state.list('instances', project).find((one) => one.name === name);
      const place = `zones/${zones.find((zone) => !vm?.selfLink.includes(`/${zone}/`))}`;
      await askCompute(world, `POST ${place}/instances`, {
        ...machine,
        name,
        machineType: `${place}/machineTypes/e2-small`,
      });
    }),
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
