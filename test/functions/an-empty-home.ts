import { cloudTransport } from '../../sandbox/cloud.ts';
import { holdTransport } from '../../sandbox/hold-transport.ts';
import { createHome } from '../../sandbox/home.ts';
import { seedCluster, seedProject } from '../../sandbox/seed-cluster.ts';
import { createVirtualClock } from '../../sandbox/virtual-clock.ts';
import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { jsonLog } from '../../shared/log.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { World } from '../../shared/world.ts';
import type { HomeWorld } from '../a-home-world.ts';

/** Nodes and a reserved address, and nothing that was made for an app: no pool, rule, firewall, disk or object. */
export async function anEmptyHome(): Promise<HomeWorld> {
  const clock = createVirtualClock();
  const home = createHome({ runtime: clock });
  const { cloud, kubernetes } = home;
  await clock.drive(seedCluster(cloud.compute, clock, { fillPool: false }));
  for (const name of ['underpin', 'underpin-mounts'])
    kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await takeAway(cloud.compute.handle, [
    'regions/us-central1/forwardingRules/frontend',
    'regions/us-central1/forwardingRules/minecraft',
  ]);
  await clock.advance(60_000);
  await takeAway(cloud.compute.handle, ['regions/us-central1/targetPools/nodes']);
  await clock.advance(60_000);
  await takeAway(cloud.compute.handle, [
    'global/httpHealthChecks/nodes',
    'global/firewalls/home-services',
    'global/firewalls/home-health-checks',
    'zones/us-central1-a/disks/foodata',
  ]);
  await clock.advance(3_600_000);
  const lines: JsonObject[] = [];
  const world: World = {
    config: readConfig({}),
    runtime: clock,
    transport: holdTransport(clock, cloudTransport(cloud)),
    credentials: fixedCredentials('token'),
    log: jsonLog((line) => lines.push(JSON.parse(line))),
  };
  return { clock, cloud, kubernetes, world, lines, close: () => cloud.close() };
}

async function takeAway(handle: (request: Request) => Promise<Response>, paths: string[]): Promise<void> {
  for (const path of paths) {
    const url = `https://compute.googleapis.com/compute/v1/projects/${seedProject}/${path}`;
    await handle(new Request(url, { method: 'DELETE' }));
  }
}
