import test from 'ava';
import type { JsonObject } from '../../../shared/model/json.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const bench = aSharedBench();

function uid(): string {
  return bench.kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name: 'node-1' })?.metadata.uid ?? '';
}

function label(labels: Record<string, string | null>, fields: object = {}) {
  return bench.does({ kind: 'label-node', node: 'node-1', uid: uid(), labels, seen: {}, ...fields });
}

test.serial('labels are set and taken away, and the way back does the opposite', async (t) => {
  t.like(await label({ a: 'mounted' }), { state: 'done', undo: 'kubectl label node node-1 a-' });
  t.like(await label({ a: null, b: 'mounted' }), { state: 'done', undo: 'kubectl label node node-1 a=mounted b-' });
  const { labels } = bench.kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name: 'node-1' })?.metadata ?? {};
  t.deepEqual([labels?.a, labels?.b], [undefined, 'mounted']);
});

test.serial('P-14 a node that was replaced gets no label', async (t) => {
  const because = 'node-1 was replaced since the plan was made (P-14)';
  t.like(await label({ c: 'mounted' }, { uid: 'former' }), { state: 'blocked', because });
  bench.before(/nodes\/node-1$/, () => refusal(404, 'NotFound'));
  t.like(await label({ c: 'mounted' }), { state: 'blocked', because });
  bench.before(/^PATCH .*nodes/, () => refusal(404, 'NotFound'), 3);
  t.is((await label({ c: 'mounted' })).state, 'waiting');
});

test.serial('D-15 nor one that tells of another mount by now', async (t) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  const because = 'node-1 tells of another mount than when the plan was made';
  bench.kubernetes.store.patch(key, { metadata: { annotations: { d: 'by another run' } } });
  t.like(await label({ d: null }, { seen: { d: null } }), { state: 'waiting', because });
  t.like(await label({ d: null }, { seen: { d: 'before' } }), { state: 'waiting', because });
  t.is((await label({ d: null }, { seen: { d: 'by another run', e: null } })).state, 'done');
});

test.serial('D-15 nor one on which another run mounts the disk between the look and the patch', async (t) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  const other = { labels: { e: 'mounted' }, annotations: { e: 'just now' } };
  bench.before(/^PATCH .*nodes/, () => void bench.kubernetes.store.patch(key, { metadata: other }));
  const because = 'node-1 tells of another mount than when the plan was made';
  t.like(await label({ e: null }, { seen: { e: null } }), { state: 'waiting', because });
  t.is(bench.kubernetes.store.get(key)?.metadata.labels?.e, 'mounted');
});

test.serial('what else changes on the node meanwhile is in nobody’s way, once or twice', async (t) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  let beats = 0;
  const beat = () => void bench.kubernetes.store.patch(key, { metadata: { annotations: { beat: String(beats++) } } });
  bench.before(/^PATCH .*nodes/, beat, 2);
  t.is((await label({ f: 'mounted' })).state, 'done');
  bench.before(/^PATCH .*nodes/, beat, 3);
  const because = 'node node-1 keeps changing; the next pass looks anew';
  t.like(await label({ g: 'mounted' }), { state: 'waiting', because });
});

test.serial('a node that cannot be read gets none either', async (t) => {
  bench.before(/nodes\/node-1$/, () => refusal(403, 'Forbidden', 'not for you'));
  t.is((await label({ c: 'mounted' })).state, 'failed');
});

test.serial('I-26 nor a marked one', async (t) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  bench.kubernetes.store.patch(key, { metadata: { labels: { 'underpin.dev/protect': 'true' } } });
  const because = 'node-1 is marked underpin.dev/protect (I-26)';
  t.like(await label({ c: 'mounted' }), { state: 'blocked', because });
});

const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'o', controller: true };
const aPod = (metadata: JsonObject = {}, startTime?: string): JsonObject => ({
  metadata: { name: 'web', uid: 'the-uid', ownerReferences: [owner], ...metadata },
  status: startTime ? { startTime } : {},
});

/** What the server is asked to delete; the pod is only told of. */
async function restart(
  pod: JsonObject,
  startedAt: string | null = null,
  answer: Response = Response.json({}),
  after: Response = refusal(404, 'NotFound'),
) {
  let body: string | undefined;
  bench.before(/^GET .*\/pods\/web$/, () => Response.json(pod));
  bench.before(/^DELETE .*\/pods\/web$/, (init) => {
    body = String(init.body);
    if (answer.ok) bench.before(/^GET .*\/pods\/web$/, () => after);
    return answer;
  });
  const outcome = await bench.does({
    kind: 'restart-pod',
    namespace: 'default',
    pod: 'web',
    uid: 'the-uid',
    startedAt,
  });
  return { ...outcome, asked: body && JSON.parse(body) };
}

const preconditions = { uid: 'the-uid' };
const restarts = test.macro(async (t, startTime: string | undefined, startedAt: string | null) => {
  t.like(await restart(aPod({}, startTime), startedAt), { state: 'done', because: null, asked: { preconditions } });
  const at = bench.sent.findIndex((line) => line.startsWith('DELETE'));
  t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/, 'I-20 right after the Lease is confirmed');
});
test.serial(
  'a pod that started then is deleted, so that it starts anew',
  restarts,
  '2027-01-15T03:00:00Z',
  '2027-01-15T03:00:00.000Z',
);
test.serial('also when it is not known when', restarts, '2027-01-15T03:00:00Z', null);
test.serial('also one that had not started, and has not yet', restarts, undefined, null);

