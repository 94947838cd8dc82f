import { clusterSchema } from '../../shared/model/cluster.ts';
import type { Declared, Manifest, Stack } from '../../shared/model/declared.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { stackSchema } from '../../shared/model/stack.ts';

export interface StackFields {
  name?: string;
  /** As in a stack.yaml. */
  spec?: JsonObject;
  /** As in its manifests. */
  objects?: JsonObject[];
}

/** The cluster `home` with one node group and one pool; `spec` as in a cluster.yaml. */
export function aDeclaration(fields: { spec?: JsonObject; stacks?: StackFields[] } = {}): Declared {
  const cluster = clusterSchema.parse({
    apiVersion: 'underpin.dev/v1',
    kind: 'Cluster',
    metadata: { name: 'home' },
    spec: {
      project: 'my-project',
      region: 'us-central1',
      kubernetes: { gke: { location: 'us-central1-a', name: 'home' } },
      nodeGroups: [{ name: 'default', instanceGroupManager: 'us-central1-a/minions' }],
      pools: [{ name: 'nodes', nodeGroups: ['default'], healthCheck: { port: 10256, path: '/healthz' } }],
      ...fields.spec,
    },
  });
  return {
    cluster,
    source: { file: 'cluster.yaml', line: 1, column: 1 },
    stacks: (fields.stacks ?? []).map(aStack),
    warnings: [],
  };
}

export function aStack({ name = 'minecraft', spec = {}, objects = [] }: StackFields = {}): Stack {
  return {
    name,
    directory: name,
    spec: stackSchema.shape.spec.parse(spec),
    protected: false,
    source: { file: `${name}/stack.yaml`, line: 1, column: 1 },
    manifests: objects.map((object, index) => aManifest(object, `${name}/${index}.yaml`)),
  };
}

export function aManifest(object: JsonObject, file = 'minecraft/service.yaml'): Manifest {
  const { name, namespace } = object.metadata as { name: string; namespace?: string };
  const source = { file, line: 1, column: 1 };
  return {
    apiVersion: String(object.apiVersion),
    kind: String(object.kind),
    name,
    namespace: namespace ?? null,
    object,
    source,
    locate: () => source,
  };
}
