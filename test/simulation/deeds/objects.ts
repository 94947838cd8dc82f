import type { JsonObject } from '../../../shared/model/json.ts';
import { manifestsOf, service } from '../app.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

/** What there is to do only where the stack has objects. */
export const objectDeeds = {
  'edit an object': (world, pick) => onObject(world, pick, (of) => edit(world, of)),
  'edit an object otherwise': (world, pick) => onObject(world, pick, (of) => edit(world, of, otherPatches)),
  'scale what runs and take a field from it': (world) => scaleAndTake(world),
  'take a field from what runs': ({ kubernetes }) => takeField(kubernetes),
  'delete an object': (world, pick) => onObject(world, pick, (of) => world.kubernetes.store.remove(of)),
  'protect an object': (world, pick) =>
    onObject(world, pick, (of) =>
      world.kubernetes.store.patch(of, { metadata: { annotations: { 'underpin.dev/protect': '' } } }),
    ),
  'protect the pods': ({ kubernetes }) => {
    for (const { metadata } of kubernetes.store.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' }))
      kubernetes.store.patch(
        { apiVersion: 'v1', kind: 'Pod', name: metadata.name, namespace: 'default' },
        { metadata: { annotations: { 'underpin.dev/protect': 'true' } } },
      );
  },
  'let the pods go': ({ kubernetes }) => {
    for (const { metadata } of kubernetes.store.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' }))
      kubernetes.store.remove({ apiVersion: 'v1', kind: 'Pod', name: metadata.name, namespace: 'default' });
  },
  'clear the address of the Service': ({ kubernetes }) =>
    kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' },
      { status: { loadBalancer: { ingress: null } } },
      { subresource: 'status' },
    ),
  'make the Service anew in another class': ({ kubernetes }) => {
    kubernetes.store.remove({ apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' });
    kubernetes.store.put({
      ...service,
      spec: { ...(service.spec as JsonObject), loadBalancerClass: 'example.com/another' },
    });
  },
  'others use the label of the stack': ({ kubernetes, setup }) => {
    for (const one of othersWithTheLabel(setup.shape.isSpread ? 'others' : 'default')) kubernetes.store.put(one);
  },
} satisfies Record<string, Deed>;

/** Another app of the name, where that can be, and what holds the data of this one. */
function othersWithTheLabel(namespace: string): JsonObject[] {
  const labels = { app: 'minecraft' };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-others', namespace, labels } },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'world', namespace: 'default', labels },
      spec,
    },
  ];
}

interface ObjectName {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
}

function onObject(world: SimulatedWorld, pick: number, act: (of: ObjectName) => unknown): unknown {
  const found = chosen(manifestsOf(world.setup.shape), pick) as
    | { apiVersion: string; kind: string; metadata: { name: string } }
    | undefined;
  return (
    found && act({ apiVersion: found.apiVersion, kind: found.kind, name: found.metadata.name, namespace: 'default' })
  );
}

function edit({ kubernetes }: SimulatedWorld, of: ObjectName, by = patches): void {
  const patch = by[of.kind];
  if (patch) kubernetes.store.patch(of, patch, { manager: 'kubectl-edit' });
}

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'minecraft', namespace: 'default' };

/** By two hands, of which the second is the one that there is something to put right after. */
function scaleAndTake({ kubernetes, setup }: SimulatedWorld): void {
  const manager = setup.shape.scaledBy === 'autoscaler' ? 'kube-controller-manager' : 'kubectl-scale';
  kubernetes.store.patch(deployment, { spec: { replicas: 3 } }, { manager });
  takeField(kubernetes);
}

function takeField(kubernetes: SimulatedWorld['kubernetes']): void {
  kubernetes.store.patch(deployment, { spec: { minReadySeconds: null } }, { manager: 'kubectl-edit' });
}

const patches: Record<string, JsonObject> = {
  Service: { spec: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
  ConfigMap: { data: { difficulty: 'peaceful', token: 'another' } },
  Secret: { stringData: { password: 'another' } },
  Deployment: { spec: { replicas: 2 } },
};

/** The same fields, with another value. */
const otherPatches: Record<string, JsonObject> = {
  Service: { spec: { loadBalancerSourceRanges: ['198.51.100.0/25'] } },
  ConfigMap: { data: { difficulty: 'easy' } },
  Deployment: { spec: { replicas: 3 } },
};
