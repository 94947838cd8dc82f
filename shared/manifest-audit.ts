import { readStacks } from './declared/declared.ts';
import { readLocation } from './declared/read-files.ts';
import { isNamedCluster, worldsOf } from './declared/worlds.ts';
import { currentContext } from './kubernetes-access.ts';
import { run } from './loop.ts';
import type { Audit } from './model/audit.ts';
import { clusterSchema } from './model/cluster.ts';
import type { Declared } from './model/declared.ts';
import type { World } from './world.ts';

/** Whether no cluster.yaml stands at the location or below it. */
export async function holdsManifestsAlone(location: string): Promise<boolean> {
  return worldsOf((await readLocation(location, {}, isNamedCluster)).files).clusters.length === 0;
}

/** The manifests against the current kubectl context and nothing else: useful before anything is configured. */
export async function auditManifests(world: World, location: string): Promise<Audit> {
  const { stacks, warnings } = await readStacks(location);
  const cluster = clusterOf(await currentContext(world.config.kubeconfig));
  const declared: Declared = { cluster, source: { file: location, line: 1, column: 1 }, stacks, warnings };
  const scope = { cluster: cluster.metadata.name, concern: 'objects', mode: 'plan' } as const;
  return { results: [{ declared, result: await run(declared, scope, world) }], problems: [] };
}

/** What the run asks of a declaration: a name, and the way to the cluster. */
function clusterOf(context: string): Declared['cluster'] {
  const cluster = clusterSchema.parse({
    apiVersion: 'underpin.dev/v1',
    kind: 'Cluster',
    metadata: { name: 'context' },
    spec: {
      project: 'no-project',
      region: 'us-central1',
      kubernetes: { kubeconfig: { file: 'default', context } },
      nodeGroups: [{ name: 'none', tag: 'none' }],
    },
  });
  return { ...cluster, metadata: { name: context } };
}
