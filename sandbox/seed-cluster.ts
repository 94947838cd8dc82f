import type { JsonObject } from '../shared/model/json.ts';
import type { Runtime } from '../shared/runtime.ts';
import type { Compute } from './compute/compute.ts';

export interface SeedGroup {
  name: string;
  zone: string;
  size: number;
}

export interface SeedOptions {
  project?: string;
  groups?: SeedGroup[];
  /** Put into the pool when the VMs run. */
  fillPool?: boolean;
}

export const seedProject = 'my-project';
const region = 'us-central1';

const exampleGroups: SeedGroup[] = [
  { name: 'k8s-minion-group', zone: 'us-central1-a', size: 3 },
  { name: 'k8s-burst-group', zone: 'us-central1-b', size: 2 },
];

/** What somebody typed once to set up the cluster of examples/containers: groups of nodes, a pool, a static IP, a disk. */
export async function seedCluster(compute: Compute, runtime: Runtime, options: SeedOptions = {}): Promise<void> {
  const { project = seedProject, groups = exampleGroups } = options;
  const call = caller(compute, runtime, project);
  await Promise.all([
    call('global/httpHealthChecks', { name: 'nodes', port: 10256, requestPath: '/healthz' }),
    call('global/instanceTemplates', nodeTemplate(project)),
    call(`regions/${region}/addresses`, { name: 'cluster-ip', address: '203.0.113.7' }),
    call('global/firewalls', firewall('home-services', ['0.0.0.0/0'], ['80', '25565'])),
    call('global/firewalls', firewall('home-health-checks', healthCheckers, ['10256'])),
    call('zones/us-central1-a/disks', { name: 'foodata', sizeGb: '10' }),
  ]);
  await Promise.all(
    groups.map((group) => call(`zones/${group.zone}/instanceGroupManagers`, managedGroup(project, group))),
  );
  const size = groups.reduce((sum, group) => sum + group.size, 0);
  while (running(compute, project) < size) await runtime.sleep(500);
  await call(`regions/${region}/targetPools`, {
    name: 'nodes',
    healthChecks: [`projects/${project}/global/httpHealthChecks/nodes`],
    instances:
      options.fillPool === false ? [] : compute.state.list('instances', project).map(({ selfLink }) => selfLink),
  });
  await Promise.all(
    [80, 25565].map((port) =>
      call(`regions/${region}/forwardingRules`, {
        name: port === 80 ? 'frontend' : 'minecraft',
        IPAddress: '203.0.113.7',
        IPProtocol: 'TCP',
        portRange: String(port),
        target: `projects/${project}/regions/${region}/targetPools/nodes`,
      }),
    ),
  );
}

function running(compute: Compute, project: string): number {
  return compute.state.list('instances', project).filter(({ status }) => status === 'RUNNING').length;
}

export function caller(compute: Compute, runtime: Runtime, project: string) {
  const base = `https://compute.googleapis.com/compute/v1/projects/${project}/`;
  return async (path: string, body: JsonObject, method = 'POST'): Promise<JsonObject> => {
    const request = new Request(base + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const operation = (await (await compute.handle(request)).json()) as JsonObject;
    if (operation.error) throw new Error(`${method} ${path}: ${JSON.stringify(operation.error)}`);
    return untilDone(compute, runtime, operation);
  };
}

async function untilDone(compute: Compute, runtime: Runtime, operation: JsonObject): Promise<JsonObject> {
  let current = operation;
  while (current.status !== 'DONE') {
    await runtime.sleep(500);
    current = (await (await compute.handle(new Request(String(operation.selfLink)))).json()) as JsonObject;
  }
  if (current.error) throw new Error(`${operation.operationType}: ${JSON.stringify(current.error)}`);
  return current;
}

const healthCheckers = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];

function firewall(name: string, sourceRanges: string[], ports: string[]): JsonObject {
  return {
    name,
    network: 'global/networks/default',
    sourceRanges,
    targetTags: ['k8s-home-node'],
    allowed: [{ IPProtocol: 'tcp', ports }],
  };
}

function nodeTemplate(project: string): JsonObject {
  return {
    name: 'k8s-node',
    properties: {
      machineType: 'e2-standard-2',
      tags: { items: ['k8s-home-node'] },
      serviceAccounts: [
        {
          email: `nodes@${project}.iam.gserviceaccount.com`,
          scopes: ['https://www.googleapis.com/auth/cloud-platform'],
        },
      ],
      networkInterfaces: [{ network: 'global/networks/default' }],
      disks: [
        {
          boot: true,
          autoDelete: true,
          initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12', diskSizeGb: '20' },
        },
      ],
    },
  };
}

function managedGroup(project: string, { name, size }: SeedGroup): JsonObject {
  return {
    name,
    baseInstanceName: name.replace(/-group$/, ''),
    targetSize: size,
    instanceTemplate: `projects/${project}/global/instanceTemplates/k8s-node`,
    autoHealingPolicies: [{ healthCheck: `projects/${project}/global/httpHealthChecks/nodes`, initialDelaySec: 300 }],
  };
}
