import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudTransport } from '../../sandbox/cloud.ts';
import type { ComputeOptions } from '../../sandbox/compute/options.ts';
import { holdTransport } from '../../sandbox/hold-transport.ts';
import { createHome, exampleDirectory, fillHome, type Home } from '../../sandbox/home.ts';
import { caller, seedProject } from '../../sandbox/seed-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../../sandbox/virtual-clock.ts';
import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { jsonLog } from '../../shared/log.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { keepPasses } from '../../shared/passes.ts';
import { mutates, type Transport } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';

export interface HomeSize {
  nodes: number;
  /** None where the nodes are more than a pool can hold. */
  pools: number;
  /** What each call takes on the virtual clock. */
  callMilliseconds?: number;
  /** Declare the stacks of the example too, which stand in the cluster anyway. */
  stacks?: boolean;
  /** Where its API server is served, if it is. */
  kubernetesEndpoint?: string;
  compute?: Partial<ComputeOptions>;
}

/** A cluster of any size on a virtual clock, its pools full and declared, with the product's world beside it. */
export interface BenchHome extends Home {
  clock: VirtualClock;
  world: World;
  declared: Declared;
  lines: JsonObject[];
  /** Every request of the product, in order. */
  requests: SentRequest[];
}

export interface SentRequest {
  method: string;
  path: string;
  /** Of its answer. */
  bytes: number;
  mutates: boolean;
}

const zone = 'us-central1-a';
const region = 'us-central1';

export async function aHome(size: HomeSize): Promise<BenchHome> {
  const { nodes, pools, callMilliseconds = 0, stacks = false, compute, kubernetesEndpoint } = size;
  const clock = createVirtualClock({ seed: 1 });
  const groups = [{ name: 'k8s-minion-group', zone, size: nodes }];
  const settings = {
    runtime: clock,
    fillPool: pools > 0,
    groups,
    ...(compute && { compute }),
    ...(kubernetesEndpoint && { kubernetesEndpoint }),
  };
  const home = createHome(settings);
  await clock.drive(fillHome(home, settings));
  await clock.drive(addPools(home, clock, pools));
  await clock.advance(600_000);
  const { declared, directory } = await declarationOf(pools, stacks);
  const lines: JsonObject[] = [];
  const requests: SentRequest[] = [];
  const world: World = {
    config: readConfig({ UNDERPIN_DECLARATIONS: directory }),
    runtime: clock,
    transport: recording(holdTransport(clock, cloudTransport(home.cloud)), { clock, callMilliseconds, requests }),
    credentials: fixedCredentials('token'),
    log: jsonLog((line) => lines.push(JSON.parse(line))),
  };
  const close = () => {
    home.close();
    void rm(directory, { recursive: true, force: true });
  };
  return { ...home, clock, world, declared, lines, requests, close };
}

interface Recording {
  clock: VirtualClock;
  callMilliseconds: number;
  requests: SentRequest[];
}

function recording(transport: Transport, { clock, callMilliseconds, requests }: Recording): Transport {
  return async (url, init) => {
    if (callMilliseconds > 0) await clock.sleep(callMilliseconds / 2);
    const answer = await transport(url, init);
    const bytes = (await answer.clone().arrayBuffer()).byteLength;
    requests.push({ method: init.method ?? 'GET', path: new URL(url).pathname, bytes, mutates: mutates(url, init) });
    if (callMilliseconds > 0) await clock.sleep(callMilliseconds / 2);
    return answer;
  };
}

export function poolName(index: number): string {
  return index === 0 ? 'nodes' : `nodes-${index}`;
}

/** The first repair of a cluster's life makes its Lease; those to measure come later. */
export async function repairOnce(home: BenchHome): Promise<void> {
  await replaceVm(home, vmNames(home).at(-1) ?? '');
  await home.clock.drive(keepPasses(home.world).answer(home.declared.cluster.metadata.name, null));
  await home.clock.advance(2 * 3_600_000);
}

/** Gone and back under its own name, as a managed group does it; it is long RUNNING when the log tells of it. */
export async function replaceVm({ cloud, clock }: BenchHome, name: string): Promise<void> {
  cloud.compute.state.replaceInstance(instancePath(name));
  await clock.advance(60_000);
}

export function instancePath(name: string): string {
  return `projects/${seedProject}/zones/${zone}/instances/${name}`;
}

export function vmNames({ cloud }: Home): string[] {
  return cloud.compute.state
    .list('instances', seedProject)
    .map(({ name }) => name)
    .sort();
}

/** Whether each pool holds exactly the VMs of the group. */
export function areAllRight(home: Home, pools: number): boolean {
  const wanted = vmNames(home).join();
  return Array.from({ length: pools }, (_, index) => membersOf(home, index).join() === wanted).every(Boolean);
}

/** Virtual seconds of `work` until all pools are right; `work` itself may go on to look after them. */
export async function secondsUntilRight(home: BenchHome, pools: number, work: () => Promise<void>): Promise<number> {
  const began = home.clock.now();
  const watch = async () => {
    while (!areAllRight(home, pools)) await home.clock.sleep(50);
    return (home.clock.now() - began) / 1000;
  };
  const [seconds] = await home.clock.drive(Promise.all([watch(), work()]));
  return seconds;
}

/** A pool as the cloud holds it now: the names of its members. */
export function membersOf({ cloud }: Home, index: number): string[] {
  const path = `projects/${seedProject}/regions/${region}/targetPools/${poolName(index)}`;
  return (cloud.compute.state.read('targetPools', path)?.instances ?? []).map((url) => url.replace(/^.*\//, '')).sort();
}

async function addPools({ cloud }: Home, clock: VirtualClock, pools: number): Promise<void> {
  const call = caller(cloud.compute, clock, seedProject);
  const instances = cloud.compute.state.list('instances', seedProject).map(({ selfLink }) => selfLink);
  const healthChecks = [`projects/${seedProject}/global/httpHealthChecks/nodes`];
  for (let index = 1; index < pools; index += 1) {
    await call(`regions/${region}/targetPools`, { name: poolName(index), healthChecks, instances });
  }
}

/** In JSON, which is YAML. */
async function declarationOf(pools: number, stacks: boolean): Promise<{ declared: Declared; directory: string }> {
  const cluster = {
    apiVersion: 'underpin.dev/v1',
    kind: 'Cluster',
    metadata: { name: 'home' },
    spec: {
      project: seedProject,
      region,
      kubernetes: { gke: { location: zone, name: 'home' } },
      nodeGroups: [{ name: 'default', instanceGroupManager: `${zone}/k8s-minion-group` }],
      pools: Array.from({ length: pools }, (_, index) => ({
        name: poolName(index),
        nodeGroups: ['default'],
        healthCheck: { port: 10256, path: '/healthz' },
      })),
    },
  };
  const directory = await mkdtemp(join(tmpdir(), 'underpin-bench-'));
  await writeFile(join(directory, 'cluster.yaml'), JSON.stringify(cluster, null, 2));
  if (stacks) {
    for (const stack of ['web', 'minecraft'])
      await cp(join(exampleDirectory, stack), join(directory, stack), { recursive: true });
  }
  return { declared: await readDeclared(directory), directory };
}
