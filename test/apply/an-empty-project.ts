import { cloudTransport } from '../../sandbox/cloud.ts';
import { holdTransport } from '../../sandbox/hold-transport.ts';
import { createHome, type Home, type HomeOptions } from '../../sandbox/home.ts';
import { caller } from '../../sandbox/seed-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../../sandbox/virtual-clock.ts';
import { apply } from '../../shared/apply/apply.ts';
import { createClients } from '../../shared/clients.ts';
import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { silentLog } from '../../shared/log.ts';
import { run } from '../../shared/loop.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Outcome, Plan } from '../../shared/model/plan.ts';
import type { RunResult } from '../../shared/model/report.ts';
import type { Scope } from '../../shared/model/scope.ts';
import { retrying } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aServiceManifest } from '../builders/kubernetes.ts';

export interface EmptyProject extends Home {
  clock: VirtualClock;
  declared: Declared;
  world: World;
  /** A run over everything. */
  repair(mode: Scope['mode'], only?: Scope['only']): Promise<RunResult>;
  /** What taking the stack down would do. */
  removal(stack: string): Promise<RunResult>;
  /** An older plan, whatever happened since. */
  applyLate(plan: Plan): Promise<Outcome[]>;
  /** What a person does by hand: POST by default, and waits for its end. */
  byHand(path: string, body: JsonObject, method?: string): Promise<JsonObject>;
}

const tag = 'k8s-home-node';

/** Three nodes, a static IP and a public Service with a pod; nothing that brings traffic to it. */
export async function anEmptyProject(
  declaration: Parameters<typeof aDeclaration>[0] = {},
  options: Omit<HomeOptions, 'runtime'> = {},
): Promise<EmptyProject> {
  const clock = createVirtualClock();
  const home = createHome({ runtime: clock, ...options });
  const call = caller(home.cloud.compute, clock, 'my-project');
  await clock.drive(
    Promise.all([
      call('regions/us-central1/addresses', { name: 'cluster-ip', address: '203.0.113.7' }),
      ...['node-1', 'node-2', 'node-3'].map((name) => call('zones/us-central1-a/instances', instance(name))),
    ]),
  );
  home.kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'underpin' } });
  home.kubernetes.store.put(service, { manager: 'kubectl-client-side-apply' });
  home.kubernetes.store.put(pod, { manager: 'kubectl-client-side-apply' });
  await clock.advance(3_600_000);
  const declared = aDeclaration({
    stacks: [{ objects: [service, pod] }],
    ...declaration,
    spec: { nodeGroups: [{ name: 'default', tag }], ...declaration.spec },
  });
  const world: World = {
    config: readConfig({}),
    runtime: clock,
    transport: holdTransport(clock, cloudTransport(home.cloud)),
    credentials: fixedCredentials('token'),
    log: silentLog,
  };
  const repair = (mode: Scope['mode'], only?: Scope['only']) =>
    clock.drive(run(declared, { cluster: 'home', concern: 'everything', mode, ...(only && { only }) }, world));
  const removal = (stack: string) =>
    clock.drive(run(declared, { cluster: 'home', concern: 'removal', mode: 'plan', only: { stack } }, world));
  const applyLate = (plan: Plan) => {
    const clients = createClients(world, declared.cluster, retrying(world.transport, clock));
    const around = { runtime: clock, log: silentLog, holder: 'late', mountImage: null, reads: new Map() };
    const input = { declared, clients, clientsUnder: () => clients, ...around };
    return clock.drive(apply(plan, input));
  };
  const byHand = (path: string, body: JsonObject, method = 'POST') => clock.drive(call(path, body, method));
  return { ...home, clock, declared, world, repair, removal, applyLate, byHand };
}

const service = aServiceManifest({
  spec: { selector: { app: 'minecraft' }, allocateLoadBalancerNodePorts: false, ports: [{ port: 25565 }] },
});

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'minecraft-1', namespace: 'default', labels: { app: 'minecraft' } },
  spec: { containers: [{ name: 'minecraft', image: 'minecraft' }] },
};

function instance(name: string): JsonObject {
  return {
    name,
    machineType: 'zones/us-central1-a/machineTypes/e2-standard-2',
    tags: { items: [tag] },
    networkInterfaces: [{ network: 'global/networks/default' }],
    disks: [
      {
        boot: true,
        autoDelete: true,
        initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' },
      },
    ],
  };
}
