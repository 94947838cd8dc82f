import type { JsonObject } from '../../../shared/model/json.ts';
import { manifestsOf } from '../app.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

/** What there is to do only where the stack has objects. */
export const objectDeeds = {
  'edit an object': (world, pick) => onObject(world, pick, (of) => edit(world, of)),
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
  'clear the address of the Service': ({ kubernetes }) =>
    kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' },
      { status: { loadBalancer: { ingress: null } } },
      { subresource: 'status' },
    ),
} satisfies Record<string, Deed>;

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

function edit({ kubernetes }: SimulatedWorld, of: ObjectName): void {
  const patch = patches[of.kind];
  if (patch) kubernetes.store.patch(of, patch, { manager: 'kubectl-edit' });
}

const patches: Record<string, JsonObject> = {
  Service: { spec: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
  ConfigMap: { data: { difficulty: 'peaceful', token: 'another' } },
  Secret: { stringData: { password: 'another' } },
  Deployment: { spec: { replicas: 2 } },
};
