import test from 'ava';
import type { JsonObject } from '../../../shared/model/json.ts';
import { anApi, aVm, someVms } from './an-api.ts';

const template = (app: string, spec: JsonObject = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'main', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }] }], ...spec },
});

/** Two nodes, Ready. */
async function aCluster() {
  const api = anApi();
  const vms = someVms();
  api.kubernetes.attachNodes(vms);
  vms.run(aVm('node-1', { id: '1' }));
  vms.run(aVm('node-2', { id: '2', zone: 'us-central1-b', internalIp: '10.128.0.3' }));
  await api.clock.advance(60_000);
  const { store } = api.kubernetes;
  const pods = (labels?: string) =>
    store.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', ...(labels ? { labels } : {}) });
  return { ...api, vms, store, pods };
}

const nodeOf = (pod: JsonObject) => (pod.spec as JsonObject).nodeName;
const phaseOf = (pod: JsonObject) => (pod.status as JsonObject).phase;

test('a ReplicationController keeps as many pods as wanted, spread over the nodes', async (t) => {
  const { clock, store, pods } = await aCluster();
  const controller = { apiVersion: 'v1', kind: 'ReplicationController', name: 'ghost' };
  store.put({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'ghost' },
    spec: { replicas: 4, template: template('ghost') },
  });
  await clock.advance(10_000);
  t.deepEqual(pods().map(phaseOf), ['Running', 'Running', 'Running', 'Running']);
  t.is(pods().filter((pod) => nodeOf(pod) === 'node-1').length, 2);
  store.remove({ apiVersion: 'v1', kind: 'Pod', name: pods()[0]?.metadata.name ?? '' });
  await clock.advance(60_000);
  t.is(pods().length, 4);
  store.patch(controller, { spec: { replicas: 1 } });
  await clock.advance(60_000);
  t.is(pods().length, 1);
  t.like(store.get(controller)?.status as object, { replicas: 1, readyReplicas: 1, availableReplicas: 1 });
});

test('a Deployment rolls to a new template and keeps its old ReplicaSet empty', async (t) => {
  const { clock, store, pods } = await aCluster();
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  store.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template('web') },
  });
  await clock.advance(20_000);
  store.patch(reference, {
    spec: { template: template('web', { containers: [{ name: 'main', image: 'nginx:1.28' }] }) },
  });
  await clock.advance(60_000);
  const sets = store
    .list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' })
    .map((set) => (set.spec as JsonObject).replicas);
  t.deepEqual(sets.toSorted(), [0, 2]);
  t.deepEqual(
    pods().map((pod) => ((pod.spec as JsonObject).containers as JsonObject[])[0]?.image),
    ['nginx:1.28', 'nginx:1.28'],
  );
  t.is(store.get(reference)?.metadata.annotations?.['deployment.kubernetes.io/revision'], '2');
  t.like(store.get(reference)?.status as object, { readyReplicas: 2, updatedReplicas: 2 });
});

test('a DaemonSet covers nodes, a StatefulSet counts its pods', async (t) => {
  const { clock, store, pods } = await aCluster();
  store.put({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent') },
  });
  store.put({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { replicas: 3, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db') },
  });
  await clock.advance(60_000);
  t.deepEqual(pods('app=agent').map(nodeOf).toSorted(), ['node-1', 'node-2']);
  t.deepEqual(
    pods('app=db').map((pod) => pod.metadata.name),
    ['db-0', 'db-1', 'db-2'],
  );
});

test('selectors, cordons, taints and host ports decide where a pod may run', async (t) => {
  const { clock, store, pods } = await aCluster();
  const node = (name: string) => ({ apiVersion: 'v1', kind: 'Node', name });
  const aPod = (name: string, spec: JsonObject) =>
    store.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'a', image: 'x' }], ...spec },
    });
  aPod('chosen', { nodeSelector: { 'disk.underpin.dev/foodata': 'mounted' } });
  await clock.advance(10_000);
  t.is(nodeOf(pods()[0] ?? {}), undefined);
  store.patch(node('node-2'), { metadata: { labels: { 'disk.underpin.dev/foodata': 'mounted' } } });
  await clock.advance(10_000);
  t.is(nodeOf(pods()[0] ?? {}), 'node-2');
  store.patch(node('node-1'), { spec: { unschedulable: true } });
  store.patch(node('node-2'), { spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] } });
  aPod('nowhere', {});
  aPod('tolerant', {
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    containers: [{ name: 'a', image: 'x', ports: [{ containerPort: 80, hostPort: 80 }] }],
  });
  aPod('too-late', {
    tolerations: [{ operator: 'Exists', key: 'dedicated' }],
    containers: [{ name: 'a', image: 'x', ports: [{ containerPort: 80, hostPort: 80 }] }],
  });
  aPod('pinned', { nodeName: 'node-1' });
  await clock.advance(10_000);
  const places = Object.fromEntries(pods().map((pod) => [pod.metadata.name, nodeOf(pod)]));
  t.deepEqual(places, {
    chosen: 'node-2',
    nowhere: undefined,
    pinned: 'node-1',
    'too-late': undefined,
    tolerant: 'node-2',
  });
});

