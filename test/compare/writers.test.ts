import test from 'ava';
import { undeclaredChanges, withdrawnFields } from '../../shared/compare/undeclared.ts';
import { writerOf } from '../../shared/compare/writers.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aPod } from './objects.ts';

const early = '2027-01-01T00:00:00Z';
const late = '2027-01-02T00:00:00Z';

function written(spec: JsonObject, ...managedFields: JsonObject[]): JsonObject {
  return { ...aPod(spec), metadata: { name: 'web', managedFields } };
}

function entry(manager: string, fieldsV1: JsonObject, more: JsonObject = {}): JsonObject {
  return { manager, operation: 'Update', time: late, fieldsV1, ...more };
}

const image = { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } };
const declared = aPod({ containers: [{ name: 'web', image: 'nginx:1' }] });

test('a field was written by whoever wrote it last', (t) => {
  const live = written(
    { containers: [{ name: 'web', image: 'nginx:2' }] },
    entry('kubectl-client-side-apply', image, { time: early }),
    entry('kubectl-edit', image),
  );
  t.deepEqual(writerOf(live, 'spec.containers[web].image'), { manager: 'kubectl-edit', time: late });
});

test('whoever wrote it last, in whatever order they are told, and nobody who wrote something else', (t) => {
  const tolerations = { 'f:spec': { 'f:tolerations': {} } };
  const live = written(
    { containers: [{ name: 'web', image: 'nginx:2' }], tolerations: [{ key: 'a' }] },
    entry('kubectl-edit', { 'f:spec': { ...image['f:spec'], 'f:hostname': {} } }),
    entry('kubectl-client-side-apply', image, { time: early }),
    entry('someone', tolerations, { time: early }),
  );
  t.is(writerOf(live, 'spec.containers[web].image')?.manager, 'kubectl-edit');
  t.is(writerOf(live, 'spec.tolerations[0].key')?.manager, 'someone');
  t.is(writerOf(live, 'spec.tolerationsOther'), null, 'what begins alike is another field');
  t.is(writerOf(live, 'spec.subdomain'), null);
});

test('a list that is one value was written as one', (t) => {
  const live = written({}, entry('kubectl-edit', { 'f:spec': { 'f:tolerations': {} } }));
  t.is(writerOf(live, 'spec.tolerations[1].key')?.manager, 'kubectl-edit');
});

test('what was taken away has no writer', (t) => {
  const live = written({}, entry('kubectl-edit', { 'f:spec': { 'f:containers': { '.': {} } } }));
  t.is(writerOf(live, 'spec.containers[web]'), null);
  t.is(writerOf(aPod({}), 'spec.containers[web]'), null);
});

test('C-16: an item that was added counts as one', (t) => {
  const sidecar = { name: 'proxy', image: 'envoy' };
  const fields = { 'f:spec': { 'f:containers': { 'k:{"name":"proxy"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } };
  const live = written({ containers: [{ name: 'web', image: 'nginx:1' }, sidecar] }, entry('kubectl-patch', fields));
  t.deepEqual(undeclaredChanges(declared, live), [
    { path: 'spec.containers[proxy]', live: sidecar, writer: { manager: 'kubectl-patch', time: late } },
  ]);
});

test('C-16: a declared field is no undeclared one, whoever wrote it', (t) => {
  const live = written({ containers: [{ name: 'web', image: 'nginx:2' }] }, entry('kubectl-edit', image));
  t.deepEqual(undeclaredChanges(declared, live), []);
});

test('C-16: a member of a set', (t) => {
  const live = {
    ...aPod({}),
    metadata: {
      name: 'web',
      labels: { a: 'b' },
      managedFields: [entry('me', { 'f:metadata': { 'f:labels': { 'f:a': {} } } })],
    },
  };
  t.like(undeclaredChanges(aPod({}), live), [{ path: 'metadata.labels.a', live: 'b' }]);
});

const nobody = test.macro<[string, JsonObject]>((t, manager, more) => {
  const fields = { 'f:spec': { 'f:hostname': {} } };
  t.deepEqual(undeclaredChanges(aPod({}), written({ hostname: 'x' }, entry(manager, fields, more))), []);
});

test('C-16: controllers are nobody', nobody, 'kube-controller-manager', {});
test('C-16: operators are nobody', nobody, 'cert-manager-cainjector', { subresource: 'status' });
test('C-16: who applies is nobody', nobody, 'kubectl-client-side-apply', {});
test('C-16: who applies at the server is nobody', nobody, 'anybody', { operation: 'Apply' });

test('C-16: whoever created the object owns its defaults, and told nothing by that', (t) => {
  const fields = {
    'f:spec': {
      'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {}, 'f:imagePullPolicy': {} } },
      'f:restartPolicy': {},
    },
  };
  const live = written(
    { containers: [{ name: 'web', image: 'nginx:1', imagePullPolicy: 'Always' }], restartPolicy: 'Always' },
    entry('curl', fields),
  );
  const whole = aPod({ containers: [{ name: 'web', image: 'nginx:1', imagePullPolicy: 'Always' }] });
  t.deepEqual(undeclaredChanges(whole, live), []);
});

const before = aPod({
  hostname: 'old',
  containers: [{ name: 'web', image: 'nginx:1', env: [{ name: 'A', value: '1' }] }],
});
const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(before) };
const applied = { ...before, metadata: { name: 'web', annotations } };

test('C-16: what was applied earlier and taken out of the file since is told', (t) => {
  t.like(withdrawnFields(declared, applied), [
    { path: 'spec.hostname', live: 'old' },
    { path: 'spec.containers[web].env[A]', live: { name: 'A', value: '1' } },
  ]);
});

test('C-16: what was applied and is declared still, or is gone already, is not told', (t) => {
  t.deepEqual(withdrawnFields(before, applied), []);
  t.deepEqual(
    withdrawnFields(declared, { ...aPod({ containers: [{ name: 'web' }] }), metadata: applied.metadata }),
    [],
  );
});
