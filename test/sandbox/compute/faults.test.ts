import test from 'ava';
import { type FaultNumber, faultNumbered } from '../../../sandbox/compute/faults/catalogue.ts';
import type { Fault } from '../../../sandbox/compute/faults/fault.ts';
import {
  aCompute,
  aPoolWith,
  aRequest,
  aVm,
  namesOf,
  operationErrorOf,
  region,
  type TestCompute,
  zone,
} from './a-compute.ts';

const pools = `${region}/targetPools`;

function codeOf(error: unknown): unknown {
  return ((error as Error).cause as { code?: string } | undefined)?.code;
}

test('A refused connection rejects as fetch does, and nothing is done (F-01)', async (t) => {
  const { compute, send, get } = aCompute();
  compute.faults.add(faultNumbered('F-01'));
  t.is(codeOf(await t.throwsAsync(send('POST', pools, { name: 'nodes' }))), 'ECONNREFUSED');
  t.is((await get(pools)).items, undefined);
  t.like(compute.calls[0], { status: 0, method: 'compute.targetPools.insert', fault: 'F-01', mutating: true });
});

const timesOut = test.macro({
  exec: async (t, applied: boolean) => {
    const { compute, clock, get } = aCompute();
    compute.faults.add({ fault: { kind: 'timeout', applied, seconds: 60 } });
    const call = clock.drive(compute.handle(aRequest('POST', pools, { name: 'nodes' })));
    t.is(codeOf(await t.throwsAsync(call)), 'ETIMEDOUT');
    t.deepEqual(namesOf(await get(pools)), applied ? ['nodes'] : []);
  },
  title: (_, applied: boolean) => `A call times out and was ${applied ? '' : 'not '}applied (F-02)`,
});

test(timesOut, true);
test(timesOut, false);

test('A client that hangs up ends the wait for an answer', async (t) => {
  const { compute } = aCompute();
  compute.faults.add({ fault: { kind: 'timeout', applied: true } });
  const hangUp = new AbortController();
  const answer = compute.handle(new Request(aRequest('GET', pools), { signal: hangUp.signal }));
  hangUp.abort();
  await t.throwsAsync(answer, { name: 'AbortError' });
});

test('A reset in mid-body: the call was applied, the body breaks off (F-03)', async (t) => {
  const { compute, send, pass, get } = aCompute();
  compute.faults.add(faultNumbered('F-03'));
  const answer = await send('POST', pools, { name: 'nodes' });
  t.is(answer.status, 200);
  await t.throwsAsync(answer.text());
  await pass(10);
  t.deepEqual(namesOf(await get(pools)), ['nodes']);
});

const answers = test.macro({
  exec: async (t, number: FaultNumber, status: number, reason: string) => {
    const { compute, send, get } = aCompute();
    compute.faults.add(faultNumbered(number));
    const answer = await send('POST', pools, { name: 'nodes' });
    t.is(answer.status, status);
    t.like(await answer.json(), { error: { code: status, errors: [{ domain: 'global', reason }] } });
    t.is((await get(pools)).items, undefined);
    t.is(compute.calls[0]?.fault, number);
  },
  title: (_, number: FaultNumber, status: number, reason: string) => `${number} is ${status} ${reason}`,
});

test(answers, 'F-04', 429, 'rateLimitExceeded');
test(answers, 'F-05', 403, 'rateLimitExceeded');
test(answers, 'F-06', 503, 'backendError');
test(answers, 'F-07', 401, 'authError');
test(answers, 'F-08', 403, 'forbidden');
test(answers, 'F-09', 404, 'notFound');
test(answers, 'F-10', 412, 'conditionNotMet');
test(answers, 'F-11', 400, 'resourceInUseByAnotherResource');

test('HTML instead of JSON (F-12)', async (t) => {
  const { compute, send } = aCompute();
  compute.faults.add(faultNumbered('F-12'));
  const answer = await send('GET', pools);
  t.is(answer.status, 502);
  await t.throwsAsync(answer.json());
});

async function withPools(...names: string[]): Promise<TestCompute> {
  const cloud = aCompute();
  for (const name of names) await cloud.post(pools, { name });
  await cloud.pass(10);
  return cloud;
}

test('A page comes without its items, or leads to itself (F-13)', async (t) => {
  const { compute, get } = await withPools('a', 'b', 'c');
  compute.faults.add(faultNumbered('F-13'));
  const empty = await get(`${pools}?maxResults=2`);
  t.deepEqual(namesOf(empty), []);
  t.truthy(empty.nextPageToken);
  compute.faults.add({ fault: { kind: 'page', how: 'repeated' } });
  t.truthy((await get(pools)).nextPageToken);
});

