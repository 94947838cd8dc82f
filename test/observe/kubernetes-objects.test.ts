import test from 'ava';
import type { Transport } from '../../shared/transport.ts';
import { aCluster, ghost } from './a-cluster.ts';
import { stacksOf } from './stacks-of.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost' };
const service = { apiVersion: 'v1', kind: 'Service', name: 'ghost' };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'ghost' };

test('what was applied and left alone is in sync, by one list for each kind', async (t) => {
  const { kubernetes, observe } = aCluster({ ghost });
  const { objects, strays, gaps } = await observe();
  t.deepEqual(
    objects.map(({ subject, result }) => [subject, result.state]),
    [
      ['ConfigMap/default/ghost', 'in-sync'],
      ['Deployment/default/ghost', 'in-sync'],
      ['Service/default/ghost', 'in-sync'],
    ],
  );
  t.deepEqual([strays, gaps], [[], []]);
  const lists = kubernetes.calls.filter(({ verb }) => verb === 'list').map(({ kind }) => kind);
  t.is(lists.length, new Set(lists).size);
  t.false(kubernetes.calls.some(({ verb }) => verb === 'patch'));
});

test('a changed field is found at its path and its line, with who wrote it', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  kubernetes.store.patch(deployment, { spec: { replicas: 5 } }, { manager: 'kubectl-edit' });
  const [found, ...others] = await findings();
  t.deepEqual(others, []);
  t.like(found, {
    outcome: 'drift',
    subject: 'Deployment/default/ghost',
    path: 'spec.replicas',
    declared: 2,
    live: 5,
    source: { file: 'ghost/stack.yaml', line: 11, column: 3 },
    command: 'kubectl apply -n default -f ghost/stack.yaml',
    stack: 'ghost',
  });
  t.regex(found?.why ?? '', /last written by `kubectl-edit` at 2027-/);
  t.like(found?.action, { kind: 'apply-object', object: { kind: 'Deployment', metadata: { namespace: 'default' } } });
});

test('a missing object is found', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  kubernetes.store.remove(service);
  t.like(await findings(), [{ subject: 'Service/default/ghost', path: '', live: 'absent', severity: 'critical' }]);
});

test('C-10: what is right again at the second read is dropped', async (t) => {
  const { kubernetes, observe } = aCluster({ ghost });
  kubernetes.store.patch(configMap, { data: { url: 'http://other' } });
  const put = () => kubernetes.store.patch(configMap, { data: { url: 'http://ghost.example.com' } });
  kubernetes.faults.add({
    fault: 'F-23',
    act: put,
    times: 1,
    when: ({ verb, resource }) => verb === 'get' && resource === 'configmaps',
  });
  const { objects } = await observe();
  t.true(objects.every(({ result }) => result.state === 'in-sync'));
});

test('C-10: an object that came between the two reads is too young to count', async (t) => {
  const { kubernetes, observe } = aCluster({ ghost });
  const kept = kubernetes.store.get(configMap);
  kubernetes.store.remove(configMap);
  const put = () =>
    kubernetes.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ghost' }, data: kept?.data ?? {} });
  kubernetes.faults.add({
    fault: 'F-23',
    act: put,
    times: 1,
    when: ({ verb, resource }) => verb === 'get' && resource === 'configmaps',
  });
  const { objects } = await observe();
  t.true(objects.every(({ result }) => result.state === 'in-sync'));
});

test('C-16: what was set by hand and never declared is told apart', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  kubernetes.store.patch(deployment, { metadata: { labels: { team: 'blue' } } }, { manager: 'kubectl-label' });
  kubernetes.store.patch(deployment, { spec: { minReadySeconds: 5 } }, { manager: 'kubectl-edit' });
  kubernetes.store.patch(deployment, { spec: { paused: true } }, { manager: 'some-controller' });
  t.like(await findings(), [
    { path: 'metadata.labels.team', live: 'blue', undeclared: true, severity: 'info', rule: 'C-16' },
    { path: 'spec.minReadySeconds', live: 5, undeclared: true, severity: 'info' },
  ]);
});