test('the endpoints of a Service are its ready pods', async (t) => {
  const { clock, store, pods } = await aCluster();
  store.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ghost' },
    spec: { selector: { app: 'ghost' }, ports: [{ port: 2468, targetPort: 'http' }] },
  });
  store.put({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'ghost' },
    spec: { replicas: 2, template: template('ghost') },
  });
  await clock.advance(20_000);
  const slice = () =>
    store.list({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      labels: 'kubernetes.io/service-name=ghost',
    })[0];
  const endpoints = () =>
    (slice()?.endpoints ?? []) as {
      addresses: string[];
      nodeName: string;
      zone: string;
      conditions: { ready: boolean };
    }[];
  t.deepEqual(slice()?.ports, [{ name: '', protocol: 'TCP', port: 80 }]);
  t.deepEqual(
    endpoints()
      .map(({ addresses }) => addresses[0])
      .toSorted(),
    pods()
      .map((pod) => (pod.status as JsonObject).podIP as string)
      .toSorted(),
  );
  t.deepEqual(
    endpoints()
      .map(({ zone }) => zone)
      .toSorted(),
    ['us-central1-a', 'us-central1-b'],
  );
  store.patch({ apiVersion: 'v1', kind: 'ReplicationController', name: 'ghost' }, { spec: { replicas: 0 } });
  await clock.advance(60_000);
  t.deepEqual(endpoints(), []);
});

test('what is owned goes with its owner, unless it is orphaned', async (t) => {
  const { clock, ask, store, pods } = await aCluster();
  const controller = (name: string) =>
    store.put({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name },
      spec: { template: template(name) },
    });
  controller('a');
  controller('b');
  controller('c');
  await clock.advance(20_000);
  const path = '/api/v1/namespaces/default/replicationcontrollers';
  await ask('DELETE', `${path}/a?propagationPolicy=Background`);
  await ask('DELETE', `${path}/b`);
  const waiting = await ask('DELETE', `${path}/c?propagationPolicy=Foreground`);
  t.deepEqual(waiting.body.metadata.finalizers, ['foregroundDeletion']);
  await clock.advance(60_000);
  t.deepEqual(
    pods().map((pod) => pod.metadata.labels?.app),
    ['b'],
    'a ReplicationController leaves its pods when nobody says otherwise',
  );
  t.is((await ask('GET', `${path}/c`)).status, 404);
});

test('a namespace goes after all that is in it', async (t) => {
  const { clock, ask, store } = await aCluster();
  await ask('POST', '/api/v1/namespaces', { metadata: { name: 'short' } });
  await clock.advance(1000);
  t.is((await ask('GET', '/api/v1/namespaces/short/serviceaccounts/default')).status, 200);
  store.put({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'a', namespace: 'short' },
    spec: { template: template('a') },
  });
  await clock.advance(20_000);
  t.is((await ask('DELETE', '/api/v1/namespaces/short')).body.status.phase, 'Terminating');
  t.is((await ask('POST', '/api/v1/namespaces/short/configmaps', { metadata: { name: 'late' } })).status, 403);
  await clock.advance(120_000);
  t.is((await ask('GET', '/api/v1/namespaces/short')).status, 404);
});
