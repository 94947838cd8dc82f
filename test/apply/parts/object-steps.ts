import test from 'ava';
import { objectRest } from '../../../shared/apply/object-rest.ts';
import { undoOfApply } from '../../../shared/apply/undo-apply.ts';
import { createClients } from '../../../shared/clients.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const bench = aSharedBench();

const path = '/api/v1/namespaces/default/configmaps/settings';
const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };

function settings(fields: JsonObject = {}): JsonObject {
  const { apiVersion, kind, namespace, name } = key;
  return { apiVersion, kind, metadata: { name, namespace, labels: { app: 'web' } }, data: { a: '1' }, ...fields };
}

function apply(object: JsonObject = settings()) {
  return bench.does({ kind: 'apply-object', object, command: 'kubectl apply -f web.yaml' });
}

/** Made anew, with its uid. */
function put(fields: JsonObject = {}): string {
  if (bench.kubernetes.store.get(key)) bench.kubernetes.store.remove(key);
  return bench.kubernetes.store.put(settings(fields)).metadata.uid ?? '';
}

function remove(uid: string) {
  const { kind: objectKind, ...of } = key;
  return bench.does({ kind: 'delete-object', ...of, objectKind, uid });
}

function at(method: string, answer: () => unknown, times = 1): void {
  bench.before(new RegExp(`^${method} ${path}(?:\\?|$)`), answer, times);
}

test.serial('an object is applied with the Lease confirmed, and deleted to take it back', async (t) => {
  t.like(await apply(), { state: 'done', undo: 'kubectl delete configmap settings --namespace=default' });
  const patch = bench.sent.indexOf(`PATCH ${path}`);
  t.regex(bench.sent[patch - 1] ?? '', /^PUT .*leases\/home$/);
});

const refused = test.macro(async (t, answer: () => Response, state: string, because: RegExp) => {
  at('PATCH', answer);
  const outcome = await apply();
  t.is(outcome.state as string, state);
  t.regex(outcome.because ?? '', because);
});
const conflict = () => refusal(409, 'Conflict', 'Apply failed with 1 conflict:\n conflict with "kubectl": .data.a');
test.serial(
  'what another manager owns stays, in one line and with the command that takes it over',
  refused,
  conflict,
  'blocked',
  /^Apply failed with 1 conflict: conflict with "kubectl": \.data\.a\. It stays .* `kubectl apply --server-side --force-conflicts --field-manager=underpin -f web\.yaml`$/,
);
test.serial('it is not taken over with a file that would change what is spared', async (t) => {
  at('PATCH', conflict);
  const action = { kind: 'apply-object' as const, object: settings(), command: 'kubectl apply -f web.yaml' };
  const { because } = await bench.does({ ...action, spared: ['data.b'] });
  t.regex(because ?? '', /\.data\.a\. It stays as that manager left it; `kubectl apply` of the file .* \(`data\.b`\)$/);
});
test.serial(
  'another 409 is a failure',
  refused,
  () => refusal(409, 'AlreadyExists', 'is being deleted'),
  'failed',
  /being deleted/,
);
test.serial('so is another 404', refused, () => refusal(404, 'NotFound', 'no such thing'), 'failed', /no such thing/);
test.serial('and what may not be done', refused, () => refusal(403, 'Forbidden', 'conflict'), 'failed', /conflict/);
const noNamespace = () => refusal(404, 'NotFound', 'namespaces "default" not found');
test.serial(
  'a missing namespace is not',
  refused,
  noNamespace,
  'blocked',
  /not found: kubectl create namespace default$/,
);

test.serial(
  'whoever may not do it is no reason to make a namespace',
  refused,
  () => refusal(403, 'Forbidden', 'namespaces "default" not found'),
  'failed',
  /not found$/,
);

test.serial('I-26 a marked one stays as it is', async (t) => {
  put({ metadata: { name: 'settings', namespace: 'default', annotations: { 'underpin.dev/protect': 'true' } } });
  t.like(await apply(settings({ data: { a: '2' } })), {
    state: 'blocked',
    because: 'it is marked underpin.dev/protect (I-26)',
    isForPerson: true,
  });
  t.false(bench.sent.includes(`PATCH ${path}`));
  put();
});

test.serial('I-29 what is gone right after it was applied is not done', async (t) => {
  at('GET', () => undefined);
  at('GET', () => refusal(404, 'NotFound'));
  t.like(await apply(), { state: 'blocked', because: 'it was gone right after it was applied' });
});

test.serial('a kind that the server does not have is told', async (t) => {
  const object = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a', namespace: 'default' } };
  t.regex((await apply(object)).because ?? '', /does not serve Widget in example\.com\/v1$/);
  t.regex((await apply({ ...object, apiVersion: 'v1' })).because ?? '', /does not serve Widget in v1$/);
});

const definition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Gadget', listKind: 'GadgetList', plural: 'gadgets', singular: 'gadget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

test.serial('what the server has is asked once for all steps, and again for a kind that is new', async (t) => {
  const reads = new Map();
  const reach = (kind: string, apiVersion: string) => {
    const clients = createClients(bench.world, bench.declared.cluster, bench.world.transport);
    return bench.clock.drive(objectRest({ apiVersion, kind, namespace: 'default', name: 'a' }, { clients, reads }));
  };
  const asked = () => bench.sent.filter((line) => line === 'GET /api' || line === 'GET /apis').length;
  await reach('ConfigMap', 'v1');
  const once = asked();
  t.true(once > 0);
  await reach('Service', 'v1');
  t.is(asked(), once);
  bench.kubernetes.store.put(definition);
  await bench.clock.advance(5000);
  const gadget = await reach('Gadget', 'example.com/v1');
  t.is(asked(), 2 * once);
  t.is(await bench.clock.drive(gadget.get()), null);
});

