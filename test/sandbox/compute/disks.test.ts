import test from 'ava';
import { aCompute, aVm, messageOf, operationErrorOf, reasonOf, region, type TestCompute, zone } from './a-compute.ts';

const source = 'projects/demo/zones/us-central1-a/disks/data';
const data = { source, deviceName: 'data' };

async function withVms(options: Parameters<typeof aCompute>[0], ...names: string[]): Promise<TestCompute> {
  const cloud = aCompute(options);
  for (const name of names) await cloud.work('POST', `${zone}/instances`, aVm(name));
  await cloud.work('POST', `${zone}/disks`, { name: 'data', sizeGb: '10' });
  return cloud;
}

const attach = (cloud: TestCompute, name: string, body: object = data) =>
  cloud.work('POST', `${zone}/instances/${name}/attachDisk`, body);

test('A disk that never was attached shows it; attach and detach leave their times and users', async (t) => {
  const cloud = await withVms({}, 'a');
  const fresh = await cloud.get(`${zone}/disks/data`);
  t.false('lastAttachTimestamp' in fresh || 'users' in fresh);
  await attach(cloud, 'a');
  const { selfLink, disks } = (await cloud.get(`${zone}/instances/a`)) as { selfLink: string; disks: object[] };
  t.like(disks[1], {
    index: 1,
    deviceName: 'data',
    mode: 'READ_WRITE',
    autoDelete: false,
    boot: false,
    diskSizeGb: '10',
  });
  t.deepEqual((await cloud.get(`${zone}/disks/data`)).users, [selfLink]);
  await cloud.work('POST', `${zone}/instances/a/detachDisk?deviceName=data`);
  const after = await cloud.get(`${zone}/disks/data`);
  t.false('users' in after);
  t.truthy(after.lastAttachTimestamp && after.lastDetachTimestamp);
  t.is(((await cloud.get(`${zone}/instances/a`)).disks as unknown[]).length, 1);
});

test('A disk that is written to by one VM goes to no other; the operation names the holder (I-01)', async (t) => {
  const cloud = await withVms({}, 'a', 'b');
  await attach(cloud, 'a');
  for (const mode of ['READ_WRITE', 'READ_ONLY']) {
    const failed = await attach(cloud, 'b', { ...data, mode });
    t.deepEqual(operationErrorOf(failed), {
      code: 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE',
      message: `The disk resource '${source}' is already being used by 'projects/demo/zones/us-central1-a/instances/a'`,
    });
    t.is(failed.httpErrorStatusCode, 400);
  }
});

test('Two attaches in flight: one of them fails', async (t) => {
  const cloud = await withVms({}, 'a', 'b');
  const operations = [
    await cloud.post(`${zone}/instances/a/attachDisk`, data),
    await cloud.post(`${zone}/instances/b/attachDisk`, data),
  ];
  await cloud.pass(20);
  const ended = await Promise.all(operations.map(({ name }) => cloud.get(`${zone}/operations/${name}`)));
  t.is(ended.filter(({ error }) => error !== undefined).length, 1);
});

