import test from 'ava';
import type { Transport } from '../../shared/transport.ts';
import { aCluster, type Cluster, ghost } from './a-cluster.ts';
import { stacksOf } from './stacks-of.ts';

const isList = (resource: string) => (call: { verb: string; resource: string }) =>
  call.verb === 'list' && call.resource === resource;

async function results(cluster: Cluster): Promise<Record<string, string>> {
  const { objects } = await cluster.observe();
  return Object.fromEntries(objects.map(({ subject, result }) => [subject, result.state]));
}

test('C-09: an API server that is down makes everything unknown, with the reason', async (t) => {
  const cluster = aCluster({ ghost });
  cluster.kubernetes.faults.add({ fault: 'F-06' });
  const found = await cluster.findings();
  t.deepEqual(
    found.map(({ outcome, subject }) => [outcome, subject]),
    [
      ['unknown', 'ConfigMap/default/ghost'],
      ['unknown', 'Deployment/default/ghost'],
      ['unknown', 'Service/default/ghost'],
    ],
  );
  t.regex(found[0]?.why ?? '', /discovery failed: GET \/api: 503/);
});

test('a connection that breaks is a gap, not an absence', async (t) => {
  const cluster = aCluster({ ghost });
  cluster.kubernetes.faults.add({ fault: 'F-01', when: isList('services') });
  t.is((await results(cluster))['Service/default/ghost'], 'unknown');
});

test('one kind that is forbidden is unknown, and hides nothing else', async (t) => {
  const cluster = aCluster({ ghost });
  cluster.kubernetes.authorize = ({ resource }) => resource !== 'deployments';
  cluster.kubernetes.store.remove({ apiVersion: 'v1', kind: 'Service', name: 'ghost' });
  t.deepEqual(await results(cluster), {
    'ConfigMap/default/ghost': 'in-sync',
    'Deployment/default/ghost': 'unknown',
    'Service/default/ghost': 'missing',
  });
  const { gaps } = await cluster.observe();
  t.like(gaps, [{ area: 'objects', part: 'Deployment/default' }]);
  t.regex(gaps[0]?.why ?? '', /403 .*cannot list resource "deployments"/);
});

test('HTML instead of JSON is a gap', async (t) => {
  const cluster = aCluster({ ghost });
  cluster.kubernetes.faults.add({ fault: 'F-12', when: isList('configmaps') });
  t.is((await results(cluster))['ConfigMap/default/ghost'], 'unknown');
});

for (const status of [200, 404])
  test(`F-12 a page with ${status} at the second reading proves no absence`, async (t) => {
    const cluster = aCluster({ ghost });
    cluster.kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'ghost' },
      { data: { other: 'words' } },
    );
    cluster.kubernetes.store.remove({ apiVersion: 'v1', kind: 'Service', name: 'ghost' });
    cluster.kubernetes.faults.add({ fault: 'F-12', status, when: ({ verb }) => verb === 'get' });
    const { 'Service/default/ghost': service } = await results(cluster);
    t.is(service, 'unknown');
  });

const manyConfigMaps = Array.from(
  { length: 1200 },
  (_, index) => `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m${index}}}`,
).map((text, index) => [`s${index}`, text] as const);

test('lists are read page by page', async (t) => {
  const cluster = aCluster(Object.fromEntries(manyConfigMaps));
  t.true(Object.values(await results(cluster)).every((state) => state === 'in-sync'));
  t.is(cluster.kubernetes.calls.filter(isList('configmaps')).length, 3);
});

test('P-07: a page that fails makes the whole kind unknown', async (t) => {
  const cluster = aCluster(Object.fromEntries(manyConfigMaps.slice(0, 600)));
  cluster.kubernetes.faults.add({ fault: 'F-06', after: 1, when: isList('configmaps') });
  const states = new Set(Object.values(await results(cluster)));
  t.deepEqual(states, new Set(['unknown']));
});

test('a token of a page that expired: the list is read once more from the start', async (t) => {
  const cluster = aCluster(Object.fromEntries(manyConfigMaps.slice(0, 600)), {}, (transport) =>
    expiringOnce(transport),
  );
  t.true(Object.values(await results(cluster)).every((state) => state === 'in-sync'));
});

test('what went between the two readings counts as gone, and what did not counts once', async (t) => {
  const removeFirst = () => cluster.kubernetes.store.remove({ apiVersion: 'v1', kind: 'ConfigMap', name: 'm0' });
  const cluster = aCluster(Object.fromEntries(manyConfigMaps.slice(0, 600)), {}, (transport) =>
    expiringOnce(transport, removeFirst),
  );
  const states = await results(cluster);
  t.is(states['ConfigMap/default/m0'], 'missing');
  t.is(Object.values(states).filter((state) => state === 'in-sync').length, 599);
});