test.serial('I-09 an object is deleted under its uid, the Lease confirmed before', async (t) => {
  const uid = put();
  let body = '';
  bench.before(new RegExp(`^DELETE ${path}`), (init) => {
    body = String(init.body);
  });
  t.like(await remove(uid), { state: 'done', because: null, undo: 'underpin stack up web' });
  t.like(JSON.parse(body), { kind: 'DeleteOptions', preconditions: { uid }, propagationPolicy: 'Background' });
  const deleted = bench.sent.indexOf(`DELETE ${path}`);
  t.regex(bench.sent[deleted - 1] ?? '', /^PUT .*leases\/home$/);
  t.like(await remove(uid), { state: 'done', because: 'it was gone already', undo: null });
});

test.serial('one of no stack has no way back', async (t) => {
  const uid = put({ metadata: { name: 'settings', namespace: 'default' } });
  t.like(await remove(uid), { state: 'done', undo: null });
});

test.serial('another one of that name stays, and so does a marked one', async (t) => {
  put();
  t.like(await remove('former'), { because: 'another object has that name since the plan was made' });
  const annotations = { 'underpin.dev/protect': 'true' };
  const uid = put({
    metadata: { name: 'settings', namespace: 'default', annotations },
  });
  t.like(await remove(uid), { state: 'blocked', because: 'it is marked underpin.dev/protect (I-26)' });
  t.false(bench.sent.some((line) => line.startsWith('DELETE')));
});

const answered = test.macro(async (t, answer: () => Response, state: string, because: RegExp) => {
  const uid = put();
  at('DELETE', answer);
  const outcome = await remove(uid);
  t.is(outcome.state as string, state);
  t.regex(outcome.because ?? '', because);
});
test.serial(
  'one that was made anew in that moment stays',
  answered,
  () => refusal(409, 'Conflict', 'uid'),
  'blocked',
  /uid/,
);
test.serial(
  'one that may not be deleted is a failure',
  answered,
  () => refusal(403, 'Forbidden', 'not for you'),
  'failed',
  /not for you/,
);
test.serial(
  'one that is gone meanwhile is not',
  answered,
  () => refusal(404, 'NotFound'),
  'waiting',
  /^the server has not marked it/,
);

test.serial('one that was made anew right after it was deleted is another', async (t) => {
  const uid = put();
  at('GET', () => undefined);
  at('GET', () => {
    put();
  });
  t.like(await remove(uid), { state: 'done', because: null });
});

test.serial('one with a finalizer is on its way out', async (t) => {
  const uid = put({ metadata: { name: 'settings', namespace: 'default', finalizers: ['example.com/hold'] } });
  t.like(await remove(uid), { state: 'done', because: 'it is on its way out' });
});

const of = { apiVersion: 'v1', kind: 'ConfigMap', namespace: null, name: 'a' };
type Words = { undo?: string; because?: string };
const undone = test.macro((t, before: JsonObject | null, after: JsonObject, words: Words) => {
  t.deepEqual(undoOfApply(of, before, after), { state: 'done', undo: null, because: null, ...words });
});
const back = (patch: string) => ({ undo: `kubectl patch configmap a --type=merge --patch='${patch}'` });
const asWas = { because: 'it was as declared already' };
test('what was not there is deleted', undone, null, {}, { undo: 'kubectl delete configmap a' });
test('what did not change needs no way back', undone, { d: ['1'], status: { x: 1 } }, { d: ['1'], status: {} }, asWas);
test(
  'only what changed is put back',
  undone,
  { d: { a: '1', b: '1' } },
  { d: { a: '2', b: '1' } },
  back('{"d":{"a":"1"}}'),
);
test('what is null was not there', undone, { d: null }, { d: null, x: 1 }, back('{"x":null}'));
test('what came is taken away', undone, { d: {} }, { d: { a: '1' }, x: 1 }, back('{"d":{"a":null},"x":null}'));
test('a list is put back whole', undone, { l: [1, 2] }, { l: [1] }, back('{"l":[1,2]}'));
const mixed = { l: null, m: { a: 1 } };
test('so is what was no object', undone, mixed, { l: { a: 1 }, m: 1 }, back('{"l":null,"m":{"a":1}}'));
const labelled = (a: string, resourceVersion: string) => ({ metadata: { labels: { a }, resourceVersion } });
const label = back('{"metadata":{"labels":{"a":"1"}}}');
test('of the metadata only labels and annotations', undone, labelled('1', '1'), labelled('2', '2'), label);
test('quotes are quoted for the shell', undone, { d: "it's" }, { d: '' }, back(`{"d":"it'\\''s"}`));
const long = (length: number) => ({ d: 'x'.repeat(length) });
test('what is long is not shown', undone, long(793), { d: '' }, { because: 'how it was is too long to show' });
test('what just fits is', undone, long(792), { d: '' }, back(JSON.stringify(long(792))));

test('I-31 how a Secret was is shown to nobody', (t) => {
  const { undo, because } = undoOfApply({ ...of, kind: 'Secret' }, { data: { a: '1' } }, { data: { a: '2' } });
  t.deepEqual([undo, because], [null, 'how it was is not shown, since it is a Secret']);
});
