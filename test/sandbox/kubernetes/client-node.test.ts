import {
  BatchV1Api,
  CoordinationV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  V1MicroTime,
} from '@kubernetes/client-node';
import test, { type ExecutionContext } from 'ava';
import { kubeconfig } from '../../../sandbox/kubernetes/kubeconfig.ts';
import { createKubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import { createPacedClock } from '../../../sandbox/paced-clock.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';

/** The real client, over a real socket. */
async function aClient(t: ExecutionContext) {
  const kubernetes = createKubernetes({ runtime: createPacedClock({ speed: 100 }) });
  const server = await serveHttp(kubernetes.handle);
  t.teardown(() => server.close());
  const config = new KubeConfig();
  config.loadFromString(kubeconfig(server.url));
  // The client takes plain HTTP from nobody else.
  config.clusters = config.clusters.map((cluster) => ({ ...cluster, skipTLSVerify: true }));
  return { kubernetes, config };
}

const namespace = 'default';

test('CoreV1Api reads lists, patches nodes and tells errors', async (t) => {
  const { kubernetes, config } = await aClient(t);
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1' },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const core = config.makeApiClient(CoreV1Api);
  const { items } = await core.listNode({ labelSelector: '!nothing', limit: 10 });
  t.deepEqual(
    items.map(({ metadata }) => metadata?.name),
    ['n1'],
  );
  t.is(items[0]?.status?.conditions?.[0]?.status, 'True');
  const body = { metadata: { labels: { 'disk.underpin.dev/foodata': 'mounted' } } };
  const patched = await core.patchNode(
    { name: 'n1', body, fieldManager: 'underpin' },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  t.is(patched.metadata?.labels?.['disk.underpin.dev/foodata'], 'mounted');
  t.true(patched.metadata?.managedFields?.some(({ manager }) => manager === 'underpin'));
  const error = await t.throwsAsync<Error & { code: number; body: string }>(core.readNode({ name: 'none' }));
  t.is(error?.code, 404);
  t.is(JSON.parse(error?.body ?? '{}').reason, 'NotFound');
});

test('CoordinationV1Api: of two that read the same Lease, one gets it', async (t) => {
  const { config } = await aClient(t);
  const leases = config.makeApiClient(CoordinationV1Api);
  await leases.createNamespacedLease({
    namespace,
    body: { metadata: { name: 'home' }, spec: { leaseTransitions: 0 } },
  });
  const { data, headers } = await leases.readNamespacedLeaseWithHttpInfo({ name: 'home', namespace });
  const renewTime = new V1MicroTime(Date.parse(headers.date ?? ''));
  const take = (holderIdentity: string) =>
    leases.replaceNamespacedLease({
      name: 'home',
      namespace,
      body: { ...data, spec: { holderIdentity, leaseDurationSeconds: 60, renewTime } },
    });
  const outcomes = await Promise.allSettled([take('one'), take('other')]);
  t.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const refused = outcomes.find(({ status }) => status === 'rejected');
  t.is(refused && 'reason' in refused ? refused.reason.code : 0, 409);
  const held = await leases.readNamespacedLease({ name: 'home', namespace });
  t.is(held.spec?.leaseDurationSeconds, 60);
  t.is(new Date(held.spec?.renewTime ?? 0).getTime(), Date.parse(headers.date ?? ''));
});

test('BatchV1Api runs a Job to its end, and its log can be read', async (t) => {
  const { kubernetes, config } = await aClient(t);
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1' },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const batch = config.makeApiClient(BatchV1Api);
  const template = { spec: { restartPolicy: 'Never', nodeName: 'n1', containers: [{ name: 'a', image: 'busybox' }] } };
  await batch.createNamespacedJob({ namespace, body: { metadata: { name: 'once' }, spec: { template } } });
  const isDone = async () => (await batch.readNamespacedJob({ name: 'once', namespace })).status?.succeeded === 1;
  for (let turn = 0; turn < 100 && !(await isDone()); turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  t.true(await isDone());
  const core = config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: 'job-name=once' });
  t.is(await core.readNamespacedPodLog({ name: items[0]?.metadata?.name ?? '', namespace }), '');
});

test('KubernetesObjectApi finds kinds by discovery and applies server-side', async (t) => {
  const { config } = await aClient(t);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const spec = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace }, data: { k: 'v' } };
  const applied = await objects.patch(spec, undefined, undefined, 'underpin', false, PatchStrategy.ServerSideApply);
  t.like(applied.metadata, { managedFields: [{ operation: 'Apply', manager: 'underpin' }] });
  const tried = await objects.patch(
    { ...spec, data: { k: 'w' } },
    undefined,
    'All',
    'underpin',
    false,
    PatchStrategy.ServerSideApply,
  );
  t.like(tried, { data: { k: 'w' } });
  t.like(await objects.read(spec), { data: { k: 'v' } });
  const conflict = await t.throwsAsync<Error & { code: number }>(
    objects.patch({ ...spec, data: { k: 'x' } }, undefined, undefined, 'other', false, PatchStrategy.ServerSideApply),
  );
  t.is(conflict?.code, 409);
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l', namespace }, spec: {} };
  await objects.create(lease);
  await objects.delete(lease);
  await t.throwsAsync(objects.read(lease));
});
