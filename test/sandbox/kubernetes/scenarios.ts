import type { Json, JsonObject } from '../../../shared/model/json.ts';

export interface Step {
  method: string;
  path: string;
  body?: Json;
  contentType?: string;
  userAgent?: string;
}

const json = 'application/json';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const jsonPatch = 'application/json-patch+json';
const applyPatch = 'application/apply-patch+yaml';
const space = '/api/v1/namespaces/scenario';
const apps = '/apis/apps/v1/namespaces/scenario';
const batch = '/apis/batch/v1/namespaces/scenario';
const leases = '/apis/coordination.k8s.io/v1/namespaces/scenario/leases';

const get = (path: string): Step => ({ method: 'GET', path });
const post = (path: string, body: Json): Step => ({ method: 'POST', path, body, contentType: json });
const put = (path: string, body: Json): Step => ({ method: 'PUT', path, body, contentType: json });
const patch = (path: string, body: Json, contentType: string): Step => ({ method: 'PATCH', path, body, contentType });
const apply = (path: string, body: Json, query = ''): Step =>
  patch(`${path}?fieldManager=one${query}`, body, applyPatch);
const remove = (path: string, body?: Json): Step => ({
  method: 'DELETE',
  path,
  ...(body ? { body, contentType: json } : {}),
});

function map(name: string, data: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

function lease(name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, ...metadata }, spec };
}

const podSpec = {
  containers: [
    {
      name: 'web',
      image: 'nginx:1.27',
      ports: [{ containerPort: 80 }],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '' },
      ],
    },
  ],
};

function deployment(name: string, spec: JsonObject = {}): JsonObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

function service(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels: { app: name } }, spec };
}

/** What a pod of every sort of volume and probe reads back as. */
const richPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'rich', labels: { app: 'rich' } },
  spec: {
    automountServiceAccountToken: false,
    hostNetwork: false,
    initContainers: [{ name: 'prepare', image: 'busybox' }],
    containers: [
      {
        name: 'web',
        image: 'registry.example/web@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662',
        resources: { limits: { cpu: 0.5, memory: '64Mi' } },
        ports: [{ name: 'http', containerPort: 80, hostPort: 8080 }],
        livenessProbe: { httpGet: { port: 'http' } },
        readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 },
        volumeMounts: [
          { name: 'data', mountPath: '/data', readOnly: false, subPath: '' },
          { name: 'conf', mountPath: '/conf' },
        ],
        env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        stdin: false,
      },
    ],
    volumes: [
      { name: 'data', hostPath: { path: '/mnt/foodata' } },
      { name: 'conf', configMap: { name: 'conf' } },
      { name: 'scratch', emptyDir: {} },
      { name: 'secret', secret: { secretName: 'x' } },
    ],
  },
};

