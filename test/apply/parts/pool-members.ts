import test from 'ava';
import { commandFor } from '../../../shared/apply/add-pool-members.ts';
import type { ActionOf } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench, aStep, refusal } from './a-bench.ts';

const pool = reference('targetPools', 'nodes', 'us-central1');
const path = 'projects/my-project/regions/us-central1/targetPools/nodes';
const vmPath = (name: string) => `projects/my-project/zones/us-central1-a/instances/${name}`;
const prefix = 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/';

const bench = aSharedBench(({ byHand }) => byHand('regions/us-central1/targetPools', { name: 'nodes' }));

function setMembers(...names: string[]): void {
  bench.cloud.compute.state.edit('targetPools', path, (live) => ({
    ...live,
    description: '',
    instances: names.map((name) => prefix + name),
  }));
}

function members(): string[] {
  const { instances = [] } = bench.cloud.compute.state.read('targetPools', path) ?? {};
  return instances.map((url) => url.replace(/.*\//, '')).toSorted();
}

function add(...names: string[]) {
  bench.cloud.compute.calls.length = 0;
  bench.lines.length = 0;
  return bench.does({ kind: 'add-pool-members', pool, instances: names.map(bench.vm) });
}

function remove(names: string[], minimumMembers = 0) {
  bench.cloud.compute.calls.length = 0;
  return bench.does({ kind: 'remove-pool-members', pool, instances: names.map(bench.vm), minimumMembers });
}

function writes() {
  return bench.cloud.compute.calls.filter(({ mutating }) => mutating);
}

function namesIn({ body }: { body?: unknown }): string[] {
  return ((body ?? {}) as { instances: { instance: string }[] }).instances.map(({ instance }) =>
    instance.replace(/.*\//, ''),
  );
}

function refuse(method: string, status: number, count = 1, applied = false): void {
  const error = { status, reason: 'invalid', message: 'one of them is bad' };
  bench.cloud.compute.faults.add({ method, fault: { kind: 'error', error, applied }, count });
}

const adding = 'compute.targetPools.addInstance';
const removing = 'compute.targetPools.removeInstance';
const unfit =
  'was replaced since the plan was made (P-14), marked (I-26), sent away by its node (P-09), or runs no more; the next pass plans anew';
const replaced = { reference: reference('instances', 'node-2', 'us-central1-a'), id: '77' };

test.serial('members are added in one request, and the way back names them', async (t) => {
  setMembers();
  const { state, undo } = await add('node-1', 'node-2');
  t.is(state, 'done');
  t.deepEqual(writes().map(namesIn), [['node-1', 'node-2']]);
  t.is(
    undo,
    'gcloud compute target-pools remove-instances nodes --project=my-project --region=us-central1 --instances=node-1,node-2 --instances-zone=us-central1-a',
  );
});

test.serial('P-14 a VM that was replaced since the plan is not added', async (t) => {
  setMembers();
  const instances = [bench.vm('node-1'), replaced];
  const outcome = await bench.does({ kind: 'add-pool-members', pool, instances });
  t.deepEqual(members(), ['node-1']);
  const because = `node-2 did not appear in the pool: node-2 ${unfit}`;
  t.like(outcome, { state: 'blocked', because });
  const none = await bench.does({ kind: 'add-pool-members', pool, instances: [replaced] });
  t.is(none.because, `node-2 ${unfit}`);
  t.deepEqual(members(), ['node-1']);
});

const sentAway = test.macro(async (t, nodes: () => Response, expected: string[]) => {
  setMembers();
  bench.before(/^GET \/api\/v1\/nodes/, nodes, 4);
  await add('node-1', 'node-2');
  t.deepEqual(members(), expected);
});
const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' };
const providerID = 'gce://my-project/us-central1-a/node-2';
const excluded = () => Response.json({ items: [{ metadata: { name: 'node-2', labels }, spec: { providerID } }] });
test.serial('P-09 one whose node sends it away since the plan does not join', sentAway, excluded, ['node-1']);
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const twoOnOne = () =>
  Response.json({
    items: [
      { metadata: { name: 'node-2', labels }, spec: { providerID } },
      { metadata: { name: 'node-2.example.com' }, spec: { providerID }, status: ready },
    ],
  });
test.serial('P-09 which of two nodes on one VM counts is as in the plan', sentAway, twoOnOne, ['node-1', 'node-2']);
const nameless = () => Response.json({ items: [{ metadata: { name: 'node-2', labels }, spec: {} }] });
test.serial('P-09 and so is which VM a node without a providerID is', sentAway, nameless, ['node-1']);
const noNodes = () => refusal(403, 'Forbidden', 'not for you');
test.serial('P-07 nodes that cannot be read keep nobody out', sentAway, noNodes, ['node-1', 'node-2']);

test.serial('P-11 a batch that is refused goes one by one, without those that are in already', async (t) => {
  setMembers('node-1');
  refuse(adding, 400);
  t.is((await add('node-1', 'node-2', 'node-3')).state, 'done');
  t.deepEqual(writes().slice(1).map(namesIn), [['node-2'], ['node-3']]);
  t.is(new Set(writes().map(({ requestId }) => requestId)).size, 3, 'P-16 each its own id');
});

test.serial('P-11 one bad member keeps none of the others out', async (t) => {
  setMembers();
  refuse(adding, 400, 2);
  const { state, because } = await add('node-1', 'node-2');
  t.deepEqual(members(), ['node-2']);
  t.is(state, 'blocked');
  t.regex(because ?? '', /^node-1 did not appear in the pool: node-1: .*one of them is bad/);
});

test.serial('P-11 what is about no member is the same for all of them, and told', async (t) => {
  setMembers('node-3');
  refuse(adding, 403);
  const refused = await add('node-1', 'node-2');
  t.is(refused.state, 'failed');
  t.regex(refused.because ?? '', /one of them is bad/);
  t.is(writes().length, 1);
});

const single = test.macro(async (t, status: number, isIn: boolean, expected: Outcome['state']) => {
  setMembers(...(isIn ? ['node-1'] : []));
  refuse(adding, status);
  t.is((await add('node-1')).state, expected);
});
test.serial('P-11 already a member is success', single, 400, true, 'done');
test.serial('also as a conflict', single, 409, true, 'done');
test.serial('a refusal is a failure when it is not in', single, 400, false, 'failed');
test.serial('a missing permission is a failure in any case', single, 403, true, 'failed');

test.serial('I-14 what the operation says is not believed without a look', async (t) => {
  setMembers();
  const act = () => setMembers();
  bench.cloud.compute.faults.add({ method: 'compute.targetPools.list', fault: { kind: 'act', act, when: 'before' } });
  t.like(await add('node-1', 'node-2'), { state: 'blocked', because: 'node-1, node-2 did not appear in the pool' });
});

test.serial('members leave in one request, and the way back names them', async (t) => {
  setMembers('node-1', 'node-2', 'node-3');
  const { state, undo } = await remove(['node-1', 'node-2'], 1);
  t.is(state, 'done');
  t.deepEqual(writes().map(namesIn), [['node-1', 'node-2']]);
  t.is(
    undo,
    'gcloud compute target-pools add-instances nodes --project=my-project --region=us-central1 --instances=node-1,node-2 --instances-zone=us-central1-a',
  );
});

test.serial('who has left already is not sent again', async (t) => {
  setMembers('node-2', 'node-3');
  t.is((await remove(['node-1', 'node-2'])).state, 'done');
  t.deepEqual(writes().map(namesIn), [['node-2']]);
  t.like(await remove(['node-1']), { state: 'done', because: 'they had left the pool already', undo: null });
  t.deepEqual(writes(), []);
});

const keeps = test.macro(async (t, minimum: number, names: string[], because: string | null) => {
  setMembers('node-1', 'node-2', 'node-3');
  const outcome = await remove(names, minimum);
  t.is(outcome.because, because);
  t.is(members().length, because ? 3 : 3 - names.length);
});
test.serial('P-05 down to the declared minimum', keeps, 2, ['node-1'], null);
const tooFew = (floor: number) => `the pool has 3 members now and must keep ${floor} (P-05)`;
test.serial('P-05 and not below', keeps, 2, ['node-1', 'node-2'], tooFew(2));
test.serial('I-10 never the last one', keeps, 0, ['node-1', 'node-2', 'node-3'], tooFew(1));

test.serial('I-26 a pool that was marked since the plan keeps its members', async (t) => {
  setMembers('node-1', 'node-2');
  bench.cloud.compute.state.edit('targetPools', path, (live) => ({ ...live, description: 'underpin.dev/protect' }));
  t.like(await remove(['node-1']), { state: 'blocked', because: 'the pool is marked underpin.dev/protect (I-26)' });
});

test.serial('P-10 a pool that a Service has taken since the plan keeps its members', async (t) => {
  setMembers('node-1', 'node-2');
  const description = '{"kubernetes.io/service-name":"web/a"}';
  bench.cloud.compute.state.edit('targetPools', path, (live) => ({ ...live, description }));
  const because = 'the pool belongs to Service web/a since the plan (P-10)';
  t.like(await remove(['node-1']), { state: 'blocked', because, isForPerson: true });
});

test.serial('I-26 a VM that was marked since the plan neither joins nor leaves', async (t) => {
  setMembers('node-1');
  const mark = (labels: Record<string, string>) => (name: string) =>
    bench.cloud.compute.state.edit('instances', vmPath(name), (live) => ({ ...live, labels }));
  ['node-1', 'node-2'].forEach(mark({ 'underpin-protect': 'true' }));
  t.regex((await add('node-2')).because ?? '', /marked \(I-26\)/);
  t.regex((await remove(['node-1'])).because ?? '', /marked \(I-26\)/);
  ['node-1', 'node-2'].forEach(mark({}));
  t.deepEqual(members(), ['node-1']);
});

test.serial('P-14 a VM that is there under another id is not taken out', async (t) => {
  setMembers('node-1', 'node-2');
  const outcome = await bench.does({ kind: 'remove-pool-members', pool, instances: [replaced], minimumMembers: 0 });
  t.regex(outcome.because ?? '', /^the VMs were replaced since the plan was made \(P-14\)/);
  t.deepEqual(members(), ['node-1', 'node-2']);
});

test.serial('a member whose VM is gone is taken out', async (t) => {
  setMembers('node-1', 'gone');
  const gone = { reference: reference('instances', 'gone', 'us-central1-a'), id: null };
  const outcome = await bench.does({ kind: 'remove-pool-members', pool, instances: [gone], minimumMembers: 0 });
  t.is(outcome.state, 'done');
  t.deepEqual(members(), ['node-1']);
});

const refused = test.macro(async (t, isOut: boolean, expected: Outcome['state']) => {
  setMembers('node-1', 'node-2', 'node-3');
  const act = () => setMembers('node-3', ...(isOut ? [] : ['node-1']));
  bench.cloud.compute.faults.add({ method: removing, fault: { kind: 'act', act, when: 'before' } });
  refuse(removing, 400);
  t.is((await remove(['node-1', 'node-2'])).state, expected);
});
test.serial('P-11 one that cannot be removed keeps none of the others in', async (t) => {
  setMembers('node-1', 'node-2', 'node-3');
  refuse(removing, 400, 2);
  const { state, because } = await remove(['node-1', 'node-2']);
  t.deepEqual(members(), ['node-1', 'node-3']);
  t.is(state, 'blocked');
  t.regex(because ?? '', /^node-1 did not leave the pool: node-1: .*one of them is bad/);
});

test.serial('P-11 not a member any more is success', refused, true, 'done');

test.serial('I-14 who is still there afterwards is named', async (t) => {
  setMembers('node-1', 'node-2', 'node-3');
  const act = () => setMembers('node-1', 'node-3');
  bench.cloud.compute.faults.add({
    method: 'compute.targetPools.list',
    fault: { kind: 'act', act, when: 'before' },
    skip: 1,
  });
  t.like(await remove(['node-1', 'node-2']), { state: 'blocked', because: 'node-1 did not leave the pool' });
});

test.serial('I-20 the Lease is confirmed right before members leave', async (t) => {
  setMembers('node-1', 'node-2');
  bench.sent.length = 0;
  await remove(['node-1']);
  const at = bench.sent.findIndex((line) => line.endsWith('/removeInstance'));
  t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/);
});

test.serial('a pool that is gone, and one that cannot be read', async (t) => {
  const gone = reference('targetPools', 'gone', 'us-central1');
  const instances = [bench.vm('node-1')];
  const action: ActionOf<'remove-pool-members'> = {
    kind: 'remove-pool-members',
    pool: gone,
    instances,
    minimumMembers: 0,
  };
  t.like(await bench.does(action), { state: 'failed', because: 'pool `gone` no longer exists' });
  refuse('compute.targetPools.list', 403);
  t.regex((await bench.does(action)).because ?? '', /^pool `gone` cannot be read: .*one of them is bad/);
});

test.serial('VMs that cannot be read again are no reason to go on', async (t) => {
  setMembers();
  refuse('compute.instances.aggregatedList', 403);
  const outcome = await add('node-1');
  t.is(outcome.state, 'failed');
  t.regex(outcome.because ?? '', /^the VMs cannot be read again: .*one of them is bad/);
  t.deepEqual(members(), []);
});

/** Of the list of all zones, which names none but this one as unread. */
function loseZone(zone: string): void {
  const method = 'compute.instances.aggregatedList';
  bench.cloud.compute.faults.add({ method, fault: { kind: 'partial', scopes: [`zones/${zone}`] }, count: 1 });
}

test.serial('P-07 a VM that is seen is added, whatever cannot be read elsewhere', async (t) => {
  setMembers();
  loseZone('us-central1-b');
  t.is((await add('node-1')).state, 'done');
  t.deepEqual(members(), ['node-1']);
  loseZone('us-central1-b');
  t.is((await remove(['node-1'])).state, 'failed', 'what leaves waits for the whole list');
});

test.serial('one that is not seen is not', async (t) => {
  setMembers();
  loseZone('us-central1-a');
  t.regex((await add('node-1')).because ?? '', /^the VMs cannot be read again: /);
  t.deepEqual(members(), []);
});

const comesBack = test.macro(async (t, status: string, state: Outcome['state']) => {
  setMembers('node-1', 'node-2');
  bench.cloud.compute.state.edit('instances', vmPath('node-1'), (vm) => ({ ...vm, status: status as never }));
  const instances = [{ ...bench.vm('node-1'), status: 'TERMINATED' }];
  t.is((await bench.does({ kind: 'remove-pool-members', pool, instances, minimumMembers: 0 })).state, state);
  bench.cloud.compute.state.edit('instances', vmPath('node-1'), (vm) => ({ ...vm, status: 'RUNNING' }));
});
test.serial('P-08 a VM that is being started stays', comesBack, 'STAGING', 'blocked');
test.serial('one that is off still leaves', comesBack, 'TERMINATED', 'done');

test.serial('pools of one stage share their reads', async (t) => {
  await bench.byHand('regions/us-central1/targetPools', { name: 'other' });
  setMembers();
  const other = reference('targetPools', 'other', 'us-central1');
  const instances = [bench.vm('node-1')];
  bench.cloud.compute.calls.length = 0;
  const outcomes = await bench.steps([
    aStep({ kind: 'add-pool-members', pool, instances }),
    aStep({ kind: 'add-pool-members', pool: other, instances }),
  ]);
  t.deepEqual(
    outcomes.map(({ state }) => state),
    ['done', 'done'],
  );
  const reads = bench.cloud.compute.calls.map(({ method }) => method);
  t.is(reads.filter((method) => method === 'compute.instances.aggregatedList').length, 1);
});

test('gcloud takes the VMs of one zone at a time', (t) => {
  const instances = ['a', 'b', 'a'].map((zone, index) => ({
    reference: reference('instances', `node-${index}`, `us-central1-${zone}`),
    id: 'id',
  }));
  const common = 'gcloud compute target-pools add-instances nodes --project=my-project --region=us-central1';
  t.is(
    commandFor('add-instances', pool, instances),
    `${common} --instances=node-0,node-2 --instances-zone=us-central1-a\n${common} --instances=node-1 --instances-zone=us-central1-b`,
  );
});

test.serial('I-23 a member that trips the breaker holds nobody else back', async (t) => {
  const together = (...names: string[]) =>
    aStep({ kind: 'add-pool-members', pool, instances: names.map(bench.vm) }, { target: 'TargetPool/tripping' });
  for (const _ of [1, 2, 3]) await bench.steps([together('node-1')]);
  setMembers();
  const outcomes = await bench.steps([together('node-1', 'node-2')]);
  t.deepEqual(outcomes.map(({ state }) => state).toSorted(), ['blocked', 'done']);
  t.deepEqual(members(), ['node-2']);
});

test.serial('P-08 a VM that runs again stays in its pool', async (t) => {
  setMembers('node-1', 'node-2');
  const leaving = (name: string, status?: string) => ({ ...bench.vm(name), ...(status && { status }) });
  const instances = [leaving('node-1', 'STOPPING'), leaving('node-2')];
  await bench.does({ kind: 'remove-pool-members', pool, instances, minimumMembers: 0 });
  t.deepEqual(members(), ['node-1']);
});

const exclusion = 'node.kubernetes.io/exclude-from-external-load-balancers';
const autoscaler = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule', value: '1' }];

function saysOfNode1(labels: Record<string, string | null>, taints: JsonObject[] = []): void {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  bench.kubernetes.store.patch(key, { metadata: { labels }, spec: { taints } });
}

/** Of `node-1` and `node-2` both are to leave, the first for what its node says. */
function sendAway() {
  setMembers('node-1', 'node-2', 'node-3');
  const instances = [{ ...bench.vm('node-1'), node: 'node-1' }, bench.vm('node-2')];
  return bench.does({ kind: 'remove-pool-members', pool, instances, minimumMembers: 0 });
}

test.serial('P-09, I-19 whom its node sends away no more stays in the pool, and the others leave', async (t) => {
  t.like(await sendAway(), { state: 'blocked', because: 'node-1 did not leave the pool' });
  t.deepEqual(members(), ['node-1', 'node-3']);
  saysOfNode1({ [exclusion]: 'false' });
  await sendAway();
  t.deepEqual(members(), ['node-1', 'node-3']);
});

test.serial('P-08, P-09 whom it still sends away leaves, by one more list', async (t) => {
  const lists = () => bench.sent.filter((line) => line.startsWith('GET /api/v1/nodes')).length;
  saysOfNode1({ [exclusion]: '' });
  t.is((await sendAway()).state, 'done');
  t.deepEqual([members(), lists()], [['node-3'], 1]);
  saysOfNode1({ [exclusion]: null }, autoscaler);
  t.is((await sendAway()).state, 'done');
  t.deepEqual([members(), lists()], [['node-3'], 2]);
  saysOfNode1({});
  await remove(['node-3']);
  t.is(lists(), 2, 'and only who leaves for that asks');
});

test.serial('I-18 where the nodes cannot be read again nobody leaves', async (t) => {
  saysOfNode1({ [exclusion]: '' });
  bench.before(/^GET .*\/nodes\?/, () =>
    Response.json({ kind: 'Status', code: 403, reason: 'Forbidden' }, { status: 403 }),
  );
  const { state, because } = await sendAway();
  t.is(state, 'failed');
  t.regex(because ?? '', /^the nodes cannot be read again: /);
  t.deepEqual(members(), ['node-1', 'node-2', 'node-3']);
  saysOfNode1({ [exclusion]: null });
});

test.serial('P-08 one that stops meanwhile does not come in', async (t) => {
  setMembers();
  const status = (value: string) =>
    bench.cloud.compute.state.edit('instances', vmPath('node-2'), (vm) => ({ ...vm, status: value as never }));
  status('STOPPING');
  const because = `node-2 did not appear in the pool: node-2 ${unfit}`;
  t.like(await add('node-1', 'node-2'), { state: 'blocked', because });
  t.deepEqual(members(), ['node-1']);
  status('RUNNING');
});
