import { blankContent, contentOf } from '../../sandbox/kubernetes/simulated/disk-content.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { installApp } from './app.ts';
import {
  type DiskShape,
  diskSourceOf,
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
import { wholeRequest } from './whole-exchange.ts';

/** What stands before Underpin comes: what its shape says, made by calls as people make them. */
export async function fillWorld(world: SimulatedWorld): Promise<void> {
  const { shape } = world.setup;
  await call(world, 'global/httpHealthChecks', { name: 'nodes', port: 10256, requestPath: '/healthz' });
  await call(world, 'global/instanceTemplates', nodeTemplate(shape));
  await call(world, 'global/firewalls', firewall('home-health-checks', healthCheckers, ['10256']));
  if (shape.isExposed) {
    await call(world, `regions/${region}/addresses`, { name: 'cluster-ip', address: '203.0.113.7' });
    await call(world, 'global/firewalls', firewall('minecraft', ['198.51.100.0/24'], ['25565']));
  }
  for (const disk of shape.disks) await makeDisk(world, disk);
  if (shape.hasBastion) await makeBastion(world);
  await world.clock.advance(5000);
  for (const { name, zone, size } of shape.groups)
    await call(world, `zones/${zone}/instanceGroupManagers`, managedGroup(name, size));
  for (const name of ['underpin', 'underpin-mounts'])
    world.kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await world.clock.advance(25_000);
  for (const pool of shape.pools) await makePool(world, pool);
  await world.clock.advance(2000);
  await expose(world);
  installApp(world);
  for (const disk of shape.disks) await placeDisk(world, disk);
  await world.clock.advance(3000);
  for (const disk of shape.disks) if (disk.begins === 'mounted') mountByHand(world, disk);
}

export async function call(
  { compute }: SimulatedWorld,
  path: string,
  body: JsonObject,
  method = 'POST',
): Promise<JsonObject> {
  const url = `https://compute.googleapis.com/compute/v1/projects/${project}/${path}`;
  const init = {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  };
  const answer = (await (await compute.handle(wholeRequest(url, init))).json()) as JsonObject;
  if (answer.error) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
  return answer;
}

const healthCheckers = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];

function firewall(name: string, sourceRanges: string[], ports: string[]): JsonObject {
  const allowed = [{ IPProtocol: 'tcp', ports }];
  return { name, network: 'global/networks/default', sourceRanges, targetTags: [nodeTag], allowed };
}

const machine = {
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
  await call(world, `${place}/instances`, { ...machine, name: 'bastion', machineType, tags: { items: [sharedTag] } });
}

function managedGroup(name: string, targetSize: number): JsonObject {
  const instanceTemplate = `projects/${project}/global/instanceTemplates/k8s-node`;
  const healthCheck = `projects/${project}/global/httpHealthChecks/nodes`;
  return {
    name,
    baseInstanceName: name,
    targetSize,
    instanceTemplate,
    autoHealingPolicies: [{ healthCheck, initialDelaySec: 300 }],
  };
}

async function makePool(
  world: SimulatedWorld,
  { name, groups, filled, isForeign, isOfGroup }: PoolShape,
): Promise<void> {
  const vms = world.compute.state
    .list('instances', project)
    .filter((vm) => groups.some((group) => vm.name.startsWith(`${group}-`)))
    .map(({ selfLink }) => selfLink);
  await call(world, `regions/${region}/targetPools`, {
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
  await call(world, `regions/${region}/forwardingRules`, {
    name: 'minecraft',
    IPAddress: '203.0.113.7',
    IPProtocol: 'TCP',
    portRange: '25565',
    target: poolPathOf(pool.name),
  });
}

async function makeDisk(world: SimulatedWorld, disk: DiskShape): Promise<void> {
  if (disk.begins === 'absent') return;
  const { name, zone, otherZone, content, isProtected, isNew, owner } = disk;
  const labels = isProtected ? { 'underpin-protect': 'true' } : {};
  const made = isNew ? {} : { sourceSnapshot: `projects/${project}/global/snapshots/before` };
  const replicaZones = [zone, otherZone].map((one) => `projects/${project}/zones/${one}`);
  const [place, replicas] = otherZone ? [`regions/${region}`, { replicaZones }] : [`zones/${zone}`, {}];
  await call(world, `${place}/disks`, { name, sizeGb: '10', labels, ...made, ...replicas });
  world.kubernetes.nodes.disks.set(diskSourceOf(disk), contentFor(content));
  if (owner) world.kubernetes.store.put(volume(disk));
}

function contentFor(content: DiskShape['content']) {
  if (content === 'blank') return blankContent();
  if (content === 'data')
    return contentOf('ext4', { filesystemBytes: 10 * 2 ** 30, files: new Map([['level.dat', 'a castle']]) });
  return content === 'gpt' ? contentOf('gpt') : contentOf('', { kind: 'unknown', uuid: null });
}

function volume({ name }: DiskShape): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pv-${name}` },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      // As people write it for a disk that was there before; the place is left out.
      csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: `projects/UNSPECIFIED/zones/UNSPECIFIED/disks/${name}` },
    },
  };
}

async function placeDisk(world: SimulatedWorld, disk: DiskShape): Promise<void> {
  const vm = homeOf(world, disk);
  if (!vm || (disk.begins !== 'mounted' && disk.begins !== 'attached')) return;
  const { name, autoDelete, isReadOnly } = disk;
  const body = {
    source: diskSourceOf(disk),
    deviceName: name,
    autoDelete,
    mode: isReadOnly ? 'READ_ONLY' : 'READ_WRITE',
  };
  await call(world, `zones/${disk.zone}/instances/${vm.name}/attachDisk`, body);
}

/** The first VM of its group, or of the one that holds it in the beginning, in its zone. */
export function homeOf({ compute }: SimulatedWorld, { group, heldBy = group, zone }: DiskShape) {
  return compute.state
    .list('instances', project)
    .find(({ name, selfLink }) => name.startsWith(`${heldBy}-`) && selfLink.includes(`/${zone}/`));
}

/** As the run before this story left it: mounted, recorded, labelled. */
function mountByHand(world: SimulatedWorld, disk: DiskShape): void {
  const vm = homeOf(world, disk);
  if (!vm) return;
  const { nodes, store } = world.kubernetes;
  const machine = nodes.machine(vm.name);
  const block = machine.find(disk.name);
  const node = { apiVersion: 'v1', kind: 'Node', name: vm.name };
  const path = `/mnt/${disk.name}`;
  if (!block || !store.get(node)) return;
  machine.mounts.push({
    path,
    device: block.device,
    fstype: 'ext4',
    options: disk.isReadOnly ? 'ro,relatime' : 'rw,relatime',
  });
  machine.lockedPaths.add(path);
  const mountedAt = new Date(world.clock.now() - 60_000).toISOString();
  const record = { uuid: block.content.uuid ?? '', bootID: machine.bootID, path, mountedAt };
  const key = `disk.underpin.dev/${disk.name}`;
  store.patch(node, { metadata: { labels: { [key]: 'mounted' }, annotations: { [key]: JSON.stringify(record) } } });
}
