import test from 'ava';
import { dueWrite } from '../../../shared/apply/due-write.ts';
import type { Lease } from '../../../shared/apply/lease.ts';
import { RefusedError } from '../../../shared/errors.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench } from './a-bench.ts';

const cloud = 'https://compute.googleapis.com/compute/v1/projects/p/zones/z/instances/i/detachDisk';
const api = 'https://cluster/api/v1';
const post = { method: 'POST' };

/** A step that has looked, and what comes of its writes as time goes by. */
function aStep({ isBound = true, plan = 300_000 } = {}) {
  const state = { now: 0, confirmed: 0, confirmTakes: 0 };
  const confirm = async () => {
    state.confirmed += 1;
    state.now += state.confirmTakes;
  };
  const held = isBound ? ({ epoch: 1, confirm, release: async () => undefined } satisfies Lease) : null;
  const due = dueWrite(
    held,
    () => state.now > plan,
    () => state.now,
  );
  return { state, ...due };
}

test('I-19 a write leaves within ten seconds of its step’s look', async (t) => {
  const { state, lease, check } = aStep();
  await lease?.confirm();
  state.now = 9_999;
  await t.notThrowsAsync(check(cloud, post));
  state.now = 10_000;
  const error = await t.throwsAsync(check(cloud, post), { instanceOf: RefusedError });
  t.is(error?.message, 'what it saw is 10 s old; the next pass looks anew (I-19)');
  t.is((error as RefusedError).status, 503);
  await t.throwsAsync(check(`${api}/namespaces/underpin-mounts/jobs`, post), { instanceOf: RefusedError });
});

test('F-19 the look is as old as when its Lease was asked for, however long that took', async (t) => {
  const { state, lease, check } = aStep();
  state.confirmTakes = 3_600_000;
  await lease?.confirm();
  await t.throwsAsync(check(cloud, post), { instanceOf: RefusedError });
});

test('who looks again may write again', async (t) => {
  const { state, lease, check } = aStep();
  await lease?.confirm();
  state.now = 20_000;
  await lease?.confirm();
  await t.notThrowsAsync(check(cloud, post));
});

test('I-34 a clock that was set back proves nothing', async (t) => {
  const { state, lease, check } = aStep();
  state.now = 5_000;
  await lease?.confirm();
  state.now = 4_000;
  await t.throwsAsync(check(cloud, post), { instanceOf: RefusedError });
});

test('I-20 what is made anew confirms the Lease right before, and once', async (t) => {
  const { state, check } = aStep();
  await check(cloud, post);
  await check(cloud, post);
  t.is(state.confirmed, 1);
});

const outlives = test.macro(async (t, url: string, method: string, expected: boolean) => {
  for (const isBound of [true, false]) {
    const { state, lease, check } = aStep({ isBound });
    await lease?.confirm();
    state.now = 301_000;
    if (expected) await t.notThrowsAsync(check(url, { method }));
    else await t.throwsAsync(check(url, { method }), { instanceOf: RefusedError });
  }
});
test('I-19 nothing leaves for a plan that is too old', outlives, cloud, 'POST', false);
test('no Job is made for it', outlives, `${api}/namespaces/underpin-mounts/jobs`, 'POST', false);
test('no pod is deleted', outlives, `${api}/namespaces/default/pods/a`, 'DELETE', false);
test('but what a Job has done is written down', outlives, `${api}/nodes/a`, 'PATCH', true);
test('and the Job is taken away', outlives, `${api}/namespaces/underpin-mounts/jobs/a`, 'DELETE', true);

const bench = aSharedBench(({ byHand }) => byHand('regions/us-central1/targetPools', { name: 'nodes' }));

test.serial('what was refused for longer than its look is good for is not sent again', async (t) => {
  const members = ['node-1', 'node-2'].map((name) => ({ instance: `zones/us-central1-a/instances/${name}` }));
  await bench.byHand('regions/us-central1/targetPools/nodes/addInstance', { instances: members });
  bench.cloud.compute.calls.length = 0;
  const later = { status: 503, headers: { 'retry-after': '30' } };
  bench.before(/^POST .*removeInstance/, () => Response.json({ error: { code: 503, message: 'not now' } }, later));
  const pool = reference('targetPools', 'nodes', 'us-central1');
  const outcome = await bench.does({
    kind: 'remove-pool-members',
    pool,
    instances: [bench.vm('node-1')],
    minimumMembers: 0,
  });
  t.like(outcome, { state: 'blocked', because: 'what it saw is 30 s old; the next pass looks anew (I-19)' });
  t.is(bench.sent.filter((line) => /removeInstance/.test(line)).length, 1);
});
