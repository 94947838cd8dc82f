import test from 'ava';
import type { JsonObject } from '../../../sandbox/compute/json.ts';
import { aCompute, aTemplate, aVm, messageOf, reasonOf, zone } from './a-compute.ts';

const vm = `${zone}/instances/vm`;
const path = 'projects/demo/zones/us-central1-a/instances/vm';

test('A VM goes through its statuses, and each change is told', async (t) => {
  const { compute, work } = aCompute();
  const told: string[] = [];
  compute.onEvent((event) => event.type === 'instance' && told.push(`${event.from}>${event.to}`));
  await work('POST', `${zone}/instances`, aVm('vm'));
  await work('POST', `${vm}/stop`);
  await work('POST', `${vm}/start`);
  await work('DELETE', vm);
  t.deepEqual(told, [
    'undefined>PROVISIONING',
    'PROVISIONING>STAGING',
    'STAGING>RUNNING',
    'RUNNING>STOPPING',
    'STOPPING>TERMINATED',
    'TERMINATED>PROVISIONING',
    'PROVISIONING>STAGING',
    'STAGING>RUNNING',
    'RUNNING>STOPPING',
    'STOPPING>undefined',
  ]);
});

test('A VM has what the API gives it: addresses, fingerprints, a boot disk of its name', async (t) => {
  const { work, get } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const instance = await get(vm);
  t.like(instance, {
    kind: 'compute#instance',
    status: 'RUNNING',
    labelFingerprint: '42WmSpB8rSM=',
    scheduling: { automaticRestart: true, onHostMaintenance: 'MIGRATE', preemptible: false },
    disks: [{ index: 0, boot: true, autoDelete: true, deviceName: 'persistent-disk-0', mode: 'READ_WRITE' }],
    networkInterfaces: [{ name: 'nic0', networkIP: '10.128.0.2' }],
  });
  t.deepEqual(instance.tags, { fingerprint: '42WmSpB8rSM=' });
  const disk = await get(`${zone}/disks/vm`);
  t.deepEqual(disk.users, [instance.selfLink]);
  t.regex(String(disk.sourceImage), /images\/debian-12-v\d+$/);
  t.truthy(disk.lastAttachTimestamp);
});

test('An id is new with every VM, also under an old name (P-14)', async (t) => {
  const { work, get } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const before = (await get(vm)).id;
  await work('DELETE', vm);
  await work('POST', `${zone}/instances`, aVm('vm'));
  t.not((await get(vm)).id, before);
});

const refusesVm = test.macro({
  exec: async (t, body: object, words: RegExp) => {
    t.regex(messageOf(await aCompute().post(`${zone}/instances`, body)), words);
  },
  title: (name) => `A VM is refused ${name}`,
});

test(
  'of an unknown machine type',
  refusesVm,
  aVm('vm', { machineType: 'zones/us-central1-a/machineTypes/huge-1' }),
  /Machine type with name 'huge-1' does not exist in zone/,
);
test('without disks', refusesVm, aVm('vm', { disks: [] }), /No disks are specified/);
test('without a machine type', refusesVm, aVm('vm', { machineType: '' }), /Required field 'resource\.machineType'/);
test(
  'with a disk that does not exist',
  refusesVm,
  aVm('vm', { disks: [{ boot: true, source: 'zones/us-central1-a/disks/none' }] }),
  /disks\/none' was not found/,
);

test('A VM with a disk of the same name in the zone is refused', async (t) => {
  const { work, post } = aCompute();
  await work('POST', `${zone}/disks`, { name: 'vm' });
  t.is(reasonOf(await post(`${zone}/instances`, aVm('vm'))), 'alreadyExists');
});

test('A VM can be made of a template, and of disks that exist', async (t) => {
  const { work, get } = aCompute();
  await work('POST', '/global/instanceTemplates', aTemplate('tpl', { tags: { items: ['node'] } }));
  await work('POST', `${zone}/disks`, { name: 'root', sizeGb: '10' });
  const disks = [{ boot: true, source: 'zones/us-central1-a/disks/root' }];
  const made = await work('POST', `${zone}/instances?sourceInstanceTemplate=global/instanceTemplates/tpl`, {
    name: 'vm',
    disks,
  });
  t.is(made.error, undefined);
  t.like(await get(vm), { tags: { items: ['node'] }, disks: [{ autoDelete: false }] });
  t.is(((await get(`${zone}/disks/root`)).users as string[]).length, 1);
});

