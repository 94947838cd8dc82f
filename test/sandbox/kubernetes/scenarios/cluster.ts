import { get, map, merge, patch, post, remove, type Scenarios, space, strategic } from './steps.ts';

export const cluster: Scenarios = {
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
  'what is set once stays': [
    post(`${space}/configmaps`, { ...map('sealed', { a: '1' }), immutable: true }),
    patch(`${space}/configmaps/sealed`, { data: { a: '2' } }, merge),
    patch(`${space}/configmaps/sealed`, { immutable: false }, merge),
    post(`${space}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'typed' }, type: 'a/b' }),
    patch(`${space}/secrets/typed`, { type: 'c/d' }, merge),
    post(`${space}/persistentvolumeclaims`, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'fixed' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
    patch(`${space}/persistentvolumeclaims/fixed`, { spec: { accessModes: ['ReadOnlyMany'] } }, merge),
    patch('/apis/storage.k8s.io/v1/volumeattachments/scenario', { spec: { nodeName: 'other' } }, merge),
    patch('/apis/storage.k8s.io/v1/storageclasses/scenario', { reclaimPolicy: 'Retain' }, merge),
  ],
  'a namespace with its policy, an account and an event': [
    post('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'scenario-mounts', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    }),
    patch('/api/v1/namespaces/scenario-mounts', { metadata: { labels: { team: 'x' } } }, merge),
    post(`${space}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } }),
    post(`${space}/events`, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e1' },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'scenario' },
      reason: 'Tried',
      message: 'it',
      type: 'Normal',
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
      count: 1,
      source: { component: 'underpin' },
    }),
    get(`${space}/events?fieldSelector=involvedObject.name=p,type=Normal`),
    // By reason too: the API server's own controllers may have told something of a Service meanwhile.
    get(`${space}/events?fieldSelector=involvedObject.name!=p,reason=Tried`),
    post('/apis/scheduling.k8s.io/v1/priorityclasses', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'scenario' },
      value: 5,
    }),
    post('/apis/discovery.k8s.io/v1/namespaces/scenario/endpointslices', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'hand', labels: { 'kubernetes.io/service-name': 'x' } },
      addressType: 'IPv4',
      ports: [{ port: 80 }],
      endpoints: [{ addresses: ['10.1.2.3'] }],
    }),
    remove(`${space}/secrets?labelSelector=nobody=has`),
    remove(`${space}/configmaps?labelSelector=nobody=has`),
  ],
  'an admission policy and its binding': [
    post('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'scenario' },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['jobs'] }],
        },
        validations: [{ expression: 'true', message: 'never' }],
      },
    }),
    post('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'scenario' },
      spec: {
        policyName: 'scenario',
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { a: 'b' } } },
      },
    }),
  ],
};
