import test from 'ava';
import { compareObject } from '../../shared/compare/compare.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aConfigMap, aDeployment, aNetworkPolicy, aPod, aService } from './objects.ts';

const inSync = test.macro<[JsonObject, JsonObject]>((t, declared, live) => {
  t.deepEqual(compareObject(declared, live), []);
});

const differs = test.macro<[JsonObject, JsonObject, string[]]>((t, declared, live, paths) => {
  t.deepEqual(
    compareObject(declared, live).map(({ path }) => path),
    paths,
  );
});

const container = (fields: JsonObject) => aPod({ containers: [{ name: 'web', image: 'nginx', ...fields }] });

test('C-01: what is not declared is not compared', inSync, aDeployment({}), aDeployment({ replicas: 3, paused: true }));
test('C-01: null, absent and empty are equal', inSync, container({ env: [], args: null }), container({}));
test('C-01: an absent list equals a declared empty one', inSync, container({}), container({ command: [] }));
test('C-01: empty settings equal none', inSync, container({ securityContext: {}, resources: {} }), container({}));
test(
  'C-01: emptyDir chooses a volume',
  differs,
  aPod({ volumes: [{ name: 'data', emptyDir: {} }] }),
  aPod({ volumes: [{ name: 'data', hostPath: { path: '/data' } }] }),
  ['spec.volumes[data].emptyDir'],
);
test(
  'C-01: an empty podSelector selects every pod',
  differs,
  aNetworkPolicy({ podSelector: {} }),
  aNetworkPolicy({ podSelector: { matchLabels: { app: 'web' } } }),
  ['spec.podSelector.matchLabels'],
);
test(
  'C-01: an empty ingress lets nothing in',
  differs,
  aNetworkPolicy({ ingress: [] }),
  aNetworkPolicy({ ingress: [{}] }),
  ['spec.ingress'],
);
test('C-01: an empty ingress is dropped by the server', inSync, aNetworkPolicy({ ingress: [] }), aNetworkPolicy({}));
test(
  'C-01: an empty from lets everybody in',
  differs,
  aNetworkPolicy({ ingress: [{ from: [] }] }),
  aNetworkPolicy({ ingress: [{ from: [{ podSelector: {} }] }] }),
  ['spec.ingress[0].from'],
);
test(
  'C-01: a peer that selects all pods is not one that selects some',
  differs,
  aNetworkPolicy({ ingress: [{ from: [{ podSelector: {} }] }] }),
  aNetworkPolicy({ ingress: [{ from: [{ podSelector: { matchLabels: { a: 'b' } } }] }] }),
  ['spec.ingress[0].from[0].podSelector.matchLabels'],
);
const selects = (matchLabels: JsonObject) => ({ matchLabels });