test('an object with the label of a stack that no file declares is a stray; what a declared one owns is not', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  const uid = kubernetes.store.get(deployment)?.metadata.uid ?? '';
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost', uid, controller: true };
  const labels = { app: 'ghost' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'c' }] } };
  const set = { selector: { matchLabels: labels }, template };
  kubernetes.store.put({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'ghost-1', labels, ownerReferences: [owner] },
    spec: set,
  });
  kubernetes.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'left-over', labels } });
  kubernetes.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', labels: { app: 'other' } } });
  kubernetes.store.put({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'stray', labels }, spec: set });
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'elsewhere', namespace: 'kube-system', labels },
  });
  t.deepEqual(
    (await findings()).map(({ subject, declared, live }) => [subject, declared, live]),
    [
      ['ConfigMap/default/left-over', 'absent', 'present'],
      ['DaemonSet/default/stray', 'absent', 'present'],
    ],
  );
});

test('of a thousand stacks strays are found too, by addresses that servers and proxies take', async (t) => {
  const names = Array.from({ length: 1000 }, (_, index) => `app-${index}`);
  const configMapOf = (app: string) =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${app}, labels: {app: ${app}}}}`;
  const addresses: string[] = [];
  const noting: (transport: Transport) => Transport = (transport) => (url, init) => {
    addresses.push(url);
    return transport(url, init);
  };
  const files = Object.fromEntries(names.map((name) => [name, `# ${name}\n${configMapOf(name)}`]));
  const { kubernetes, observe } = aCluster(files, {}, noting);
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'left-over', labels: { app: 'app-7' } },
    spec: { ports: [{ port: 80 }] },
  });
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'other', labels: { app: 'other' } },
    spec: { ports: [{ port: 80 }] },
  });
  const { strays, gaps } = await observe();
  t.deepEqual([strays.map(({ subject }) => subject), gaps], [['Service/default/left-over'], []]);
  t.true(Math.max(...addresses.map((address) => address.length)) < 4000);
});

test('a stack whose name is no label value hides no strays of others, and is no gap', async (t) => {
  const unlabelled = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`;
  const names = { 'my stack (old)': unlabelled('a'), _base: unlabelled('b'), ['x'.repeat(64)]: unlabelled('c') };
  const { kubernetes, observe } = aCluster({ ghost, ...names });
  const labels = { app: 'ghost' };
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'left-over', labels },
    spec: { containers: [{ name: 'c', image: 'c' }] },
  });
  const { strays, gaps } = await observe();
  t.deepEqual(gaps, []);
  t.deepEqual(
    strays.map(({ subject }) => subject),
    ['Pod/default/left-over'],
  );
});

test('where no stack has a name that an object could carry, nothing is looked for', async (t) => {
  const { observe } = aCluster({ _base: '{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}' });
  t.like(await observe(), { strays: [], gaps: [] });
});

test('a kind that is declared in one namespace is looked for in those of the other stacks too', async (t) => {
  const blogIn = (namespace: string) => `
apiVersion: v1
kind: Service
metadata: {name: blog, namespace: ${namespace}, labels: {app: blog}}
spec: {ports: [{port: 80}]}
`;
  const { kubernetes, observe } = aCluster({ ghost, blog: blogIn('kube-system') });
  const labels = { app: 'blog' };
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'left', namespace: 'kube-system', labels },
  });
  const { strays } = await observe();
  t.deepEqual(
    strays.map(({ subject }) => subject),
    ['ConfigMap/kube-system/left'],
  );
  const lists = kubernetes.calls.filter(({ verb, resource }) => verb === 'list' && resource === 'services');
  t.is(lists.length, 1);
});

test('claims that a StatefulSet made from its templates are no strays', async (t) => {
  const database = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, labels: {app: db}}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: c}]}}
  volumeClaimTemplates:
  - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
`;
  const { kubernetes, findings } = aCluster({ db: database });
  const claim = (name: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: { app: 'db' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  kubernetes.store.put(claim('data-db-0'));
  kubernetes.store.put(claim('by-hand'));
  t.deepEqual(
    (await findings()).map(({ subject }) => subject),
    ['PersistentVolumeClaim/default/by-hand'],
  );
});

test('C-08: a version that is gone names the one the server has now', async (t) => {
  const old = 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: old}\n';
  t.like(await aCluster({ ghost }, { old }).findings(), [
    {
      subject: 'Ingress/default/old',
      path: 'apiVersion',
      declared: 'extensions/v1beta1',
      live: 'networking.k8s.io/v1',
      rule: 'C-08',
      source: { line: 1 },
    },
  ]);
});

test('C-08: a kind that nobody installed', async (t) => {
  const custom = 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: one}\n';
  const [found] = await aCluster({ ghost }, { custom }).findings();
  t.like(found, { subject: 'Thing/default/one', path: 'apiVersion', live: null });
  t.regex(found?.why ?? '', /CustomResourceDefinition/);
});

