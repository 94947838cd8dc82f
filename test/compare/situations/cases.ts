import { compareObject } from '../../../shared/compare/compare.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { aConfigMap, aDeployment, aNetworkPolicy, aPod, aService } from '../objects.ts';
import { linesOf } from './line.ts';

type Case = [declared: JsonObject, live: JsonObject];

const container = (fields: JsonObject, more: JsonObject = {}) =>
  aPod({ containers: [{ name: 'web', image: 'nginx', ...fields }], ...more });
const object = (apiVersion: string, kind: string, fields: JsonObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...fields,
});
const image = (text: string, imagePullPolicy: string) =>
  container({ image: text, ...(imagePullPolicy && { imagePullPolicy }) });
const pulled = (text: string, policy: string): Case => [
  container({ image: text, imagePullPolicy: '' }),
  image(text, policy),
];
const selector = (matchLabels: JsonObject) => aDeployment({ selector: { matchLabels } });
const template = (spec: JsonObject) => aDeployment({ template: { spec } });
const claims = (claim: JsonObject) => object('apps/v1', 'StatefulSet', { spec: { volumeClaimTemplates: [claim] } });
const limits = (item: JsonObject) => object('v1', 'LimitRange', { spec: { limits: [item] } });
const subject = (fields: JsonObject) =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', { subjects: [fields], roleRef: { kind: 'Role', name: 'r' } });
const annotated = (annotations: JsonObject): JsonObject => ({ ...aService({}), metadata: { name: 'x', annotations } });
const toleration = (key: string, more: JsonObject = {}) => ({ key, operator: 'Exists', ...more });