test(
  'C-01: a selector is one value: a key more selects less',
  differs,
  aNetworkPolicy({ podSelector: selects({ app: 'web' }) }),
  aNetworkPolicy({ podSelector: selects({ app: 'web', tier: 'debug' }) }),
  ['spec.podSelector.matchLabels.tier'],
);
test(
  'C-01: so is that of a Service',
  differs,
  aService({ selector: { app: 'web' } }),
  aService({ selector: { app: 'web', debug: 'yes' } }),
  ['spec.selector.debug'],
);
test(
  'C-01: and the nodeSelector of a template',
  differs,
  aDeployment({ template: { spec: { nodeSelector: { a: 'b' } } } }),
  aDeployment({ template: { spec: { nodeSelector: { a: 'b', c: 'd' } } } }),
  ['spec.template.spec.nodeSelector.c'],
);
test(
  'C-01: a selector that was narrowed by an expression differs',
  differs,
  aDeployment({ selector: selects({ app: 'web' }) }),
  aDeployment({ selector: { ...selects({ app: 'web' }), matchExpressions: [{ key: 'a', operator: 'Exists' }] } }),
  ['spec.selector.matchExpressions'],
);
const aController = (selector: JsonObject) => ({
  apiVersion: 'v1',
  kind: 'ReplicationController',
  metadata: { name: 'web' },
  spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: {} } },
});
test(
  'C-01: an empty one says nothing: the API fills in the labels of the template',
  inSync,
  aController({}),
  aController({ app: 'web' }),
);
test(
  'C-01: nor does an empty nodeSelector',
  inSync,
  aDeployment({ template: { spec: { nodeSelector: {} } } }),
  aDeployment({ template: { spec: { nodeSelector: { a: 'b' } } } }),
);
test(
  'C-07: what the namespace asks for is added to the nodeSelector of a bare Pod',
  inSync,
  aPod({ nodeSelector: { a: 'b' } }),
  aPod({ nodeSelector: { a: 'b', c: 'd' } }),
);
test(
  'C-07: the uid is added to the selector of a Job',
  inSync,
  { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { selector: selects({ app: 'web' }) } },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'a' },
    spec: { selector: selects({ app: 'web', uid: '1' }) },
  },
);
test(
  'C-02: what the server owns is not compared, even when declared',
  inSync,
  {
    ...aService({}),
    metadata: { name: 'web', uid: '1', resourceVersion: '5', creationTimestamp: null },
    status: { loadBalancer: {} },
  },
  { ...aService({}), metadata: { name: 'web', uid: '2', resourceVersion: '6', creationTimestamp: '2026-01-01' } },
);
test(
  'C-02: a declared clusterIP counts',
  differs,
  aService({ clusterIP: 'None' }),
  aService({ clusterIP: '10.0.0.1' }),
  ['spec.clusterIP'],
);
test(
  'C-03: quantities in other words',
  inSync,
  container({
    resources: { requests: { cpu: 0.5, memory: '1.5Gi', 'ephemeral-storage': '1e3' }, limits: { cpu: '1000m' } },
  }),
  container({
    resources: { requests: { cpu: '500m', memory: '1536Mi', 'ephemeral-storage': '1k' }, limits: { cpu: '1' } },
  }),
);
test(
  'C-03: other quantities differ',
  differs,
  container({ resources: { limits: { cpu: 1, memory: '1G' } } }),
  container({ resources: { limits: { cpu: '1001m', memory: '1Gi' } } }),
  ['spec.containers[web].resources.limits.cpu', 'spec.containers[web].resources.limits.memory'],
);
test(
  'C-03: a text that looks like a quantity is text',
  differs,
  aConfigMap({ size: '1000m' }),
  aConfigMap({ size: '1' }),
  ['data.size'],
);
test(
  'C-03: a port as number or text',
  inSync,
  aService({ ports: [{ port: 80, targetPort: '8080' }] }),
  aService({ ports: [{ port: 80, targetPort: 8080 }] }),
);
test(
  'C-03: ranges without their host bits, IPv6 in any spelling',
  inSync,
  aService({ loadBalancerSourceRanges: ['10.1.2.3/8'], externalIPs: ['2001:DB8:0:0::1'] }),
  aService({ loadBalancerSourceRanges: ['10.0.0.0/8'], externalIPs: ['2001:db8::1'] }),
);
test(
  'C-03: an address in an annotation is text',
  differs,
  { ...aService({}), metadata: { name: 'web', annotations: { ip: '2001:DB8::1' } } },
  { ...aService({}), metadata: { name: 'web', annotations: { ip: '2001:db8::1' } } },
  ['metadata.annotations.ip'],
);
test(
  'C-03: binary data in lines of any length',
  inSync,
  { ...aConfigMap({}), binaryData: { key: 'AAEC\nAwQF\n' } },
  { ...aConfigMap({}), binaryData: { key: 'AAECAwQF' } },
);
test(
  'C-04: containers, env and ports by their keys, in any order',
  inSync,
  container({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] }),
  container({
    ports: [
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: 53, protocol: 'TCP' },
      { containerPort: 80, protocol: 'TCP' },
    ],
  }),
);
test(
  'C-07: injected containers, volumes and variables are ignored',
  inSync,
  container({ env: [{ name: 'A', value: '1' }] }),
  aPod({
    containers: [
      { name: 'proxy', image: 'envoy' },
      { name: 'web', image: 'nginx', env: [{ name: 'INJECTED' }, { name: 'A', value: '1' }] },
    ],
    volumes: [{ name: 'kube-api-access-x', projected: {} }],
  }),
);
const named = (...names: string[]) =>
  aDeployment({ template: { spec: { initContainers: names.map((name) => ({ name, image: 'x' })) } } });
