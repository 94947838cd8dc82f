import { batch, get, merge, patch, podSpec, post, remove, richPod, type Scenarios, space, strategic } from './steps.ts';

export const pods: Scenarios = {
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
  'the mount Job is taken as it is': [
    post(`${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'mount-foodata', labels: { 'underpin.dev/disk': 'foodata' } },
      spec: {
        activeDeadlineSeconds: 120,
        backoffLimit: 0,
        ttlSecondsAfterFinished: 300,
        completions: 1,
        parallelism: 1,
        template: {
          metadata: { labels: { 'underpin.dev/disk': 'foodata' } },
          spec: {
            nodeName: 'node-1',
            tolerations: [{ operator: 'Exists' }],
            hostPID: true,
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            containers: [
              {
                name: 'mount',
                image: 'busybox@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662',
                command: ['sh'],
                args: ['-c', 'true'],
                securityContext: { privileged: true },
                terminationMessagePolicy: 'FallbackToLogsOnError',
              },
            ],
          },
        },
      },
    }),
    post(`${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'mount-foodata' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } } },
    }),
    get(`${batch}/jobs/mount-foodata/status`),
    patch(`${batch}/jobs/mount-foodata`, { spec: { parallelism: 2, suspend: true } }, merge),
    patch(`${batch}/jobs/mount-foodata`, { spec: { completions: 5 } }, merge),
    remove(`${batch}/jobs/mount-foodata?propagationPolicy=Background`, { preconditions: { resourceVersion: '1' } }),
    remove(`${batch}/jobs/mount-foodata?propagationPolicy=Background&dryRun=All`),
    get(`${batch}/jobs?labelSelector=underpin.dev/disk=foodata`),
  ],
};