/** 410 for the first request that carries a token. */
function expiringOnce(transport: Transport, meanwhile: () => void = () => undefined): Transport {
  let hasExpired = false;
  return async (url, init) => {
    if (hasExpired || !url.includes('continue=')) return transport(url, init);
    hasExpired = true;
    meanwhile();
    const status = { kind: 'Status', status: 'Failure', reason: 'Expired', message: 'too old', code: 410 };
    return new Response(JSON.stringify(status), { status: 410 });
  };
}

const inTwoNamespaces = {
  one: '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}}',
  two: '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: kube-system}}',
};

test('several namespaces are read by one list', async (t) => {
  const cluster = aCluster(inTwoNamespaces);
  await cluster.observe();
  t.is(cluster.kubernetes.calls.filter(isList('configmaps')).length, 1);
});

test('where the cluster-wide list is forbidden, each namespace is read by itself', async (t) => {
  const cluster = aCluster(inTwoNamespaces);
  cluster.kubernetes.authorize = ({ namespace, resource }) => resource !== 'configmaps' || namespace === 'default';
  t.deepEqual(await results(cluster), { 'ConfigMap/default/a': 'in-sync', 'ConfigMap/kube-system/a': 'unknown' });
});

/** A server before 1.26 knows one way of discovery. */
function withoutAggregation(transport: Transport): Transport {
  return (url, init) =>
    transport(url, /\/apis?$/.test(url) ? { ...init, headers: { accept: 'application/json' } } : init);
}

test('an older server is discovered group by group', async (t) => {
  const cluster = aCluster({ ghost }, {}, withoutAggregation);
  t.deepEqual(new Set(Object.values(await results(cluster))), new Set(['in-sync']));
});

test('discovery of one group that fails is a gap of that group alone', async (t) => {
  const broken = (transport: Transport): Transport => {
    const old = withoutAggregation(transport);
    return async (url, init) =>
      url.endsWith('/apis/apps/v1') ? new Response('unavailable', { status: 503 }) : old(url, init);
  };
  const cluster = aCluster({ ghost }, {}, broken);
  t.deepEqual(await results(cluster), {
    'ConfigMap/default/ghost': 'in-sync',
    'Deployment/default/ghost': 'unknown',
    'Service/default/ghost': 'in-sync',
  });
});

test('a group that the server calls stale is unknown where its kinds are lacking', async (t) => {
  const stale =
    (transport: Transport): Transport =>
    async (url, init) => {
      const answer = await transport(url, init);
      if (!url.endsWith('/apis')) return answer;
      const groups = (await answer.json()) as { items: { metadata: { name: string }; versions: object[] }[] };
      for (const { metadata, versions } of groups.items) {
        if (metadata.name === 'apps') Object.assign(versions[0] ?? {}, { freshness: 'Stale', resources: [] });
      }
      return new Response(JSON.stringify(groups));
    };
  t.is((await results(aCluster({ ghost }, {}, stale)))['Deployment/default/ghost'], 'unknown');
});

const withoutGroups =
  (transport: Transport): Transport =>
  async (url, init) =>
    url.endsWith('/apis') ? new Response('unavailable', { status: 503 }) : transport(url, init);

function putByHand({ kubernetes }: Cluster, files: Record<string, string>): void {
  for (const { manifests } of stacksOf(files)) for (const { object } of manifests) kubernetes.store.put(object);
}

test('what a declared StatefulSet made is no stray when its own kind could not be read', async (t) => {
  const claim =
    '---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-minio-0, labels: {app: minio}}}\n';
  const config = '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: minio, labels: {app: minio}}}\n';
  const set = `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: minio, labels: {app: minio}}
spec: {serviceName: minio, volumeClaimTemplates: [{metadata: {name: data}}]}
`;
  const cluster = aCluster({}, { minio: config + set }, withoutGroups);
  putByHand(cluster, { config, claim });
  const found = await cluster.findings();
  t.deepEqual(
    found.map(({ outcome, subject }) => [outcome, subject]),
    [['unknown', 'StatefulSet/default/minio']],
  );
});

test('an object declared in a version that is not served is no stray in another one', async (t) => {
  const cluster = aCluster({}, { ghost: ghost.replace('apps/v1', 'apps/v1beta1') });
  putByHand(cluster, { ghost });
  const found = await cluster.findings();
  t.deepEqual(
    found.map(({ rule, subject }) => [rule, subject]),
    [['C-08', 'Deployment/default/ghost']],
  );
});

test('a kind without namespaces keeps its subject when discovery fails', async (t) => {
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader, namespace: web}\n';
  const [found] = await aCluster({}, { role }, withoutGroups).findings();
  t.is(found?.subject, 'ClusterRole/reader');
});

test('C-17: with get and list alone the verdicts are the same', async (t) => {
  const cluster = aCluster({ ghost });
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost' };
  cluster.kubernetes.store.patch(deployment, { spec: { replicas: 5 } });
  const before = await cluster.findings();
  cluster.kubernetes.authorize = ({ verb }) => verb === 'get' || verb === 'list';
  t.deepEqual(await cluster.findings(), before);
  t.is(before.length, 1);
});