test('a declared object that is being deleted is told, for nothing can be applied over it', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  kubernetes.store.patch(configMap, { metadata: { finalizers: ['example.com/hold'] } });
  kubernetes.store.remove(configMap);
  const [found] = await findings();
  t.like(found, { subject: 'ConfigMap/default/ghost', path: 'metadata.deletionTimestamp', action: null });
});

test('I-26: what is marked protected is reported and not touched', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  const annotations = { 'underpin.dev/protect': 'true' };
  kubernetes.store.patch(deployment, { metadata: { annotations }, spec: { replicas: 5 } }, { manager: 'helm' });
  const [found] = await findings();
  t.is(found?.path, 'spec.replicas');
  t.regex(found?.blockedBy ?? '', /underpin.dev\/protect/);
});

test('C-18: a Job that clears itself away when it has finished is not missing', async (t) => {
  const job = (name: string, ttl: string) => `
apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec: {${ttl} template: {spec: {restartPolicy: Never, containers: [{name: c, image: c}]}}}
---`;
  const jobs = job('once', 'ttlSecondsAfterFinished: 60,') + job('kept', '');
  t.like(await aCluster({ ghost }, { jobs }).findings(), [{ subject: 'Job/default/kept' }]);
});

const autoscaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ghost}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ghost}, minReplicas: 2, maxReplicas: 6}
`;

test("C-07: replicas within an autoscaler's range are its own", async (t) => {
  const { kubernetes, findings } = aCluster({ ghost, autoscaler });
  kubernetes.store.patch(deployment, { spec: { replicas: 6 } });
  t.deepEqual(await findings(), []);
  const lists = kubernetes.calls.filter(({ resource }) => resource === 'horizontalpodautoscalers');
  t.is(lists.length, 1, 'declared autoscalers are listed once');
});

const narrow = { spec: { selector: { app: 'ghost', 'rollouts-pod-template-hash': '7c9' } } };
test('C-07: what a controller adds to a selector is its own, and stays when the rest is applied', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  kubernetes.store.patch(service, narrow, { manager: 'rollouts-controller' });
  t.deepEqual(await findings(), []);
  kubernetes.store.patch(service, { metadata: { labels: { app: 'other' } } }, { manager: 'kubectl-edit' });
  const [found] = await findings();
  t.like(found, { path: 'metadata.labels.app', action: { spared: ['spec.selector.rollouts-pod-template-hash'] } });
});

test('C-01: what a person or a tool that applies files adds there is not', async (t) => {
  for (const manager of ['kubectl-edit', 'argocd-controller', 'Terraform']) {
    const { kubernetes, findings } = aCluster({ ghost });
    kubernetes.store.patch(service, narrow, { manager });
    t.deepEqual(
      (await findings()).map(({ path }) => path),
      ['spec.selector.rollouts-pod-template-hash'],
      manager,
    );
  }
});

test('C-07: so they are when the autoscaler is declared nowhere', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost });
  for (const { manifests } of stacksOf({ autoscaler })) kubernetes.store.put(manifests[0]?.object ?? {});
  kubernetes.store.patch(deployment, { spec: { replicas: 6 } });
  t.deepEqual(await findings(), []);
});

test('C-18: replicas outside its range are drift', async (t) => {
  const { kubernetes, findings } = aCluster({ ghost, autoscaler });
  kubernetes.store.patch(deployment, { spec: { replicas: 7 } });
  t.like(await findings(), [{ path: 'spec.replicas', declared: 2, live: 7 }]);
});