test('Many VMs may read one disk; then nobody may write to it', async (t) => {
  const cloud = await withVms({}, 'a', 'b', 'c');
  const reading = { ...data, mode: 'READ_ONLY' };
  t.is((await attach(cloud, 'a', reading)).error, undefined);
  t.is((await attach(cloud, 'b', reading)).error, undefined);
  t.is(operationErrorOf(await attach(cloud, 'c'))?.code, 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE');
  t.is(
    operationErrorOf(await attach(cloud, 'a', { ...reading, deviceName: 'twice' }))?.code,
    'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE',
  );
});

test('A disk of another zone is not attached (D-03)', async (t) => {
  const cloud = await withVms({}, 'a');
  await cloud.work('POST', '/zones/us-central1-b/disks', { name: 'data' });
  const failed = await attach(cloud, 'a', { source: source.replace('-a/', '-b/') });
  t.regex(operationErrorOf(failed)?.message ?? '', /not in the same zone/);
});

test('A regional disk goes to VMs of its two zones, and may be moved by force', async (t) => {
  const cloud = await withVms({}, 'a');
  const replicaZones = ['us-central1-a', 'us-central1-b'].map((name) => `projects/demo/zones/${name}`);
  t.regex(
    messageOf(await cloud.post(`${region}/disks`, { name: 'rd', replicaZones: [replicaZones[0]] })),
    /Exactly two/,
  );
  await cloud.work('POST', `${region}/disks`, { name: 'rd', replicaZones });
  await cloud.work(
    'POST',
    '/zones/us-central1-c/instances',
    aVm('c', { machineType: 'zones/us-central1-c/machineTypes/e2-small' }),
  );
  const regional = { source: 'projects/demo/regions/us-central1/disks/rd' };
  t.is((await attach(cloud, 'a', regional)).error, undefined);
  await cloud.work('POST', `${zone}/instances/a/detachDisk?deviceName=persistent-disk-1`);
  const other = await cloud.work('POST', '/zones/us-central1-c/instances/c/attachDisk', regional);
  t.regex(operationErrorOf(other)?.message ?? '', /not in the same zone/);
});

test('A zonal disk is not attached by force (D-14)', async (t) => {
  const cloud = await withVms({}, 'a');
  t.regex(
    messageOf(await cloud.post(`${zone}/instances/a/attachDisk?forceAttach=true`, data)),
    /only supported for regional/,
  );
});

test('Detach goes by the device name, not by the disk name', async (t) => {
  const cloud = await withVms({}, 'a');
  await attach(cloud, 'a', { source, deviceName: 'other-name' });
  const answer = await cloud.post(`${zone}/instances/a/detachDisk?deviceName=data`);
  t.is(messageOf(answer), "No attached disk found with device name 'data'");
  t.is((await cloud.work('POST', `${zone}/instances/a/detachDisk?deviceName=other-name`)).error, undefined);
});

test('The boot disk of a VM that runs stays', async (t) => {
  const cloud = await withVms({}, 'a');
  t.regex(messageOf(await cloud.post(`${zone}/instances/a/detachDisk?deviceName=persistent-disk-0`)), /boot disk/);
});

test('With its VM go the disks that are set to; the others are free again (D-02, D-13)', async (t) => {
  const cloud = await withVms({}, 'a');
  await attach(cloud, 'a');
  await cloud.work('POST', `${zone}/disks`, { name: 'scratch' });
  await attach(cloud, 'a', { source: source.replace('data', 'scratch'), deviceName: 'scratch', autoDelete: true });
  await cloud.work('DELETE', `${zone}/instances/a`);
  const names = ((await cloud.get(`${zone}/disks`)).items as { name: string }[]).map(({ name }) => name);
  t.deepEqual(names, ['data']);
  const left = await cloud.get(`${zone}/disks/data`);
  t.false('users' in left);
  t.truthy(left.lastDetachTimestamp);
});

test('A machine takes so many disks and no more (D-05)', async (t) => {
  const cloud = await withVms({ latencySeconds: { '*': 0.01 } }, 'a');
  for (let index = 1; index <= 16; index += 1) {
    await cloud.work('POST', `${zone}/disks`, { name: `d${index}` });
    const { error } = await attach(cloud, 'a', {
      source: source.replace('data', `d${index}`),
      deviceName: `d${index}`,
    });
    t.is(error === undefined, index <= 15, `disk ${index}`);
  }
});

test('Who may not act as the service account of the VM learns it late', async (t) => {
  const cloud = aCompute({ mayActAs: (_, account) => account !== 'nodes@demo.iam.gserviceaccount.com' });
  const serviceAccounts = [{ email: 'nodes@demo.iam.gserviceaccount.com', scopes: [] }];
  await cloud.work('POST', `${zone}/instances`, aVm('a', { serviceAccounts }));
  await cloud.work('POST', `${zone}/disks`, { name: 'data' });
  const failed = await attach(cloud, 'a');
  t.is(operationErrorOf(failed)?.code, 'SERVICE_ACCOUNT_ACCESS_DENIED');
  t.regex(operationErrorOf(failed)?.message ?? '', /nodes@demo\.iam\.gserviceaccount\.com.*user-1@example\.com/);
});

test('A VM on its way out takes no disk; one that is stopped does', async (t) => {
  const cloud = await withVms({ latencySeconds: { 'instances.stop': 60 } }, 'a');
  await cloud.post(`${zone}/instances/a/stop`);
  t.is(reasonOf(await cloud.post(`${zone}/instances/a/attachDisk`, data)), 'resourceNotReady');
  await cloud.pass(61);
  t.is((await attach(cloud, 'a')).error, undefined);
});

test('A disk only grows, and is not deleted while it is used', async (t) => {
  const cloud = await withVms({}, 'a');
  t.regex(messageOf(await cloud.post(`${zone}/disks/data/resize`, { sizeGb: '5' })), /cannot be smaller/);
  await cloud.work('POST', `${zone}/disks/data/resize`, { sizeGb: '20' });
  t.is((await cloud.get(`${zone}/disks/data`)).sizeGb, '20');
  await attach(cloud, 'a');
  t.is((await cloud.send('DELETE', `${zone}/disks/data`)).status, 400);
});

test('autoDelete is set by the device name', async (t) => {
  const cloud = await withVms({}, 'a');
  await attach(cloud, 'a', { ...data, autoDelete: true });
  await cloud.work('POST', `${zone}/instances/a/setDiskAutoDelete?deviceName=data&autoDelete=false`);
  t.like(await cloud.get(`${zone}/instances/a`), { disks: [{ autoDelete: true }, { autoDelete: false }] });
});
