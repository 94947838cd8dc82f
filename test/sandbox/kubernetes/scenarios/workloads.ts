import type { Json } from '../../../../shared/model/json.ts';
import {
  apply,
  apps,
  batch,
  deployment,
  get,
  merge,
  patch,
  podSpec,
  post,
  type Scenarios,
  space,
  strategic,
} from './steps.ts';

export const workloads: Scenarios = {
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
  'strategic merges of lists, maps and what is taken away': [
    post(`${apps}/deployments`, deployment('merged', { replicas: 1 })),
    patch(
      `${apps}/deployments/merged`,
      {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'web',
                  env: [
                    { name: 'A', $patch: 'delete' },
                    { name: 'C', value: '3' },
                  ],
                },
              ],
            },
          },
        },
      },
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      {
        spec: {
          template: {
            spec: {
              $setElementOrder: undefined,
              containers: [{ name: 'first', image: 'x' }],
              '$setElementOrder/containers': [{ name: 'first' }, { name: 'web' }],
            },
          },
        },
      } as unknown as Json,
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      { spec: { template: { spec: { volumes: [{ name: 'v', emptyDir: {} }] } } } },
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      { spec: { template: { spec: { volumes: [{ name: 'v', emptyDir: null, hostPath: { path: '/x' } }] } } } },
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      {
        spec: {
          template: {
            spec: { volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } }] },
          },
        },
      },
      strategic,
    ),
    patch(`${apps}/deployments/merged`, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }, strategic),
    patch(
      `${apps}/deployments/merged`,
      { spec: { template: { spec: { tolerations: [{ key: 'a', operator: 'Exists' }] } } } },
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      { spec: { template: { spec: { tolerations: [{ key: 'b', operator: 'Exists' }], nodeSelector: { a: 'b' } } } } },
      strategic,
    ),
    patch(
      `${apps}/deployments/merged`,
      { spec: { template: { spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'y' }] } } } },
      strategic,
    ),
    patch(`${apps}/deployments/merged`, { metadata: { finalizers: ['a/b'] } }, strategic),
    patch(`${apps}/deployments/merged`, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/b'] } }, strategic),
    patch(`${apps}/deployments/merged?fieldValidation=Strict`, { spec: { replicaz: 3 } }, strategic),
    patch(
      `${apps}/deployments/merged`,
      {
        spec: {
          template: {
            spec: {
              containers: [{ name: 'only', ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }] }],
            },
          },
        },
      },
      strategic,
    ),
    get(`${apps}/deployments/merged`),
  ],
};
