import test from 'ava';
import { dueWrite } from '../../../shared/apply/due-write.ts';
import type { Lease } from '../../../shared/apply/lease.ts';
import { RefusedError } from '../../../shared/errors.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench } from './a-bench.ts';

const cloud = 'https://compute.googleapis.com/compute/v1/projects/p/zones/z/instances/i/detachDisk';
const api = 'https://cluster/api/v1';
const post = { method: 'POST' };

/** A step that looks, and what comes of its writes as time goes by. */
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

test('I-19 a write leaves within thirty seconds of its step’s look', async (t) => {
  const { state, lease, check } = aStep();
  await lease?.confirm(0);
  state.now = 29_999;
  await t.notThrowsAsync(check(cloud, post));
  state.now = 30_000;
  const error = await t.throwsAsync(check(cloud, post), { instanceOf: RefusedError });
  t.is(error?.message, 'what it saw is 30 s old; the next pass looks anew (I-19)');
  t.is((error as RefusedError).status, 503);
  await t.throwsAsync(check(`${api}/namespaces/underpin-mounts/jobs`, post), { instanceOf: RefusedError });
});

test('F-19 however long the look took, and its Lease', async (t) => {
  const looking = aStep();
  looking.state.now = 3_600_000;
  await looking.lease?.confirm(0);
  await t.throwsAsync(looking.check(cloud, post), { instanceOf: RefusedError });
  const confirming = aStep();
  confirming.state.confirmTakes = 3_600_000;
  await confirming.lease?.confirm(0);
  await t.throwsAsync(confirming.check(cloud, post), { instanceOf: RefusedError });
});

test('who looks again may write again', async (t) => {
  const { state, lease, check } = aStep();
  await lease?.confirm(0);
  state.now = 40_000;
  await lease?.confirm(40_000);
  await t.notThrowsAsync(check(cloud, post));
});

test('I-34 a clock that was set back proves nothing', async (t) => {
  const { state, lease, check } = aStep();
  await lease?.confirm(5_000);
  state.now = 4_000;
  await t.throwsAsync(check(cloud, post), { instanceOf: RefusedError });
});

test('I-20 nothing leaves for which the Lease was not confirmed', async (t) => {
  const { lease, check, state } = aStep();
  await t.throwsAsync(check(cloud, post), { message: 'the Lease was not confirmed for it (I-20)' });
  await lease?.confirm(0);
  await t.notThrowsAsync(check(cloud, post));
  t.is(state.confirmed, 1);
});

const outlives = test.macro(async (t, url: string, init: RequestInit, expected: boolean) => {
  for (const isBound of [true, false]) {
    const { state, lease, check } = aStep({ isBound });
    await lease?.confirm(300_900);
    state.now = 301_000;
    if (expected) await t.notThrowsAsync(check(url, init));
    else await t.throwsAsync(check(url, init), { instanceOf: RefusedError });
  }
});
const mark = (value: string | null) => JSON.stringify({ metadata: { labels: { 'disk.underpin.dev/foodata': value } } });
const jobs = `${api}/namespaces/underpin-mounts/jobs`;
const remove = { method: 'DELETE' };
test('I-19 nothing leaves for a plan that is too old', outlives, cloud, post, false);
test('no Job is made for it', outlives, jobs, post, false);
test('no pod is deleted', outlives, `${api}/namespaces/default/pods/a`, remove, false);
test('no mark is taken off', outlives, `${api}/nodes/a`, { method: 'PATCH', body: mark(null) }, false);
test('no Job of others is deleted', outlives, `${api}/namespaces/default/jobs/a`, remove, false);
test(
  'but what a mount Job has done is written down',
  outlives,
  `${api}/nodes/a`,
  { method: 'PATCH', body: mark('mounted') },
  true,
);
test('and the Job is taken away', outlives, `${jobs}/a`, remove, true);

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
  t.is(outcome.state, 'failed');
  t.regex(outcome.because ?? '', /removeInstance: 503; it was not sent again: what it saw is 30 s old/);
  t.is(bench.sent.filter((line) => /removeInstance/.test(line)).length, 1);
});

test.serial('I-28 what was done although no answer came is done, with its way back', async (t) => {
  bench.before(/^POST .*removeInstance/, async () => {
    const { state } = bench.cloud.compute;
    const path = 'projects/my-project/regions/us-central1/targetPools/nodes';
    state.edit('targetPools', path, (live) => ({ ...live, instances: live.instances?.slice(1) ?? [] }));
    await bench.clock.sleep(130_000);
    throw new Error('the answer did not come');
  });
  const pool = reference('targetPools', 'nodes', 'us-central1');
  const instances = [bench.vm('node-1')];
  const outcome = await bench.does({ kind: 'remove-pool-members', pool, instances, minimumMembers: 0 });
  t.is(outcome.state, 'done');
  t.regex(outcome.undo ?? '', /target-pools add-instances/);
});
