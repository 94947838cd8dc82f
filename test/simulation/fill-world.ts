import type { JsonObject } from '../../shared/model/json.ts';
import { installApp } from './app.ts';
import { askCompute } from './ask-compute.ts';
import { makeDisk, mountByHand, placeDisk, shareDisk } from './fill-disks.ts';
import {
  type GroupShape,
  nodeTag,
  type PoolShape,
  poolPathOf,
  project,
  region,
  sharedTag,
  type WorldShape,
  zones,
} from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What stands before Underpin comes: what its shape says, made by calls as people make them. */
export async function fillWorld(world: SimulatedWorld): Promise<void> {
  const { shape } = world.setup;
  await askCompute(world, 'POST global/httpHealthChecks', { name: 'nodes', port: 10256, requestPath: '/healthz' });
  await askCompute(world, 'POST global/instanceTemplates', nodeTemplate(shape));
  await askCompute(world, 'POST global/firewalls', firewall('home-health-checks', healthCheckers, ['10256']));
  if (shape.isExposed) {
    await askCompute(world, `POST regions/${region}/addresses`, { name: 'cluster-ip', address: '203.0.113.7' });
    await askCompute(world, 'POST global/firewalls', firewall('minecraft', ['198.51.100.0/24'], ['25565']));
  }
  for (const disk of shape.disks) await makeDisk(world, disk);
  if (shape.hasBastion) await makeBastion(world);
  await world.clock.advance(5000);
  for (const group of shape.groups)
    await askCompute(world, `POST zones/${group.zone}/instanceGroupManagers`, managedGroup(group));
  for (const name of ['underpin', 'underpin-mounts'])
    world.kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await world.clock.advance(25_000);
  for (const pool of shape.pools) await makePool(world, pool);
  await world.clock.advance(2000);
  await expose(world);
  installApp(world);
  for (const disk of shape.disks) await placeDisk(world, disk);
  await world.clock.advance(3000);
  for (const disk of shape.disks) shareDisk(world, disk);
  for (const disk of shape.disks) if (disk.begins === 'mounted') mountByHand(world, disk);
}

const healthCheckers = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];

function firewall(name: string, sourceRanges: string[], ports: string[]): JsonObject {
  const allowed = [{ IPProtocol: 'tcp', ports }];
  return { name, network: 'global/networks/default', sourceRanges, targetTags: [nodeTag], allowed };
}

export const machine = {
  networkInterfaces: [{ network: 'global/networks/default' }],
  disks: [
    {
      boot: true,
      autoDelete: true,
      initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12', diskSizeGb: '20' },
    },
  ],
};

function nodeTemplate({ hasBastion }: WorldShape): JsonObject {
  const items = [...(hasBastion ? [sharedTag] : []), nodeTag];
  return { name: 'k8s-node', properties: { ...machine, machineType: 'e2-standard-2', tags: { items } } };
}

async function makeBastion(world: SimulatedWorld): Promise<void> {
  const place = `zones/${zones[1]}`;
  const machineType = `${place}/machineTypes/e2-small`;
  await askCompute(world, `POST ${place}/instances`, {
    ...machine,
    name: 'bastion',
    machineType,
    tags: { items: [sharedTag] },
  });
}

function managedGroup({ name, size, keeps = [] }: GroupShape): JsonObject {
  const instanceTemplate = `projects/${project}/global/instanceTemplates/k8s-node`;
  const healthCheck = `projects/${project}/global/httpHealthChecks/nodes`;
  return {
    name,
    baseInstanceName: name,
    targetSize: size,
    ...(keeps.length > 0 && {
      statefulPolicy: { preservedState: { disks: Object.fromEntries(keeps.map((one) => [one, {}])) } },
    }),
    instanceTemplate,
    autoHealingPolicies: [{ healthCheck, initialDelaySec: 300 }],
  };
}

async function makePool(
  world: SimulatedWorld,
  { name, groups, filled, isForeign, isOfGroup }: PoolShape,
): Promise<void> {
  const names = groups.includes('all') ? world.setup.shape.groups.map((group) => group.name) : groups;
  const vms = world.compute.state
    .list('instances', project)
    .filter((vm) => names.some((group) => vm.name.startsWith(`${group}-`)))
    .map(({ selfLink }) => selfLink);
  await askCompute(world, `POST regions/${region}/targetPools`, {
    name,
    description: isForeign ? '{"kubernetes.io/service-name":"default/web"}' : '',
    healthChecks: [`projects/${project}/global/httpHealthChecks/nodes`],
    instances: vms.slice(0, filled),
  });
  if (isOfGroup) await giveToGroups(world, name, groups);
}

async function giveToGroups({ compute }: SimulatedWorld, pool: string, groups: string[]): Promise<void> {
  const targetPools = [`https://www.googleapis.com/compute/v1/${poolPathOf(pool)}`];
  for (const { name, selfLink } of compute.state.list('instanceGroupManagers', project))
    if (groups.includes(name))
      compute.state.edit('instanceGroupManagers', selfLink.slice(selfLink.indexOf('projects/')), (one) => ({
        ...one,
        targetPools,
      }));
}

async function expose(world: SimulatedWorld): Promise<void> {
  const { isExposed, pools } = world.setup.shape;
  const pool = pools.find(({ isForeign }) => !isForeign);
  if (!isExposed || !pool) return;
  await askCompute(world, `POST regions/${region}/forwardingRules`, {
    name: 'minecraft',
    IPAddress: '203.0.113.7',
    IPProtocol: 'TCP',
    portRange: '25565',
    target: poolPathOf(pool.name),
  });
}
