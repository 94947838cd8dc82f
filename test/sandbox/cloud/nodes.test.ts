import test from 'ava';
import { cloudTransport, createCloud } from '../../../sandbox/cloud.ts';
import { createKubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import type { Vm, VmSource } from '../../../sandbox/kubernetes/vm.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';
import { aVm, compute } from './a-vm.ts';

test('nodes come and go with their VMs, and the log tells of them', async (t) => {
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  const kubernetes = createKubernetes({ runtime: clock });
  const place = { project: 'my-project', location: 'us-central1-a', cluster: 'home' };
  cloud.attachCluster({
    place,
    kubernetes,
    endpoint: 'home.test',
    isNode: ({ name }) => name === 'vm-1',
    logsNodes: true,
  });
  const transport = cloudTransport(cloud);
  for (const name of ['vm-1', 'no-node']) {
    await transport(`${compute}/zones/us-central1-a/instances`, {
      method: 'POST',
      body: JSON.stringify({ ...aVm(), name }),
    });
  }
  await clock.advance(180_000);
  const nodes = () => kubernetes.store.list({ apiVersion: 'v1', kind: 'Node' });
  t.deepEqual(
    nodes().map(({ metadata, spec }) => [metadata.name, spec]),
    [['vm-1', { providerID: 'gce://my-project/us-central1-a/vm-1' }]],
  );
  await transport(`${compute}/zones/us-central1-a/instances/vm-1`, { method: 'DELETE' });
  await clock.advance(600_000);
  t.deepEqual(nodes(), []);
  const { entries } = cloud.logging;
  const audited = entries
    .filter(({ resource }) => resource.type === 'k8s_cluster')
    .map(({ protoPayload }) => protoPayload?.methodName);
  t.deepEqual(audited, ['io.k8s.core.v1.nodes.create', 'io.k8s.core.v1.nodes.delete']);
  const reasons = entries
    .filter(({ resource }) => resource.type === 'k8s_node')
    .map(({ jsonPayload }) => Object(jsonPayload).reason);
  for (const reason of ['RegisteredNode', 'NodeReady', 'NodeNotReady', 'RemovingNode'])
    t.true(reasons.includes(reason), reason);
  const url = 'https://container.googleapis.com/v1/projects/my-project/locations/us-central1-a/clusters/home';
  t.like(await (await transport(url, {})).json(), { endpoint: 'home.test' });
  t.is((await transport('https://home.test/api/v1/nodes', {})).status, 200);
  cloud.close();
});

test('a disk that is attached is seen by the node, and a VM that comes back under its name boots anew (P-14)', async (t) => {
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  const transport = cloudTransport(cloud);
  const told: string[] = [];
  const say = (what: string) => (one: Vm) =>
    told.push(`${what} ${one.id} ${one.disks.map(({ deviceName }) => deviceName).slice(1)}`);
  const attachNodes = (source: VmSource) =>
    source.listen({
      onVmRunning: say('running'),
      onVmStopped: say('stopped'),
      onVmGone: say('gone'),
      onDisksChanged: say('disks'),
    });
  const place = { project: 'my-project', location: 'us-central1-a', cluster: 'home' };
  const handle = async () => new Response();
  cloud.attachCluster({ place, kubernetes: { handle, attachNodes }, endpoint: 'home.test', isNode: () => true });
  const zone = `${compute}/zones/us-central1-a`;
  const post = async (path: string, body: object, method = 'POST') => {
    await transport(`${zone}/${path}`, { method, ...(method === 'POST' ? { body: JSON.stringify(body) } : {}) });
    await clock.advance(300_000);
  };
  const id = () => cloud.compute.state.read('instances', 'projects/my-project/zones/us-central1-a/instances/vm-1')?.id;
  await post('disks', { name: 'foodata', sizeGb: '10' });
  await post('instances', aVm());
  const first = id();
  await post('instances/vm-1/attachDisk', {
    source: 'projects/my-project/zones/us-central1-a/disks/foodata',
    deviceName: 'foodata',
  });
  await post('instances/vm-1', {}, 'DELETE');
  await post('instances', aVm());
  const second = id();
  t.not(first, second);
  t.deepEqual(told, [
    `running ${first} `,
    `disks ${first} foodata`,
    `stopped ${first} foodata`,
    `gone ${first} foodata`,
    `running ${second} `,
  ]);
});
