import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclared } from '../shared/declared/declared.ts';
import type { JsonObject } from '../shared/model/json.ts';
import type { Runtime } from '../shared/runtime.ts';
import { type Cloud, type CloudOptions, createCloud } from './cloud.ts';
import { createKubernetes, type Kubernetes, type KubernetesOptions } from './kubernetes/kubernetes.ts';
import { contentOf } from './kubernetes/simulated/disk-content.ts';
import { type SeedOptions, seedCluster, seedProject } from './seed-cluster.ts';

/** The cluster of examples/containers, as a person set it up by hand: cloud, API server, nodes, manifests, data. */
export interface Home {
  cloud: Cloud;
  kubernetes: Kubernetes;
  close(): void;
}

export interface HomeOptions extends SeedOptions {
  runtime: Runtime;
  compute?: CloudOptions['compute'];
  /** Where pushes leave for hosts that this world does not have. */
  outside?: CloudOptions['outside'];
  /** Who holds which permission; everybody all when absent. */
  grants?: CloudOptions['grants'];
  authorize?: CloudOptions['authorize'];
  /** Host and port of the API server, as GKE tells it. */
  kubernetesEndpoint?: string;
  /** What the containers of Jobs do on their nodes; simulated when absent. */
  runner?: KubernetesOptions['runner'];
}

/** As a person at the root of the project would name it, so that reports do too. */
export const exampleDirectory =
  relative(process.cwd(), fileURLToPath(new URL('../examples/containers', import.meta.url))) || '.';
export const diskSource = `projects/${seedProject}/zones/us-central1-a/disks/foodata`;

/** Connects the parts; nothing is in them yet. */
export function createHome(options: HomeOptions): Home {
  const { runtime, compute, outside, grants, authorize } = options;
  const cloud = createCloud({
    runtime,
    project: seedProject,
    ...(compute && { compute }),
    ...(outside && { outside }),
    ...(grants && { grants }),
    ...(authorize && { authorize }),
  });
  const kubernetes = createKubernetes({ runtime, ...(options.runner && { runner: options.runner }) });
  cloud.attachCluster({
    place: { project: seedProject, location: 'us-central1-a', cluster: 'home' },
    kubernetes,
    endpoint: options.kubernetesEndpoint ?? 'kubernetes.home.internal',
    isNode: ({ tags }) => tags?.items?.includes('k8s-home-node') ?? false,
    logsNodes: true,
  });
  return { cloud, kubernetes, close: () => cloud.close() };
}

/** What is there before Underpin: groups of nodes, network, the disk with its data, the stacks of the example. */
export async function fillHome({ cloud, kubernetes }: Home, options: HomeOptions): Promise<void> {
  kubernetes.nodes.disks.set(
    diskSource,
    contentOf('ext4', { files: new Map([['world/level.dat', 'a castle by the sea']]) }),
  );
  await seedCluster(cloud.compute, options.runtime, options);
  const { stacks } = await readDeclared(exampleDirectory);
  await create(kubernetes, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'underpin' } });
  await create(kubernetes, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'underpin-mounts' } });
  for (const { object } of stacks.flatMap(({ manifests }) => manifests)) await create(kubernetes, object);
}

async function create(kubernetes: Kubernetes, object: JsonObject): Promise<void> {
  const plural = `${String(object.kind).toLowerCase()}s`;
  const path = object.kind === 'Namespace' ? '/api/v1/namespaces' : `/api/v1/namespaces/default/${plural}`;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
  const answer = await kubernetes.transport(`http://kubernetes${path}?fieldManager=kubectl-create`, init);
  if (!answer.ok && answer.status !== 409) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
}
