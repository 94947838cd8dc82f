import test from 'ava';
import { cloudTransport, createCloud } from '../../../sandbox/cloud.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';
import { aVm, compute } from './a-vm.ts';

test('a managed group that loses a VM to a repair tells of it step by step, under one trigger', async (t) => {
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  const transport = cloudTransport(cloud);
  const post = async (path: string, body: object) => {
    await transport(`${compute}/${path}`, { method: 'POST', body: JSON.stringify(body) });
    await clock.advance(120_000);
  };
  const { name: _, machineType: __, ...properties } = aVm();
  await post('global/instanceTemplates', { name: 'node', properties: { ...properties, machineType: 'e2-small' } });
  const group = {
    name: 'nodes',
    baseInstanceName: 'node',
    instanceTemplate: 'global/instanceTemplates/node',
    targetSize: 1,
  };
  await post('zones/us-central1-a/instanceGroupManagers', group);
  const [node] = cloud.compute.state.list('instances', 'my-project');
  cloud.logging.entries.length = 0;
  cloud.compute.state.preempt(`projects/my-project/zones/us-central1-a/instances/${node?.name}`);
  await clock.advance(600_000);
  const told = cloud.logging.entries.filter(({ operation }) => operation !== undefined);
  const byOperation = told.map(
    ({ protoPayload, operation }) => `${protoPayload?.methodName} ${Object(operation).last ? 'last' : 'first'}`,
  );
  const steps = ['delete', 'insert'].flatMap((verb) => pairOf(`v1.compute.instances.${verb}`));
  const memberships = ['addInstances', 'removeInstances'].flatMap((verb) =>
    pairOf(`v1.compute.instanceGroups.${verb}`),
  );
  const alone = ['preempted', 'repair.recreateInstance'].map((event) => `compute.instances.${event} last`);
  t.deepEqual(byOperation.sort(), [...steps, ...memberships, ...alone].sort());
  const triggers = told.flatMap(({ labels }) => Object(labels)['compute.googleapis.com/root_trigger_id'] ?? []);
  t.is(new Set(triggers).size, 1);
  // LAST may arrive before FIRST: they are 20 ms apart, and entries up to 2.8 s late.
  const added = told.find(
    ({ protoPayload, operation }) =>
      protoPayload?.methodName === 'v1.compute.instanceGroups.addInstances' && Object(operation).first,
  );
  t.is(added?.resource.type, 'gce_instance_group');
  t.is(added?.resource.labels.instance_group_name, 'nodes');
  t.regex(JSON.stringify(added?.protoPayload?.request), new RegExp(`instances/${node?.name}"`));
});

function pairOf(method: string): string[] {
  return [`${method} first`, `${method} last`];
}