test.serial('also one with another owner, who controls nothing', async (t) => {
  const ownerReferences = [{ ...owner, controller: false }, owner];
  t.like(await restart(aPod({ ownerReferences })), { state: 'done', asked: { preconditions } });
});

test.serial('one that is gone meanwhile is as good as restarted, and one that may not be deleted is not', async (t) => {
  t.like(await restart(aPod(), null, refusal(404, 'NotFound')), { state: 'done', because: null });
  t.like(await restart(aPod(), null, new Response('<html></html>', { status: 404 })), { state: 'failed' }, 'F-12');
  const { state, because } = await restart(aPod(), null, refusal(403, 'Forbidden', 'not for you'));
  t.is(state, 'failed');
  t.regex(because ?? '', /not for you$/);
});

const readBack = test.macro(async (t, metadata: JsonObject, expected: object) => {
  t.like(await restart(aPod(), null, undefined, Response.json(aPod(metadata))), expected);
});
const ending = { deletionTimestamp: '2027-01-15T03:00:00Z' };
test.serial('I-14 one that is on its way is restarted', readBack, ending, { state: 'done', because: null });
test.serial('I-14 so is one in whose place there is another', readBack, { uid: 'new' }, { state: 'done' });
const still = { state: 'blocked', because: 'it is still there after it was deleted' };
test.serial('I-14 one that stays all the same is not', readBack, {}, still);

const anew = { state: 'done', because: 'it has started anew since the plan was made' };

test.serial('I-09 one that is made anew between the look and the request is as good as restarted, too', async (t) => {
  t.like(await restart(aPod(), null, refusal(409, 'Conflict', 'the UID in the precondition differs')), anew);
});

const then = '2027-01-15T03:00:00Z';
const notRestarted = test.macro(async (t, pod: JsonObject, expected: object, startedAt: string | null = then) => {
  t.like(await restart(pod, startedAt), expected);
  t.false(bench.sent.some((line) => line.startsWith('DELETE')));
});
const uncontrolled = { state: 'blocked', because: 'no controller would make the pod anew' };
test.serial('one that started anew since is left', notRestarted, aPod({}, '2027-01-15T04:00:00Z'), anew);
test.serial('so is one that is between two starts', notRestarted, aPod(), anew);
test.serial('and one of which nothing is known yet', notRestarted, { metadata: aPod().metadata ?? {} }, anew);
test.serial('I-09 and another one under its name', notRestarted, aPod({ uid: 'another' }, then), anew);
test.serial('I-09 also when nobody knows when it started', notRestarted, aPod({ uid: 'another' }), anew, null);
const containerSince = (startedAt: string) => ({
  containerStatuses: [{ name: 'a', state: { running: { startedAt } } }],
});
const restartedIn = {
  ...aPod(),
  status: { startTime: '2027-01-15T03:00:00Z', ...containerSince('2027-01-15T04:00:00Z') },
};
test.serial('D-10 and one whose container did', notRestarted, restartedIn, anew);
test.serial(
  'and one that nobody would make anew',
  notRestarted,
  aPod({ ownerReferences: [{ ...owner, controller: false }] }, then),
  uncontrolled,
);
test.serial('or that nobody owns', notRestarted, aPod({ ownerReferences: null }, then), uncontrolled);
test.serial('I-26 and a marked one', notRestarted, aPod({ annotations: { 'underpin.dev/protect': 'true' } }, then), {
  state: 'blocked',
  because: 'it is marked underpin.dev/protect (I-26)',
});

function create(location: string, body: JsonObject) {
  const name = String(body.name);
  return bench.does({ kind: 'create-disk', disk: reference('disks', name, location), body });
}

test.serial('a disk is made where it is declared, once', async (t) => {
  t.like(await create('us-central1-a', { name: 'one', sizeGb: '10' }), {
    state: 'done',
    undo: 'gcloud compute disks delete one --project=my-project --zone=us-central1-a',
  });
  t.like(await create('us-central1-a', { name: 'one', sizeGb: '10' }), {
    state: 'blocked',
    because: 'a disk `one` appeared since the plan was made',
  });
  const replicaZones = ['a', 'b'].map((zone) => `projects/my-project/zones/us-central1-${zone}`);
  t.like(await create('us-central1', { name: 'two', sizeGb: '10', replicaZones }), {
    state: 'done',
    undo: 'gcloud compute disks delete two --project=my-project --region=us-central1',
  });
});

test.serial('I-14 a disk is read back before it is called made', async (t) => {
  bench.before(/GET .*\/disks\/four/, () =>
    Response.json({ error: { code: 404, message: 'no such disk' } }, { status: 404 }),
  );
  t.like(await create('us-central1-a', { name: 'four', sizeGb: '10' }), { state: 'failed', undo: null });
  bench.before(/GET .*\/disks\/five/, () =>
    Response.json({ name: 'five', sizeGb: '20', selfLink: '/projects/my-project/zones/us-central1-a/disks/five' }),
  );
  t.like(await create('us-central1-a', { name: 'five', sizeGb: '10' }), {
    state: 'blocked',
    because: 'disk `five` has 20 GB after it was made with 10',
  });
});

test.serial('a disk that may not be made is a failure', async (t) => {
  const error = { status: 403, reason: 'forbidden', message: 'not for you' };
  bench.cloud.compute.faults.add({ method: 'compute.disks.insert', fault: { kind: 'error', error } });
  t.is((await create('us-central1-a', { name: 'three', sizeGb: '10' })).state, 'failed');
});