test('C-04: init containers run in their order', differs, named('migrate', 'seed'), named('seed', 'migrate'), [
  'spec.template.spec.initContainers',
]);
test(
  'C-07: one that was injected between them changes nothing about that',
  inSync,
  named('migrate', 'seed'),
  named('proxy', 'migrate', 'other', 'seed'),
);
test(
  'C-19: a changed key of an item that is otherwise the same',
  differs,
  aService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  aService({ ports: [{ name: 'http', port: 81, targetPort: 8080, protocol: 'TCP' }] }),
  ['spec.ports[80/TCP].port'],
);
test(
  'C-19: an item that is gone',
  differs,
  container({
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
  }),
  container({ env: [{ name: 'B', value: '2' }] }),
  ['spec.containers[web].env[A]'],
);
test(
  'C-19: a list without keys is compared whole',
  differs,
  container({ args: ['-a'] }),
  container({ args: ['-a', '-b'] }),
  ['spec.containers[web].args'],
);
test('C-19: one item of such a list', differs, container({ args: ['-a', '-b'] }), container({ args: ['-a', '-c'] }), [
  'spec.containers[web].args[1]',
]);
test(
  'C-19: what was added inside an item of such a list',
  differs,
  aNetworkPolicy({ ingress: [{ ports: [{ port: 80 }] }] }),
  aNetworkPolicy({ ingress: [{ ports: [{ port: 80, protocol: 'TCP', endPort: 90 }] }] }),
  ['spec.ingress[0].ports[0].endPort'],
);
test(
  'C-05: zeros the server replaces',
  inSync,
  container({
    imagePullPolicy: '',
    livenessProbe: { timeoutSeconds: 0, periodSeconds: 0 },
    ports: [{ containerPort: 80, protocol: '' }],
  }),
  container({
    imagePullPolicy: 'Always',
    livenessProbe: { timeoutSeconds: 1, periodSeconds: 10 },
    ports: [{ containerPort: 80, protocol: 'TCP' }],
  }),
);
test(
  'C-18: zeros the server drops',
  inSync,
  container({ volumeMounts: [{ name: 'a', mountPath: '/a', readOnly: false, subPath: '' }], tty: false }),
  container({ volumeMounts: [{ name: 'a', mountPath: '/a' }] }),
);
test(
  'C-18: nodePort 0 asks for any',
  inSync,
  aService({ ports: [{ port: 80, nodePort: 0 }] }),
  aService({ ports: [{ port: 80, nodePort: 31234 }] }),
);
test('C-18: zero replicas are meant', differs, aDeployment({ replicas: 0 }), aDeployment({ replicas: 3 }), [
  'spec.replicas',
]);
test(
  'C-18: a false that chooses is missed when it is gone',
  differs,
  aPod({ automountServiceAccountToken: false }),
  aPod({}),
  ['spec.automountServiceAccountToken'],
);
test(
  'C-18: serviceAccount follows serviceAccountName',
  inSync,
  aPod({ serviceAccount: 'old', serviceAccountName: 'new' }),
  aPod({ serviceAccount: 'new', serviceAccountName: 'new' }),
);
test(
  'C-18: admission appends tolerations to a bare Pod',
  inSync,
  aPod({ tolerations: [{ key: 'mine', operator: 'Exists' }] }),
  aPod({
    tolerations: [
      { key: 'mine', operator: 'Exists' },
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  }),
);
test(
  'a toleration that somebody added to a template is found',
  differs,
  aDeployment({ template: { spec: { tolerations: [] } } }),
  aDeployment({ template: { spec: { tolerations: [{ operator: 'Exists' }] } } }),
  ['spec.template.spec.tolerations'],
);
test('keys with dots stay as they are', differs, aConfigMap({ 'nginx.conf': 'a' }), aConfigMap({ 'nginx.conf': 'b' }), [
  'data.nginx.conf',
]);

test('a difference points at the place in the declared object', (t) => {
  const declared = aPod({
    containers: [
      { name: 'web', image: 'nginx:1' },
      { name: 'log', image: 'fluent:1' },
    ],
  });
  const live = aPod({
    containers: [
      { name: 'log', image: 'fluent:2' },
      { name: 'web', image: 'nginx:1' },
    ],
  });
  t.like(compareObject(declared, live), [
    { path: 'spec.containers[log].image', pointer: 'spec.containers[1].image', declared: 'fluent:1', live: 'fluent:2' },
  ]);
});

test('C-17: what no schema knows and the server does not show is not certain', (t) => {
  const [unknown] = compareObject(aDeployment({ replica: 3 }), aDeployment({}));
  t.like(unknown, { path: 'spec.replica', certain: false });
  const [known] = compareObject(aDeployment({ replicas: 3 }), aDeployment({ replicas: 4 }));
  t.like(known, { path: 'spec.replicas', certain: true });
});