export const scenarios: Readonly<Record<string, readonly Step[]>> = {
  'a config map is created, read, changed and deleted': [
    post(`${space}/configmaps`, map('first', { a: '1', empty: '' }, { labels: { app: 'x' } })),
    get(`${space}/configmaps/first`),
    post(`${space}/configmaps`, map('first', {})),
    put(`${space}/configmaps/first`, map('first', { a: '2' })),
    patch(`${space}/configmaps/first`, { data: { b: '3', a: null } }, merge),
    patch(`${space}/configmaps/first`, [{ op: 'add', path: '/data/c~1d', value: '4' }], jsonPatch),
    patch(`${space}/configmaps/first`, [{ op: 'test', path: '/data/c~1d', value: '5' }], jsonPatch),
    patch(`${space}/configmaps/first`, [{ op: 'remove', path: '/data/nothing' }], jsonPatch),
    patch(
      `${space}/configmaps/first`,
      { metadata: { labels: { app: null, b: 'c' }, annotations: { n: 'o' } } },
      strategic,
    ),
    patch(`${space}/configmaps/first`, { metadata: { resourceVersion: '1' } }, merge),
    put(`${space}/configmaps/first`, map('first', {}, { resourceVersion: '1' })),
    put(`${space}/configmaps/first`, map('other', {})),
    put(`${space}/configmaps/none`, map('none', {})),
    remove(`${space}/configmaps/first?dryRun=All`),
    remove(`${space}/configmaps/first`, { preconditions: { uid: 'not-this-one' } }),
    remove(`${space}/configmaps/first`),
    get(`${space}/configmaps/first`),
    remove(`${space}/configmaps/first`),
  ],
  'what is not there, and what is not allowed': [
    get('/apis/nothing.example/v1/things'),
    get(`${space}/nothings`),
    get('/api/v1/namespaces/nowhere/configmaps/a'),
    post('/api/v1/namespaces/nowhere/configmaps', map('a', {})),
    post(`${space}/configmaps`, map('Bad_Name', {})),
    post(`${space}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
    post(`${space}/configmaps`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }),
    post(`${space}/configmaps`, map('a', {}, { namespace: 'default' })),
    post(`${space}/configmaps`, map('a', {}, { resourceVersion: '5' })),
    post(`${space}/configmaps`, map('a', {}, { labels: { 'bad key!': 'x' } })),
    post(`${space}/configmaps`, map('a', {}, { labels: { a: 'bad value!' } })),
    post(`${space}/configmaps?dryRun=Some`, map('a', {})),
    post(`${space}/configmaps?fieldValidation=Strict`, { ...map('a', {}), unknown: 1 }),
    get(`${space}/configmaps?labelSelector=a+b`),
    get(`${space}/configmaps?fieldSelector=data.a=b`),
    { method: 'PATCH', path: `${space}/configmaps/a`, body: {}, contentType: 'text/plain' },
    remove('/api/v1/namespaces/default'),
  ],
  'names are generated, dry runs leave nothing': [
    post(`${space}/configmaps?dryRun=All`, map('dry', { a: 'b' })),
    get(`${space}/configmaps/dry`),
    post(`${space}/configmaps`, map('kept', { a: 'b' })),
    put(`${space}/configmaps/kept?dryRun=All`, map('kept', { a: 'c' })),
    patch(`${space}/configmaps/kept?dryRun=All`, { data: { a: 'd' } }, merge),
    get(`${space}/configmaps/kept`),
  ],
  'lists are selected by labels and fields': [
    post(`${space}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's1', labels: { app: 'a', tier: 'x' } },
      stringData: { k: 'v' },
    }),
    post(`${space}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's2', labels: { app: 'b' } },
      data: { k: 'dg==' },
      type: 'example/type',
    }),
    get(`${space}/secrets?labelSelector=app=a`),
    get(`${space}/secrets?labelSelector=app%20in%20(a,b),!tier`),
    get(`${space}/secrets?labelSelector=app!=a,app`),
    get(`${space}/secrets?fieldSelector=metadata.name=s2`),
    get(`${space}/secrets?fieldSelector=type=example/type,metadata.namespace=scenario`),
    get('/api/v1/secrets?fieldSelector=metadata.namespace!=scenario&labelSelector=app'),
    get(`${space}/secrets?limit=1&labelSelector=app`),
  ],
  'a Lease is a lock': [
    post(leases, lease('lock', { leaseTransitions: 0 })),
    get(`${leases}/lock`),
    put(`${leases}/lock`, lease('lock', { holderIdentity: 'me' })),
    put(`${leases}/lock`, lease('lock', { holderIdentity: 'me' }, { resourceVersion: '1' })),
    patch(
      `${leases}/lock`,
      { spec: { holderIdentity: 'me', leaseDurationSeconds: 60, renewTime: '2026-01-02T03:04:05.678901Z' } },
      merge,
    ),
    patch(`${leases}/lock`, { spec: { renewTime: '2026-01-02T03:04:05Z' } }, merge),
    patch(`${leases}/lock`, { spec: { leaseDurationSeconds: 0 } }, merge),
    patch(`${leases}/lock`, { spec: { leaseTransitions: -1 } }, merge),
    patch(`${leases}/lock`, { metadata: { annotations: { epoch: '7' } } }, merge),
    put(`${leases}/by-put`, lease('by-put', { holderIdentity: 'me' })),
    put(`${leases}/by-put-with-version`, lease('by-put-with-version', {}, { resourceVersion: '77' })),
    put(`${leases}/with-other-uid`, lease('with-other-uid', {}, { uid: '0a0a0a0a-0000-4000-8000-000000000000' })),
    remove(`${leases}/lock`, { preconditions: { resourceVersion: '1' } }),
    remove(`${leases}/lock`),
  ],
  'server-side apply owns, conflicts, takes over and lets go': [
    apply(`${space}/configmaps/applied`, map('applied', { a: '1', b: '2' })),
    patch(`${space}/configmaps/applied?fieldManager=two`, map('applied', { b: '3' }), applyPatch),
    patch(`${space}/configmaps/applied?fieldManager=two`, map('applied', { a: '3', b: '3' }), applyPatch),
    patch(`${space}/configmaps/applied?fieldManager=two&force=true`, map('applied', { b: '3' }), applyPatch),
    apply(`${space}/configmaps/applied`, map('applied', { c: '4' })),
    patch(`${space}/configmaps/applied?fieldManager=three`, { data: { c: '5' } }, merge),
    apply(`${space}/configmaps/applied`, map('applied', { c: '6' })),
    apply(`${space}/configmaps/applied`, map('applied', { c: '5' })),
    apply(`${space}/configmaps/applied`, map('applied', { c: '5' })),
    patch(`${space}/configmaps/applied`, map('applied', {}), applyPatch),
    apply(`${space}/configmaps/applied`, map('elsewhere', {})),
    apply(`${space}/configmaps/applied`, map('applied', { z: '1' }), '&dryRun=All'),
    get(`${space}/configmaps/applied`),
  ],
  'a Deployment is filled in, and owned by field': [
    post(`${apps}/deployments`, deployment('web')),
    post(`${apps}/deployments`, deployment('wrong', { selector: { matchLabels: { app: 'other' } } })),
    post(`${apps}/deployments`, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'empty' } }),
    post(`${apps}/deployments`, deployment('negative', { replicas: -1 })),
    post(`${apps}/deployments`, deployment('typed', { replicas: 'two' })),
    patch(
      `${apps}/deployments/web`,
      {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'web', image: 'nginx:1.28' },
                { name: 'side', image: 'busybox' },
              ],
            },
          },
        },
      },
      strategic,
    ),
    patch(
      `${apps}/deployments/web`,
      { spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } } },
      strategic,
    ),
    patch(`${apps}/deployments/web`, { spec: { selector: { matchLabels: { a: 'b' } } } }, merge),
    get(`${apps}/deployments/web/scale`),
    patch(`${apps}/deployments/web/scale`, { spec: { replicas: 3 } }, merge),
    patch(
      `${apps}/deployments/web/status`,
      { status: { replicas: 3, observedGeneration: 1 }, spec: { replicas: 9 } },
      merge,
    ),
    patch(`${apps}/deployments/web`, { status: { replicas: 7 } }, merge),
    apply(`${apps}/deployments/web`, deployment('web', { replicas: 2 })),
    apply(`${apps}/deployments/web`, deployment('web', { replicas: 2 }), '&force=true'),
    apply(`${apps}/deployments/web`, deployment('web'), ''),
    get(`${apps}/deployments/web`),
  ],
  'a Service gets addresses and ports': [
    post(`${space}/services`, service('internal', { selector: { app: 'x' }, ports: [{ port: 80 }] })),
    post(
      `${space}/services`,
      service('balanced', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [{ port: 25565 }],
        loadBalancerSourceRanges: ['0.0.0.0/0'],
      }),
    ),
    patch(
      `${space}/services/balanced/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } } },
      merge,
    ),
    patch(
      `${space}/services/balanced/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'Other' }] } } },
      merge,
    ),
    patch(
      `${space}/services/internal/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } },
      merge,
    ),
    patch(`${space}/services/balanced`, { spec: { loadBalancerClass: 'other/class' } }, merge),
    patch(`${space}/services/balanced`, { spec: { sessionAffinity: 'ClientIP' } }, merge),
    post(
      `${space}/services`,
      service('outside', {
        externalIPs: ['203.0.113.8'],
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2, protocol: 'UDP', targetPort: 'named' },
        ],
      }),
    ),
    post(`${space}/services`, service('unnamed', { ports: [{ port: 1 }, { port: 2 }] })),
    post(`${space}/services`, service('portless', {})),
    post(`${space}/services`, service('headless', { clusterIP: 'None', selector: { app: 'x' } })),
    post(`${space}/services`, service('alias', { type: 'ExternalName', externalName: 'example.com' })),
    post(`${space}/services`, service('high', { ports: [{ port: 70_000 }] })),
    post(`${space}/services`, service('odd', { type: 'Odd', ports: [{ port: 1 }] })),
    patch(`${space}/services/internal`, { spec: { ports: [{ port: 443, name: 'tls' }] } }, strategic),
    post(`${space}/services`, service('1bad', { ports: [{ port: 1 }] })),
  ],
  'a Pod is filled in and hardly changes': [
    post(`${space}/pods`, richPod),
    patch(`${space}/pods/rich`, { spec: { containers: [{ name: 'web', image: 'nginx:2' }] } }, strategic),
    patch(`${space}/pods/rich`, { spec: { nodeName: 'elsewhere' } }, merge),
    patch(`${space}/pods/rich/status`, { status: { phase: 'Running' } }, merge),
    get(`${space}/pods?fieldSelector=status.phase=Running,spec.nodeName=`),
    post(`${space}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bare' },
      spec: { containers: [{ name: 'a' }] },
    }),
    post(`${space}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'double' },
      spec: {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'a', image: 'y' },
        ],
      },
    }),
    post(`${space}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lost' },
      spec: { containers: [{ name: 'a', image: 'x', volumeMounts: [{ name: 'none', mountPath: '/x' }] }] },
    }),
    remove(`${space}/pods/rich`),
    get(`${space}/pods/rich`),
  ],
  'a ReplicationController takes labels and selector from its template': [
    post(`${space}/replicationcontrollers`, {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'ghost' },
      spec: { template: { metadata: { labels: { app: 'ghost' } }, spec: podSpec } },
    }),
    patch(`${space}/replicationcontrollers/ghost`, { spec: { replicas: 4 } }, merge),
    patch(`${space}/replicationcontrollers/ghost/scale`, { spec: { replicas: 2 } }, merge),
    remove(`${space}/replicationcontrollers/ghost?propagationPolicy=Background`),
  ],
  'a Job gets the selector of its pods': [
    post(`${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: {
        backoffLimit: 0,
        template: {
          spec: { restartPolicy: 'Never', nodeName: 'node-1', containers: [{ name: 'a', image: 'busybox' }] },
        },
      },
    }),
    post(`${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'always' },
      spec: { template: { spec: { containers: [{ name: 'a', image: 'busybox' }] } } },
    }),
    patch(`${batch}/jobs/once`, { spec: { template: { spec: { nodeName: 'node-2' } } } }, merge),
    remove(`${batch}/jobs/once?propagationPolicy=Background`),
  ],
  'other workloads are filled in': [
    post(`${apps}/daemonsets`, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: { metadata: { labels: { app: 'agent' } }, spec: podSpec },
      },
    }),
    post(`${apps}/statefulsets`, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        serviceName: 'db',
        selector: { matchLabels: { app: 'db' } },
        template: { metadata: { labels: { app: 'db' } }, spec: podSpec },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    }),
    patch(`${apps}/statefulsets/db`, { spec: { serviceName: 'other' } }, merge),
    post(`${batch}/cronjobs`, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick' },
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: {
          spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'a', image: 'busybox' }] } } },
        },
      },
    }),
    post('/apis/policy/v1/namespaces/scenario/poddisruptionbudgets', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    }),
    post('/apis/networking.k8s.io/v1/namespaces/scenario/networkpolicies', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] },
    }),
    post('/apis/networking.k8s.io/v1/namespaces/scenario/ingresses', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: {
        rules: [
          {
            host: 'example.com',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    }),
    post('/apis/autoscaling/v2/namespaces/scenario/horizontalpodautoscalers', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    }),
    post('/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'scenario-volume' },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
    }),
    post(`${space}/persistentvolumeclaims`, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'claim' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', resources: { requests: { storage: '1Gi' } } },
    }),
    post('/apis/storage.k8s.io/v1/storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'scenario' },
      provisioner: 'pd.csi.storage.gke.io',
    }),
    post('/apis/storage.k8s.io/v1/volumeattachments', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: 'scenario' },
      spec: { attacher: 'pd.csi.storage.gke.io', nodeName: 'n', source: { persistentVolumeName: 'v' } },
    }),
  ],
  'roles and their bindings': [
    post('/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'scenario:reader' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }],
    }),
    post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'scenario:reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'scenario:reader' },
      subjects: [
        { kind: 'User', name: 'a@b' },
        { kind: 'ServiceAccount', name: 'default', namespace: 'scenario' },
      ],
    }),
    patch(
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/scenario:reader',
      { roleRef: { name: 'other' } },
      merge,
    ),
  ],
  'nodes are labelled, tainted and bound to their VM': [
    post('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'scenario-node' },
      spec: { providerID: 'gce://p/us-central1-a/scenario-node' },
      status: {
        nodeInfo: {
          bootID: 'b',
          machineID: '',
          systemUUID: '',
          kernelVersion: '',
          osImage: '',
          containerRuntimeVersion: '',
          kubeletVersion: '',
          kubeProxyVersion: '',
          operatingSystem: '',
          architecture: '',
        },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    }),
    patch(
      '/api/v1/nodes/scenario-node',
      { metadata: { labels: { 'disk.underpin.dev/foodata': 'mounted' }, annotations: { 'underpin.dev/mount': '{}' } } },
      strategic,
    ),
    patch('/api/v1/nodes/scenario-node', { spec: { providerID: 'gce://p/z/other' } }, merge),
    patch('/api/v1/nodes/scenario-node', { spec: { unschedulable: true } }, strategic),
    patch(
      '/api/v1/nodes/scenario-node',
      { spec: { unschedulable: null, taints: [{ key: 'a', effect: 'NoSchedule' }] } },
      merge,
    ),
    patch(
      '/api/v1/nodes/scenario-node/status',
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'False' },
            { type: 'DiskPressure', status: 'False' },
          ],
        },
      },
      strategic,
    ),
    get('/api/v1/nodes?fieldSelector=spec.unschedulable=false,metadata.name=scenario-node'),
    remove('/api/v1/nodes/scenario-node'),
  ],
  'a finalizer keeps an object until it is taken off': [
    post(`${space}/configmaps`, map('held', {}, { finalizers: ['underpin.dev/hold'] })),
    remove(`${space}/configmaps/held`),
    get(`${space}/configmaps/held`),
    patch(`${space}/configmaps/held`, { metadata: { finalizers: null } }, merge),
    get(`${space}/configmaps/held`),
  ],
  'the same manager writes by its user agent': [
    { ...post(`${space}/configmaps`, map('agent', { a: 'b' })), userAgent: 'kubectl-edit/v1.32 (linux/amd64)' },
    { ...patch(`${space}/configmaps/agent`, { data: { c: 'd' } }, merge), userAgent: 'node-fetch' },
    { ...patch(`${space}/configmaps/agent`, { data: { a: 'e' } }, merge), userAgent: 'node-fetch' },
    { ...patch(`${space}/configmaps/agent`, { data: { a: 'e' } }, merge), userAgent: 'nobody' },
  ],
};
