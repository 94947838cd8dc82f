import test from 'ava';
import { aCompute, aPoolWith, aVm, messageOf, operationErrorOf, reasonOf, region, zone } from './a-compute.ts';

const pool = `${region}/targetPools/nodes`;
const member = (name: string) => ({ instances: [{ instance: `/zones/us-central1-a/instances/${name}` }] });
const link = (name: string) => `http://sandbox.test/compute/v1/projects/demo/zones/us-central1-a/instances/${name}`;

test('Members are given as partial URLs and read back as full links', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a', 'b');
  t.deepEqual((await cloud.get(pool)).instances, [link('a'), link('b')]);
  await cloud.work('POST', `${pool}/removeInstance`, {
    instances: [{ instance: link('a').replace('/v1/', '/beta/') }],
  });
  t.deepEqual((await cloud.get(pool)).instances, [link('b')]);
  t.like(await cloud.work('POST', `${pool}/addInstance`, member('a')), {
    operationType: 'AddInstance',
    error: undefined,
  });
  t.deepEqual((await cloud.get(pool)).instances, [link('b'), link('a')]);
});

test('An empty pool has no list of instances; a new one may name VMs that are still to come', async (t) => {
  const { work, get } = aCompute();
  await work('POST', `${region}/targetPools`, { name: 'empty' });
  t.false('instances' in (await get(`${region}/targetPools/empty`)));
  await work('POST', `${region}/targetPools`, { name: 'nodes', instances: ['zones/us-central1-a/instances/later'] });
  t.deepEqual((await get(pool)).instances, [link('later')]);
});

test('Removing what is no member is 400, in the words clients look for (P-11)', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a');
  const answer = await cloud.post(`${pool}/removeInstance`, member('b'));
  t.is(reasonOf(answer), 'invalid');
  t.is(
    messageOf(answer),
    `Invalid value for field 'resource.instance': '${link('b')}'. Instance is not currently attached to this target pool.`,
  );
});

test('Adding a member twice is accepted, or refused, as one chooses (P-11)', async (t) => {
  const easy = aCompute();
  await aPoolWith(easy, 'a');
  t.is((await easy.work('POST', `${pool}/addInstance`, member('a'))).error, undefined);
  t.deepEqual((await easy.get(pool)).instances, [link('a')]);
  const strict = aCompute({ repeatedMember: 'refuse', conflicts: 'by operation' });
  await aPoolWith(strict, 'a');
  t.is(operationErrorOf(await strict.work('POST', `${pool}/addInstance`, member('a')))?.code, 'INVALID_FIELD_VALUE');
});

test('A VM of another region, or one that does not exist, does not get in', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a');
  const foreign = { instances: [{ instance: 'zones/europe-west1-b/instances/x' }] };
  t.regex(messageOf(await cloud.post(`${pool}/addInstance`, foreign)), /must be in region 'us-central1'/);
  t.is(reasonOf(await cloud.post(`${pool}/addInstance`, member('nobody'))), 'notFound');
});

const afterDeletion = test.macro({
  exec: async (t, staleMembers: 'keep' | 'vanish', left: string[] | undefined) => {
    const cloud = aCompute({ staleMembers });
    await aPoolWith(cloud, 'a');
    await cloud.work('DELETE', `${zone}/instances/a`);
    t.deepEqual((await cloud.get(pool)).instances, left);
  },
  title: (_, staleMembers: string) => `A deleted VM's URL in its pools: ${staleMembers} (P-13)`,
});

test(afterDeletion, 'keep', [link('a')]);
test(afterDeletion, 'vanish', undefined);

test('A VM reborn under its name is a member again without any action', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a');
  const before = (await cloud.get(`${zone}/instances/a`)).id;
  await cloud.work('DELETE', `${zone}/instances/a`);
  await cloud.work('POST', `${zone}/instances`, aVm('a'));
  t.not((await cloud.get(`${zone}/instances/a`)).id, before);
  t.deepEqual((await cloud.get(pool)).instances, [link('a')]);
});

test('A pool takes one health check, a legacy one that exists (N-09)', async (t) => {
  const { work, post, get } = aCompute();
  for (const name of ['one', 'two']) await work('POST', '/global/httpHealthChecks', { name });
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  const check = (name: string) => ({ healthChecks: [{ healthCheck: `global/httpHealthChecks/${name}` }] });
  t.is(reasonOf(await post(`${pool}/addHealthCheck`, check('none'))), 'notFound');
  await work('POST', `${pool}/addHealthCheck`, check('one'));
  t.regex(messageOf(await post(`${pool}/addHealthCheck`, check('two'))), /At most 1 health check/);
  await work('POST', `${pool}/removeHealthCheck`, check('one'));
  t.false('healthChecks' in (await get(pool)));
});

test('The backup pool is set with its ratio, and taken away by an empty body (N-08)', async (t) => {
  const { work, get } = aCompute();
  for (const name of ['nodes', 'spare']) await work('POST', `${region}/targetPools`, { name });
  await work('POST', `${pool}/setBackup?failoverRatio=0.25`, { target: 'regions/us-central1/targetPools/spare' });
  t.like(await get(pool), { failoverRatio: 0.25 });
  t.regex(String((await get(pool)).backupPool), /\/targetPools\/spare$/);
  await work('POST', `${pool}/setBackup`, {});
  t.false('backupPool' in (await get(pool)));
});

test('A pool that a forwarding rule or another pool uses is not deleted', async (t) => {
  const { work, send } = aCompute();
  for (const name of ['nodes', 'spare']) await work('POST', `${region}/targetPools`, { name });
  await work('POST', `${region}/forwardingRules`, {
    name: 'web',
    portRange: '80',
    target: 'regions/us-central1/targetPools/nodes',
  });
  const answer = await send('DELETE', pool);
  t.is(answer.status, 400);
  t.is(reasonOf((await answer.json()) as never), 'resourceInUseByAnotherResource');
});