test('C-17: what only a dry run could decide is unknown without one', async (t) => {
  const odd = '---\n{apiVersion: v1, kind: Service, metadata: {name: odd}, spec: {ports: [{port: 80}], someday: 1}}';
  const cluster = aCluster({}, { odd });
  cluster.kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'odd' },
    spec: { ports: [{ port: 80 }] },
  });
  cluster.kubernetes.authorize = ({ verb }) => verb === 'get' || verb === 'list';
  const [found] = await cluster.findings();
  t.like(found, { outcome: 'unknown', subject: 'Service/default/odd' });
  t.regex(found?.why ?? '', /spec\.someday.*no dry run: .*403/);
});

const secret = `
apiVersion: v1
kind: Secret
metadata: {name: password, labels: {app: secret}, annotations: {ANNOTATION}}
stringData: {word: planted-secret-value}
`;
const quiet = secret.replace('ANNOTATION', '');
const compared = secret.replace('ANNOTATION', 'underpin.dev/compare: hash');
const reference = { apiVersion: 'v1', kind: 'Secret', name: 'password' };

test('C-12: of a Secret nothing but its metadata is read, unless it is asked for by name', async (t) => {
  const cluster = aCluster({ secret: quiet });
  cluster.kubernetes.store.patch(reference, { data: { word: 'b3RoZXI=' } });
  t.deepEqual(await cluster.findings(), []);
  cluster.kubernetes.store.patch(reference, { metadata: { labels: { app: 'other' } } });
  t.like(await cluster.findings(), [{ path: 'metadata.labels.app', declared: 'secret', live: 'other' }]);
  cluster.kubernetes.store.remove(reference);
  t.like(await cluster.findings(), [{ subject: 'Secret/default/password', path: '' }]);
});

test('C-12: a Secret that may not be listed is not compared, which is no gap', async (t) => {
  const cluster = aCluster({ secret: quiet });
  cluster.kubernetes.authorize = ({ resource }) => resource !== 'secrets';
  const { objects, gaps } = await cluster.observe();
  t.deepEqual([objects[0]?.result.state, gaps], ['not-compared', []]);
});

test('C-12: a Secret asked for is compared by hash, and I-31: no value comes out', async (t) => {
  const cluster = aCluster({ secret: compared });
  t.deepEqual(await cluster.findings(), []);
  cluster.kubernetes.store.patch(reference, { data: { word: 'cGxhbnRlZC1vdGhlci12YWx1ZQ==' } });
  const found = await cluster.findings();
  t.like(found, [{ path: 'data.word', declared: '(hidden)', live: '(differs)' }]);
  t.notRegex(JSON.stringify(found), /planted|cGxhbnRlZ/);
  t.false(cluster.kubernetes.calls.some(({ verb }) => verb === 'patch'));
});

test('C-12: an identity that may get the one Secret, and list none, compares it', async (t) => {
  const cluster = aCluster({ secret: compared });
  cluster.kubernetes.authorize = ({ resource, name }) => resource !== 'secrets' || name === 'password';
  t.deepEqual(await cluster.findings(), []);
  cluster.kubernetes.store.patch(reference, { data: { word: 'b3RoZXI=' } });
  t.like(await cluster.findings(), [{ outcome: 'drift', path: 'data.word' }]);
});

/** An admission webhook that writes its own image into every Deployment that is applied. */
function withWebhook(transport: Transport): Transport {
  return async (url, init) => {
    const answer = await transport(url, init);
    if (init.method !== 'PATCH' || !answer.ok) return answer;
    const text = (await answer.text()).replaceAll('"ghost:5"', '"mirror/ghost:5"');
    return new Response(text, { headers: answer.headers });
  };
}

test('C-05: what a webhook would write again is no drift, and what it leaves alone is', async (t) => {
  const cluster = aCluster({ ghost }, {}, withWebhook);
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost' };
  const env = [{ name: 'NODE_ENV', value: 'production' }];
  const containers = [{ name: 'ghost', image: 'mirror/ghost:5', env }];
  cluster.kubernetes.store.patch(deployment, { spec: { template: { spec: { containers } } } });
  t.deepEqual(await cluster.findings(), []);
  cluster.kubernetes.store.patch(deployment, { spec: { replicas: 5 } });
  t.like(await cluster.findings(), [{ path: 'spec.replicas' }]);
  t.is((await cluster.findings()).length, 1);
});

test('C-06: every dry run says so', async (t) => {
  const cluster = aCluster({ ghost });
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost' };
  cluster.kubernetes.store.patch(deployment, { spec: { replicas: 5 } });
  await cluster.findings();
  const writes = cluster.kubernetes.calls.filter(({ verb }) => verb !== 'get' && verb !== 'list');
  t.deepEqual(
    writes.map(({ verb, dryRun, mutating }) => [verb, dryRun, mutating]),
    [['patch', true, false]],
  );
  t.like(cluster.kubernetes.store.get(deployment), { spec: { replicas: 5 } });
});