test('A stale read tells the world of a while ago (F-14)', async (t) => {
  const cloud = await withPools('a');
  await cloud.pass(60);
  await cloud.work('POST', pools, { name: 'b' });
  await cloud.work('DELETE', `${pools}/a`);
  cloud.compute.faults.add({ fault: { kind: 'stale', seconds: 30 }, count: 3 });
  t.deepEqual(namesOf(await cloud.get(pools)), ['a']);
  t.is((await cloud.send('GET', `${pools}/a`)).status, 200);
  t.is((await cloud.send('GET', `${pools}/b`)).status, 404);
  t.deepEqual(namesOf(await cloud.get(pools)), ['b']);
});

test('An operation is DONE with an error, whether its work was done or not (F-15)', async (t) => {
  for (const applied of [false, true]) {
    const { compute, work, send } = aCompute();
    const error = { status: 503, reason: 'internalError', code: 'INTERNAL_ERROR', message: 'Internal error.' };
    compute.faults.add({ fault: { kind: 'operation error', error, applied } });
    const operation = await work('POST', pools, { name: 'nodes' });
    t.like(operation, { status: 'DONE', httpErrorStatusCode: 503, httpErrorMessage: 'SERVICE UNAVAILABLE' });
    t.is(operationErrorOf(operation)?.code, 'INTERNAL_ERROR');
    t.is((await send('GET', `${pools}/nodes`)).status, applied ? 200 : 404);
  }
});

test('An operation that fails leaves no VM behind', async (t) => {
  const { compute, work, send } = aCompute();
  compute.faults.add(faultNumbered('F-15'));
  await work('POST', `${zone}/instances`, aVm('vm'));
  t.is((await send('GET', `${zone}/instances/vm`)).status, 404);
  t.is((await send('GET', `${zone}/disks/vm`)).status, 404);
});

test('An operation is RUNNING for ever (F-16)', async (t) => {
  const { compute, post, pass, get } = aCompute();
  compute.faults.add(faultNumbered('F-16'));
  const { name } = await post(pools, { name: 'nodes' });
  await pass(86_400);
  t.like(await get(`${region}/operations/${name}`), { status: 'RUNNING', progress: 0 });
});

test('A partial list names what it could not reach (F-17, P-07)', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a');
  cloud.compute.faults.add({ fault: { kind: 'partial', scopes: ['zones/us-central1-a'] }, count: 2 });
  const whole = await cloud.get('/aggregated/instances');
  t.like(whole, { items: { 'zones/us-central1-a': { warning: { code: 'UNREACHABLE' } } } });
  t.deepEqual(whole.unreachables, ['zones/us-central1-a']);
  const plain = await cloud.get(`${zone}/instances`);
  t.like(plain, { items: [], warning: { code: 'UNREACHABLE' } });
});

test('Somebody acts between a read and a write (F-22, F-23)', async (t) => {
  const cloud = aCompute();
  await aPoolWith(cloud, 'a');
  const { id } = await cloud.get(`${zone}/instances/a`);
  const act = () => void cloud.compute.state.replaceInstance('projects/demo/zones/us-central1-a/instances/a');
  cloud.compute.faults.add({ fault: { kind: 'act', act, when: 'after' }, method: 'compute.instances.get' });
  t.is((await cloud.get(`${zone}/instances/a`)).id, id);
  t.not((await cloud.get(`${zone}/instances/a`)).id, id);
});

const error: Fault = { kind: 'error', error: { status: 500, reason: 'backendError', message: 'x' } };

test('A fault hits the calls it was planted for, as often as it was told', async (t) => {
  const { compute, send } = aCompute();
  const planted = compute.faults.add({ fault: error, method: /targetPools\.list$/, skip: 1, count: 2 });
  const statuses: number[] = [];
  for (let round = 0; round < 5; round += 1)
    statuses.push((await send('GET', pools)).status, (await send('GET', '/zones')).status);
  t.deepEqual(statuses, [200, 200, 500, 200, 500, 200, 200, 200, 200, 200]);
  t.is(planted.hits(), 2);
  const always = compute.faults.add({
    fault: error,
    count: Number.POSITIVE_INFINITY,
    when: ({ mutating }) => mutating,
  });
  t.is((await send('POST', pools, { name: 'a' })).status, 500);
  t.is((await send('GET', pools)).status, 200);
  always.remove();
  t.is((await send('POST', pools, { name: 'a' })).status, 200);
});