test('Fingerprints guard labels, tags and metadata', async (t) => {
  const { work, post, get } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const { labelFingerprint, tags, metadata } = (await get(vm)) as Record<string, { fingerprint: string }>;
  const otherAlphabet = String(labelFingerprint).replaceAll('-', '+').replaceAll('_', '/');
  t.is(
    (await work('POST', `${vm}/setLabels`, { labels: { app: 'x' }, labelFingerprint: otherAlphabet })).error,
    undefined,
  );
  t.is(reasonOf(await post(`${vm}/setLabels`, { labels: {}, labelFingerprint })), 'conditionNotMet');
  t.is((await work('POST', `${vm}/setTags`, { items: ['a'], fingerprint: tags?.fingerprint })).error, undefined);
  t.is(reasonOf(await post(`${vm}/setTags`, { items: ['b'], fingerprint: tags?.fingerprint })), 'conditionNotMet');
  t.is(reasonOf(await post(`${vm}/setTags`, { items: ['b'] })), 'required');
  const items = [{ key: 'a', value: 'b' }];
  await work('POST', `${vm}/setMetadata`, { items, fingerprint: metadata?.fingerprint });
  t.regex(
    messageOf(await post(`${vm}/setMetadata`, { items, fingerprint: metadata?.fingerprint })),
    /Supplied fingerprint does not match current metadata fingerprint/,
  );
  t.like(await get(vm), { labels: { app: 'x' }, tags: { items: ['a'] } });
});

const simulated = test.macro(async (t, scheduling: JsonObject, [method, status]: [string, string]) => {
  const { compute, work, get, pass } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm', { scheduling }));
  const told: string[] = [];
  compute.onEvent((event) => event.type === 'system' && told.push(event.method));
  await work('POST', `${vm}/simulateMaintenanceEvent`);
  await pass(60);
  t.deepEqual([told, (await get(vm)).status], [[`compute.instances.${method}`], status]);
});

test('Maintenance asked for preempts a Spot VM', simulated, { provisioningModel: 'SPOT' }, ['preempted', 'TERMINATED']);
test('Maintenance asked for moves a VM that may be moved', simulated, {}, ['migrateOnHostMaintenance', 'RUNNING']);
test('Maintenance asked for stops a VM that may not be moved', simulated, { onHostMaintenance: 'TERMINATE' }, [
  'terminateOnHostMaintenance',
  'TERMINATED',
]);

test('A preempted VM is STOPPING for its notice, then TERMINATED, and the log is told', async (t) => {
  const { compute, work, get, pass } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm', { scheduling: { preemptible: true } }));
  const systemEvents: string[] = [];
  compute.onEvent(
    (event) => event.type === 'system' && systemEvents.push(`${event.method} ${event.operation.name.split('-')[0]}`),
  );
  compute.state.preempt(path);
  t.is((await get(vm)).status, 'STOPPING');
  await pass(31);
  t.is((await get(vm)).status, 'TERMINATED');
  t.deepEqual(systemEvents, ['compute.instances.preempted systemevent']);
});

test('After a host error the same VM comes back, unless it is not to restart', async (t) => {
  const { compute, work, get, pass } = aCompute();
  const methods: string[] = [];
  compute.onEvent((event) => event.type === 'system' && methods.push(event.method));
  await work('POST', `${zone}/instances`, aVm('vm'));
  const { id } = await get(vm);
  compute.state.hostError(path);
  t.is((await get(vm)).status, 'REPAIRING');
  await pass(40);
  t.like(await get(vm), { id, status: 'RUNNING' });
  t.deepEqual(methods, ['compute.instances.hostError', 'compute.instances.automaticRestart']);
  await work('POST', `${vm}/setScheduling`, { automaticRestart: false });
  compute.state.hostError(path);
  await pass(60);
  t.is((await get(vm)).status, 'TERMINATED');
});

test('A VM that is protected is not deleted', async (t) => {
  const { work, send, post } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm', { deletionProtection: true }));
  t.is((await send('DELETE', vm)).status, 400);
  await work('POST', `${vm}/setDeletionProtection?deletionProtection=false`);
  t.is((await work('DELETE', vm)).error, undefined);
  t.is(reasonOf(await post(`${vm}/stop`)), 'notFound');
});

test('A replaced VM has the same name and another id, at once (F-22)', async (t) => {
  const { compute, work, get } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const before = await get(vm);
  compute.state.replaceInstance(path);
  const after = await get(vm);
  t.is(after.name, before.name);
  t.not(after.id, before.id);
  t.is(after.status, 'RUNNING');
});

test('An external address is given and taken', async (t) => {
  const { work, get, post } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const addressOf = async () => {
    const { networkInterfaces } = (await get(vm)) as { networkInterfaces?: { accessConfigs?: { natIP: string }[] }[] };
    return networkInterfaces?.[0]?.accessConfigs?.[0]?.natIP;
  };
  await work('POST', `${vm}/addAccessConfig?networkInterface=nic0`, { name: 'out', type: 'ONE_TO_ONE_NAT' });
  t.regex(String(await addressOf()), /^198\.18\./);
  t.regex(messageOf(await post(`${vm}/addAccessConfig?networkInterface=nic0`, { name: 'out' })), /At most one/);
  await work('POST', `${vm}/deleteAccessConfig?networkInterface=nic0&accessConfig=out`);
  t.is(await addressOf(), undefined);
});
