import type { Json, JsonObject } from '../../../../shared/model/json.ts';

/** Requests that are made one after the other, by what they are about. */
export type Scenarios = Readonly<Record<string, readonly Step[]>>;

export interface Step {
  method: string;
  path: string;
  body?: Json;
  contentType?: string;
  userAgent?: string;
}

export const json = 'application/json';
export const merge = 'application/merge-patch+json';
export const strategic = 'application/strategic-merge-patch+json';
export const jsonPatch = 'application/json-patch+json';
export const applyPatch = 'application/apply-patch+yaml';
export const space = '/api/v1/namespaces/scenario';
export const apps = '/apis/apps/v1/namespaces/scenario';
export const batch = '/apis/batch/v1/namespaces/scenario';
export const leases = '/apis/coordination.k8s.io/v1/namespaces/scenario/leases';

export const get = (path: string): Step => ({ method: 'GET', path });
export const post = (path: string, body: Json): Step => ({ method: 'POST', path, body, contentType: json });
export const put = (path: string, body: Json): Step => ({ method: 'PUT', path, body, contentType: json });
export const patch = (path: string, body: Json, contentType: string): Step => ({
  method: 'PATCH',
  path,
  body,
  contentType,
});
export const apply = (path: string, body: Json, query = ''): Step =>
  patch(`${path}?fieldManager=one${query}`, body, applyPatch);
export const remove = (path: string, body?: Json): Step => ({
  method: 'DELETE',
  path,
  ...(body ? { body, contentType: json } : {}),
});

export function map(name: string, data: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

export function lease(name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, ...metadata }, spec };
}

export const podSpec = {
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

export function deployment(name: string, spec: JsonObject = {}): JsonObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

export function service(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels: { app: name } }, spec };
}

/** What a pod of every sort of volume and probe reads back as. */
export const richPod = {
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