/** Pairs of a declared and a live object, by what is the matter. */
const cases: Record<string, Case> = {
  'a field that differs': [aDeployment({ replicas: 2 }), aDeployment({ replicas: 3 })],
  'a field that is gone': [aDeployment({ replicas: 2 }), aDeployment({})],
  'a kind that nobody knows': [
    object('example.com/v1', 'X', { spec: { a: 0, b: '', c: [], d: 'x' } }),
    object('example.com/v1', 'X', { spec: { d: 'y' } }),
  ],
  'a kind that nobody knows, with equal values': [
    object('example.com/v1', 'X', { spec: { a: 0, b: [{ c: 1 }], d: { e: null } } }),
    object('example.com/v1', 'X', { spec: { a: 0, b: [{ c: 1 }], d: {} } }),
  ],
  'a duration in other words, in a kind that nobody knows': [
    object('example.com/v1', 'X', { spec: { every: '90m', other: '1h30m', text: '1h' } }),
    object('example.com/v1', 'X', { spec: { every: '1h30m0s', other: '1h31m', text: 'an hour' } }),
  ],
  'status, kind and what the server owns are never compared': [
    {
      ...aService({}),
      status: { a: 1 },
      metadata: { name: 'a', namespace: 'b', uid: 'c', generation: 1, labels: { a: 'b' }, finalizers: ['x'] },
    },
    {
      ...aService({}),
      apiVersion: 'v2',
      status: { a: 2 },
      metadata: { name: 'z', namespace: 'y', uid: 'x', generation: 2, labels: { a: 'c' } },
    },
  ],
  'all that the server writes of metadata': [
    {
      ...aService({}),
      metadata: Object.fromEntries(
        [
          'generateName',
          'selfLink',
          'creationTimestamp',
          'deletionTimestamp',
          'deletionGracePeriodSeconds',
          'managedFields',
          'resourceVersion',
          'mine',
        ].map((name) => [name, 'a']),
      ),
    },
    { ...aService({}), kind: 'Other', metadata: {} },
  ],
  'annotations of that name elsewhere': [
    aConfigMap({ 'deployment.kubernetes.io/revision': '1', name: 'a' }),
    aConfigMap({ 'deployment.kubernetes.io/revision': '2', name: 'b' }),
  ],
  'an address with blanks around it': [
    aService({ loadBalancerIP: ' 10.0.0.1 ' }),
    aService({ loadBalancerIP: '10.0.0.1' }),
  ],
  'ranges that are none': [
    aService({ loadBalancerSourceRanges: ['10.0.0.1/99', 'x/8', '10.0.0.1'] }),
    aService({ loadBalancerSourceRanges: ['10.0.0.1/98', 'y/8', '10.0.0.2'] }),
  ],
  'a zero quantity that is dropped, and one that is not': [
    container({
      env: [
        { name: 'A', valueFrom: { resourceFieldRef: { resource: 'a', divisor: '0' } } },
        { name: 'B', valueFrom: { resourceFieldRef: { resource: 'a', divisor: '1' } } },
      ],
    }),
    container({
      env: [
        { name: 'A', valueFrom: { resourceFieldRef: { resource: 'a' } } },
        { name: 'B', valueFrom: { resourceFieldRef: { resource: 'a' } } },
      ],
    }),
  ],
  'durations of every unit, in a kind that nobody knows': [
    object('example.com/v1', 'X', {
      spec: {
        a: '1000ns',
        b: '1us',
        c: '1µs',
        d: '1μs',
        e: '1ms',
        f: '1000ms',
        g: '60s',
        h: '60m',
        i: '0',
        j: '-1s',
        k: '1.5h',
        l: '1s',
        m: '1s2',
        n: 'x1s',
        o: '1s',
      },
    }),
    object('example.com/v1', 'X', {
      spec: {
        a: '1us',
        b: '1000ns',
        c: '1000ns',
        d: '1000ns',
        e: '1000us',
        f: '1s',
        g: '1m',
        h: '1h',
        i: '0s',
        j: '1s',
        k: '90m',
        l: '-1s',
        m: '2s1',
        n: '1s',
        o: 'x',
      },
    }),
  ],
  'an empty certificate authority in other words': [
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
      webhooks: [
        { name: 'a', clientConfig: { caBundle: '' } },
        { name: 'b', clientConfig: { caBundle: ' \n' } },
        { name: 'c', clientConfig: { caBundle: 'AA==' } },
      ],
    }),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
      webhooks: [
        { name: 'a', clientConfig: { caBundle: 'AAEC' } },
        { name: 'b', clientConfig: { caBundle: 'AAEC' } },
        { name: 'c', clientConfig: { caBundle: 'AAEC' } },
      ],
    }),
  ],
  'a member of a set of numbers': [
    { ...aService({}), metadata: { finalizers: [7, 'a'] } },
    { ...aService({}), metadata: { finalizers: ['a'] } },
  ],
  'keys and values change while others are lost': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
        { name: 'C', value: '3' },
      ],
    }),
    container({
      env: [
        { name: 'A', value: '9' },
        { name: 'D', value: '3' },
      ],
    }),
  ],
  'a key changes beside a value that differs': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    }),
    container({
      env: [
        { name: 'A', value: '9' },
        { name: 'C', value: '2' },
      ],
    }),
  ],
  'a keyed list inside a list that is one value': [
    claims({ metadata: { name: 'd', ownerReferences: [{ uid: 'a', name: 'x' }], finalizers: ['a'] } }),
    claims({
      metadata: {
        name: 'd',
        ownerReferences: [
          { uid: 'a', name: 'x' },
          { uid: 'b', name: 'y' },
        ],
        finalizers: ['a', 'b'],
      },
    }),
  ],
  'something else than a list where a list of one value stands': [
    object('example.com/v1', 'X', { a: [1, { b: [2] }], c: ['x'] }),
    object('example.com/v1', 'X', { a: [1, { b: [3] }], c: ['x', 'y'] }),
  ],
  'a Pod that differs besides its tolerations': [
    aPod({ hostNetwork: true, tolerations: [toleration('a'), toleration('b')] }),
    aPod({ tolerations: [toleration('a'), toleration('b'), toleration('node.kubernetes.io/x'), 7] }),
  ],
  'tolerations of a bare Pod, given in the other order': [
    aPod({ tolerations: [toleration('node.kubernetes.io/a')] }),
    aPod({ tolerations: [toleration('node.kubernetes.io/b'), toleration('node.kubernetes.io/a')] }),
  ],
  'an aggregated role that differs otherwise': [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
      rules: [],
    }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'c' } }] },
      rules: [{ verbs: ['get'] }],
    }),
  ],
  'another kind with an aggregation rule': [
    object('example.com/v1', 'X', { aggregationRule: {}, rules: [1] }),
    object('example.com/v1', 'X', { aggregationRule: {}, rules: [2] }),
  ],
  'a limit that is filled in from its own default': [
    limits({ type: 'Container', default: { cpu: '1' }, defaultRequest: { memory: '1Mi' } }),
    limits({ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '1', memory: '1Mi' } }),
  ],
  'a setting whose every field is a default': [
    aNetworkPolicy({ egress: [{ ports: [{ port: 1 }] }] }),
    aNetworkPolicy({ egress: [{ ports: [{ port: 1, protocol: 'TCP' }], to: [] }] }),
  ],
  'probes that the server fills in inside a template of claims': [
    claims({ metadata: { name: 'd' }, spec: {} }),
    claims({
      metadata: { name: 'd', creationTimestamp: 'x' },
      spec: { volumeMode: 'Filesystem', resources: {}, selector: {} },
    }),
  ],
  'annotations that the server writes': [
    annotated({
      'kubectl.kubernetes.io/last-applied-configuration': '1',
      'deployment.kubernetes.io/revision': '1',
      'deprecated.daemonset.template.generation': '1',
      mine: '1',
    }),
    annotated({ mine: '2' }),
  ],
  'a label of the name of something the server owns': [
    { ...aService({}), metadata: { name: 'a', labels: { uid: '1', status: '1', kind: '1' } } },
    { ...aService({}), metadata: { name: 'a', labels: { uid: '2' } } },
  ],
  'no metadata at all': [{ ...aService({}), metadata: null }, aService({})],
  'constructor is a key like any other': [
    aConfigMap({ constructor: 'a', toString: 'b' }),
    aConfigMap({ constructor: 'a' }),
  ],
  'text, number and truth': [aConfigMap({ a: '1', b: 'true' }), aConfigMap({ a: 1, b: true })],
  'a list where a text is declared': [aConfigMap({ a: 'x' }), aConfigMap({ a: ['x'] })],
  'an object where a list is declared': [container({ args: ['a'] }), container({ args: { a: 1 } })],
  'binary data': [
    object('v1', 'Secret', { data: { a: 'AAEC', b: 'AAEC', c: 'Cg==' } }),
    object('v1', 'Secret', { data: { a: 'AA\nEC', b: 'AAED', c: '' } }),
  ],
  'a time in another zone': [
    object('batch/v1', 'Job', { spec: { template: { metadata: { creationTimestamp: '2027-01-01T00:00:00Z' } } } }),
    object('batch/v1', 'Job', { spec: { template: { metadata: { creationTimestamp: '2027-01-01T01:00:00+01:00' } } } }),
  ],
  'a micro time in another zone, and another one': [
    object('coordination.k8s.io/v1', 'Lease', {
      spec: { renewTime: '2027-01-01T00:00:00.000000Z', acquireTime: '2027-01-01T00:00:00.000000Z' },
    }),
    object('coordination.k8s.io/v1', 'Lease', {
      spec: { renewTime: '2027-01-01T01:00:00.000000+01:00', acquireTime: '2027-01-01T00:00:01.000000Z' },
    }),
  ],
  'an amount of a resource is kept in thousandths, another quantity is not': [
    container(
      { resources: { requests: { cpu: '100u', memory: '1Mi' } } },
      { volumes: [{ name: 'a', emptyDir: { sizeLimit: '100u' } }] },
    ),
    container(
      { resources: { requests: { cpu: '1m', memory: '1025Ki' } } },
      { volumes: [{ name: 'a', emptyDir: { sizeLimit: '1m' } }] },
    ),
  ],
  'no amount of a resource': [container({ resources: { requests: { cpu: '0' } } }), container({})],
  'an address where an address stands': [
    aService({ loadBalancerIP: '2001:DB8::1', externalName: '2001:DB8::1' }),
    aService({ loadBalancerIP: '2001:db8::1', externalName: '2001:db8::1' }),
  ],
  'zeros that the server drops, and those that it keeps': [
    container(
      { tty: false, securityContext: { privileged: false, runAsUser: 0 } },
      { hostNetwork: false, terminationGracePeriodSeconds: 0 },
    ),
    container({}),
  ],
  'zeros that the server replaces': [
    container(
      { terminationMessagePath: '', livenessProbe: { timeoutSeconds: 0, httpGet: { path: '', port: 80, scheme: '' } } },
      { dnsPolicy: '' },
    ),
    container(
      {
        terminationMessagePath: '/dev/termination-log',
        livenessProbe: { timeoutSeconds: 2, httpGet: { path: '/', port: 80, scheme: 'HTTPS' } },
      },
      { dnsPolicy: 'ClusterFirst' },
    ),
  ],
  'what the server chooses when it is zero': [
    aService({
      clusterIP: '',
      clusterIPs: [],
      ipFamilies: [],
      healthCheckNodePort: 0,
      ports: [{ port: 80, nodePort: 0, targetPort: 0 }],
    }),
    aService({
      clusterIP: '10.0.0.1',
      clusterIPs: ['10.0.0.1'],
      ipFamilies: ['IPv4'],
      healthCheckNodePort: 30000,
      ports: [{ port: 80, nodePort: 30080, targetPort: 80 }],
    }),
  ],
  'a target port that is zero is the port': [
    aService({ ports: [{ port: 80, targetPort: 0 }] }),
    aService({ ports: [{ port: 80, targetPort: 8080 }] }),
  ],
  'a session affinity that has no settings': [
    aService({ sessionAffinity: 'None', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } }),
    aService({ sessionAffinity: 'None' }),
  ],
  'a session affinity that has settings': [
    aService({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } }),
    aService({ sessionAffinity: 'ClientIP' }),
  ],
  'the pull policy of an image without a tag': pulled('nginx', 'Always'),
  'the pull policy of an image that is latest': pulled('registry:5000/nginx:latest', 'Always'),
  'the pull policy of an image with a tag': pulled('registry:5000/nginx:1', 'IfNotPresent'),
  'the pull policy of an image with a digest': pulled('registry:5000/nginx@sha256:abc', 'IfNotPresent'),
  'the pull policy of an image with a port alone': pulled('registry:5000/nginx', 'Always'),
  'another pull policy': pulled('nginx:1', 'Always'),
  'a service account by its older name': [
    aPod({ serviceAccount: 'a' }),
    aPod({ serviceAccount: 'a', serviceAccountName: 'a' }),
  ],
  'a service account by its empty names': [
    aPod({ serviceAccount: '', serviceAccountName: '' }),
    aPod({ serviceAccount: 'default', serviceAccountName: 'default' }),
  ],
  'a service account by its empty newer name': [
    aPod({ serviceAccount: 'a', serviceAccountName: '' }),
    aPod({ serviceAccount: 'a', serviceAccountName: 'b' }),
  ],
  'two names of the service account': [
    aPod({ serviceAccount: 'a', serviceAccountName: 'b' }),
    aPod({ serviceAccount: 'c', serviceAccountName: 'b' }),
  ],
  'the group of a subject': [
    subject({ kind: 'User', name: 'u', apiGroup: '' }),
    subject({ kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' }),
  ],
  'the group of an account': [
    subject({ kind: 'ServiceAccount', name: 'u', apiGroup: '' }),
    subject({ kind: 'ServiceAccount', name: 'u', apiGroup: '' }),
  ],
  'the certificate authority that an injector fills in': [
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
      webhooks: [{ name: 'w', clientConfig: { caBundle: 'Cg==' } }],
    }),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
      webhooks: [{ name: 'w', clientConfig: { caBundle: 'AAEC' } }],
    }),
  ],
  'a certificate authority that is declared': [
    object('apiregistration.k8s.io/v1', 'APIService', { spec: { caBundle: 'AAED' } }),
    object('apiregistration.k8s.io/v1', 'APIService', { spec: { caBundle: 'AAEC' } }),
  ],
  'a field behind a feature gate that is gone': [
    container({ restartPolicyRules: [{ action: 'Restart' }] }),
    container({}),
  ],
  'a field that stands in no schema': [container({ imagge: 'x' }, { spek: 1 }), container({})],
  'a key that stands in no schema of a whole list': [
    aNetworkPolicy({ ingress: [{ prots: [] }] }),
    aNetworkPolicy({ ingress: [{}] }),
  ],
  'items in another order, by their keys': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    }),
    container({
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '3' },
      ],
    }),
  ],
  'an item that comes twice': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '3' },
      ],
    }),
  ],
  'an item that came twice and comes once': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '1' },
      ],
    }),
    container({ env: [{ name: 'A', value: '1' }] }),
  ],
  'all items are gone': [container({ env: [{ name: 'A', value: '1' }], args: ['a'] }), container({})],
  'all labels are gone': [{ ...aService({}), metadata: { labels: { a: '1', b: '2' } } }, aService({})],
  'an item whose key changed': [
    container({ env: [{ name: 'A', value: '1' }] }),
    container({ env: [{ name: 'B', value: '1' }] }),
  ],
  'an item whose key and value changed': [
    container({ env: [{ name: 'A', value: '1' }] }),
    container({ env: [{ name: 'B', value: '2' }] }),
  ],
  'two items whose keys changed': [
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '1' },
      ],
    }),
    container({
      env: [
        { name: 'C', value: '1' },
        { name: 'D', value: '1' },
      ],
    }),
  ],
  'an item that is no object': [container({ env: ['A'] }), container({ env: [{ name: 'A' }] })],
  'a port by its default protocol': [
    container({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: '' }] }),
    container({
      ports: [
        { containerPort: 80, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP' },
      ],
    }),
  ],
  'a member of a set that is gone': [
    { ...aService({}), metadata: { finalizers: ['a/b', 'c/d'] } },
    { ...aService({}), metadata: { finalizers: ['c/d', 'e/f'] } },
  ],
  'a whole list that is longer': [container({ args: ['a'] }), container({ args: ['a', 'b'] })],
  'nulls in a whole list': [container({ args: [null, null, 'a'] }), container({ args: [null, 'b', 'a'] })],
  'what the server fills in inside a whole list': [
    aNetworkPolicy({ ingress: [{ ports: [{ port: 80 }] }] }),
    aNetworkPolicy({ ingress: [{ ports: [{ port: 80, protocol: 'TCP' }] }] }),
  ],
  'what nobody declared inside a whole list': [
    aNetworkPolicy({ ingress: [{ ports: [{ port: 80 }] }] }),
    aNetworkPolicy({ ingress: [{ ports: [{ port: 80, protocol: 'UDP' }], from: [{ podSelector: {} }] }] }),
  ],
  'a selector with a key more': [selector({ app: 'a' }), selector({ app: 'a', tier: 'b' })],
  'an empty selector that became narrow': [
    aNetworkPolicy({ podSelector: {} }),
    aNetworkPolicy({ podSelector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] } }),
  ],
  'an empty selector that stayed empty': [
    aNetworkPolicy({ podSelector: {} }),
    aNetworkPolicy({ podSelector: { matchLabels: {} } }),
  ],
  'an empty selector that is gone': [
    aNetworkPolicy({ ingress: [{ from: [{ podSelector: {} }] }] }),
    aNetworkPolicy({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
  ],
  'an empty volume that became another': [
    aPod({ volumes: [{ name: 'a', emptyDir: {} }] }),
    aPod({ volumes: [{ name: 'a', hostPath: { path: '/a' } }] }),
  ],
  'an empty volume with defaults': [
    aPod({ volumes: [{ name: 'a', emptyDir: {} }] }),
    aPod({ volumes: [{ name: 'a', emptyDir: { medium: '' } }] }),
  ],
  'settings that say nothing': [
    container(
      { resources: { limits: {}, requests: null }, securityContext: {}, lifecycle: {} },
      { affinity: { nodeAffinity: {} }, securityContext: {} },
    ),
    container({}),
  ],
  'settings that say something': [container({ securityContext: { capabilities: { drop: ['ALL'] } } }), container({})],
  'claims in a StatefulSet repeat what a root has': [
    claims({ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }),
    claims({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', creationTimestamp: null },
      spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    }),
  ],
  'claims in a StatefulSet that somebody changed': [
    claims({ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }),
    claims({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', labels: { a: 'b' } },
      spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Block' },
    }),
  ],
  'limits that are filled in from others': [
    limits({ type: 'Container', max: { cpu: '2' }, min: { memory: '1Mi' }, default: {}, defaultRequest: {} }),
    limits({
      type: 'Container',
      max: { cpu: '2' },
      min: { memory: '1Mi' },
      default: { cpu: '2' },
      defaultRequest: { cpu: '2', memory: '1Mi' },
    }),
  ],
  'limits that somebody filled in otherwise': [
    limits({ type: 'Container', max: { cpu: '2' }, default: { memory: '1Mi' } }),
    limits({
      type: 'Container',
      max: { cpu: '2' },
      default: { cpu: '1', memory: '1Mi' },
      defaultRequest: { cpu: '3', memory: '1Mi' },
    }),
  ],
  'limits of pods are not filled in': [
    limits({ type: 'Pod', max: { cpu: '2' }, default: {} }),
    limits({ type: 'Pod', max: { cpu: '2' }, default: { cpu: '2' } }),
  ],
  'tolerations that admission appends to a bare Pod': [
    aPod({ tolerations: [toleration('mine')] }),
    aPod({ tolerations: [toleration('mine'), toleration('node.kubernetes.io/not-ready', { effect: 'NoExecute' })] }),
  ],
  'tolerations that somebody appended to a bare Pod': [
    aPod({ tolerations: [toleration('mine')] }),
    aPod({ tolerations: [toleration('mine'), toleration('theirs')] }),
  ],
  'a toleration without a key that was appended': [
    aPod({ tolerations: [toleration('mine')] }),
    aPod({ tolerations: [toleration('mine'), { operator: 'Exists' }, 7] }),
  ],
  'tolerations that admission appends to a template': [
    template({ tolerations: [toleration('mine')] }),
    template({ tolerations: [toleration('mine'), toleration('node.kubernetes.io/not-ready')] }),
  ],
  'a bare Pod without tolerations': [aPod({}), aPod({ tolerations: [toleration('theirs')] })],
  'a bare Pod that lost its tolerations': [aPod({ tolerations: [toleration('mine')] }), aPod({})],
  'a bare Pod without a spec': [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }, aPod({})],
  'rules that are gathered from other roles': [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', { aggregationRule: { clusterRoleSelectors: [] }, rules: [] }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
      aggregationRule: { clusterRoleSelectors: [] },
      rules: [{ verbs: ['get'] }],
    }),
  ],
  'rules that are declared': [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ verbs: ['get'], resources: ['pods'] }] }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ verbs: ['get', 'list'], resources: ['pods'] }] }),
  ],
  'parameters that are kept as one value': [
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: {
        versions: [
          { name: 'v1', schema: { openAPIV3Schema: { default: { a: 1 }, properties: { a: { default: { b: 1 } } } } } },
        ],
      },
    }),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: {
        versions: [
          {
            name: 'v1',
            schema: { openAPIV3Schema: { default: { a: 1, c: 2 }, properties: { a: { default: { b: 1 } } } } },
          },
        ],
      },
    }),
  ],
  'a schema that allows everything': [
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { additionalProperties: true } } }] },
    }),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { additionalProperties: {} } } }] },
    }),
  ],
  'a schema that allows something': [
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { additionalProperties: true } } }] },
    }),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { additionalProperties: { type: 'string' } } } }] },
    }),
  ],
};

export function caseTexts(): [string, () => string][] {
  return Object.entries(cases).map(([title, [declared, live]]) => [
    title,
    () => linesOf(compareObject(declared, live)),
  ]);
}
