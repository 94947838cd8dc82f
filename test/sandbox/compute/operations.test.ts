import test from 'ava';
import {
  aCompute,
  aPoolWith,
  aRequest,
  aVm,
  messageOf,
  operationErrorOf,
  reasonOf,
  region,
  zone,
} from './a-compute.ts';

const requestId = '6c8e2a3e-1d0f-4b8b-9f0a-0d4f9a4b8c11';

test('An operation is PENDING, then RUNNING, then DONE, and its work shows when it is DONE', async (t) => {
  const { post, get, pass, send } = aCompute({ latencySeconds: { '*': 10 }, pendingSeconds: 1 });
  const operation = await post(`${region}/targetPools`, { name: 'nodes' });
  const path = `${region}/operations/${operation.name}`;
  t.like(operation, { status: 'PENDING', progress: 0, operationType: 'insert', user: 'user-1@example.com' });
  await pass(2);
  t.is((await get(path)).status, 'RUNNING');
  t.is((await send('GET', `${region}/targetPools/nodes`)).status, 404);
  await pass(9);
  t.like(await get(path), { status: 'DONE', progress: 100 });
  t.is((await get(`${region}/targetPools/nodes`)).name, 'nodes');
});

test('An operation has what clients cut out of it: selfLink, id as a string, region, targetLink', async (t) => {
  const operation = await aCompute().post(`${region}/targetPools`, { name: 'nodes' });
  const base = 'http://sandbox.test/compute/v1/projects/demo/regions/us-central1';
  t.is(operation.selfLink, `${base}/operations/${operation.name}`);
  t.is(operation.targetLink, `${base}/targetPools/nodes`);
  t.is(operation.region, base);
  t.regex(String(operation.id), /^\d{19}$/);
  t.regex(String(operation.insertTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[78]:00$/);
});

test('`wait` answers when the operation is DONE, or after two minutes as it is by then', async (t) => {
  const { post, clock, compute } = aCompute({ latencySeconds: { 'targetPools.insert': 30, 'firewalls.insert': 500 } });
  const timed = async (place: string, name: unknown) => {
    const begun = clock.now();
    const answer = compute.handle(aRequest('POST', `${place}/operations/${name}/wait`));
    const { status } = (await (await clock.drive(answer)).json()) as { status: string };
    return { status, seconds: Math.round((clock.now() - begun) / 1000) };
  };
  const short = await post(`${region}/targetPools`, { name: 'nodes' });
  t.deepEqual(await timed(region, short.name), { status: 'DONE', seconds: 30 });
  t.deepEqual(await timed(region, short.name), { status: 'DONE', seconds: 0 });
  const long = await post('/global/firewalls', { name: 'fw', allowed: [{ IPProtocol: 'tcp' }] });
  t.deepEqual(await timed('/global', long.name), { status: 'RUNNING', seconds: 120 });
});

test('DONE can be failure, with code, status and text (P-04)', async (t) => {
  const { post, get, work, pass } = aCompute({ conflicts: 'by operation' });
  const first = await post(`${region}/targetPools`, { name: 'nodes' });
  const second = await work('POST', `${region}/targetPools`, { name: 'nodes' });
  await pass(30);
  t.is((await get(`${region}/operations/${first.name}`)).error, undefined);
  t.is(operationErrorOf(second)?.code, 'RESOURCE_ALREADY_EXISTS');
  t.like(second, { httpErrorStatusCode: 409, httpErrorMessage: 'CONFLICT', progress: 100 });
});

test('Two inserts of one name at once: the second fails late', async (t) => {
  const { post, get, pass } = aCompute();
  const [first, second] = [
    await post(`${region}/targetPools`, { name: 'a' }),
    await post(`${region}/targetPools`, { name: 'a' }),
  ];
  await pass(30);
  const errors = await Promise.all(
    [first, second].map(async ({ name }) => (await get(`${region}/operations/${name}`)).error),
  );
  t.is(errors.filter((error) => error !== undefined).length, 1);
});

test('A repeated requestId does nothing and is answered with the first operation (P-16, I-28)', async (t) => {
  const { post, work, compute, clock } = aCompute();
  await aPoolWith({ compute, post, work } as never, 'vm');
  const path = `${region}/targetPools/nodes/removeInstance?requestId=${requestId}`;
  const body = { instances: [{ instance: 'zones/us-central1-a/instances/vm' }] };
  const first = await work('POST', path, body);
  t.is(first.clientOperationId, requestId);
  t.is((await post(path, body)).name, first.name);
  t.is((await post(path, body)).status, 'DONE');
  await clock.advance(2 * 3_600_000);
  t.is(reasonOf(await post(path, body)), 'invalid');
});

test('A requestId must be a UUID that is not zero, and not one of another method', async (t) => {
  const { post } = aCompute();
  const insert = (id: string, name: string) => post(`${zone}/disks?requestId=${id}`, { name });
  t.regex(messageOf(await insert('7', 'a')), /non-zero UUID/);
  t.regex(messageOf(await insert('00000000-0000-0000-0000-000000000000', 'a')), /non-zero UUID/);
  t.is((await insert(requestId, 'a')).status, 'PENDING');
  t.regex(messageOf(await post(`${region}/targetPools?requestId=${requestId}`, { name: 'b' })), /already used/);
});

test('Operations are listed where their target lies, and aggregated', async (t) => {
  const { post, get, send, work } = aCompute();
  await post(`${zone}/instances`, aVm('vm'));
  const deleted = await work('POST', `${region}/targetPools`, { name: 'nodes' });
  t.is(((await get(`${zone}/operations`)).items as unknown[]).length, 1);
  t.is(((await get(`${region}/operations`)).items as unknown[]).length, 1);
  t.is((await get('/global/operations')).items, undefined);
  const all = (await get('/aggregated/operations')).items as Record<string, { operations?: unknown[] }>;
  t.is(all['zones/us-central1-a']?.operations?.length, 1);
  t.is((await send('DELETE', `${region}/operations/${deleted.name}`)).status, 204);
  t.is((await send('GET', `${region}/operations/${deleted.name}`)).status, 404);
});

test('Durations are as measured, and can be scaled', async (t) => {
  const { compute, post, pass, get } = aCompute({ latencyScale: 0.01 });
  await post(`${zone}/instances`, aVm('vm'));
  t.like(compute.state.read('instances', 'projects/demo/zones/us-central1-a/instances/vm'), { status: 'PROVISIONING' });
  await pass(0.11);
  t.is((await get(`${zone}/instances/vm`)).status, 'RUNNING');
});
