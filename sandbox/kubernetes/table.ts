import type { Json, JsonObject } from '../../shared/model/json.ts';
import { at, type KubernetesObject, numberAt, objectAt, objectsAt, textAt } from './object.ts';
import type { Resource } from './resource-table.ts';

interface Column {
  name: string;
  type: 'string' | 'integer' | 'date';
  cell(object: KubernetesObject, now: number): Json;
  /** 0 is shown always, 1 with `-o wide`. */
  priority?: number;
}

const text = (name: string, ...path: string[]): Column => ({
  name,
  type: 'string',
  cell: (object) => shown(at(object, ...path)),
});
const count = (name: string, ...path: string[]): Column => ({
  name,
  type: 'integer',
  cell: (object) => numberAt(object, ...path) ?? 0,
});
const nameColumn: Column = { name: 'Name', type: 'string', cell: (object) => object.metadata.name };
const age: Column = { name: 'Age', type: 'string', cell: (object, now) => ageText(object, now) };

const byKind: Readonly<Record<string, readonly Column[]>> = {
  '/Pod': [
    {
      name: 'Ready',
      type: 'string',
      cell: (pod) => `${readyContainers(pod)}/${objectsAt(pod, 'spec', 'containers').length}`,
    },
    { name: 'Status', type: 'string', cell: podStatus },
    {
      name: 'Restarts',
      type: 'integer',
      cell: (pod) =>
        objectsAt(pod, 'status', 'containerStatuses').reduce(
          (sum, one) => sum + (numberAt(one, 'restartCount') ?? 0),
          0,
        ),
    },
    age,
    { ...text('IP', 'status', 'podIP'), priority: 1 },
    { ...text('Node', 'spec', 'nodeName'), priority: 1 },
  ],
  '/Node': [
    { name: 'Status', type: 'string', cell: nodeStatus },
    { name: 'Roles', type: 'string', cell: () => '<none>' },
    age,
    text('Version', 'status', 'nodeInfo', 'kubeletVersion'),
    {
      name: 'Internal-IP',
      type: 'string',
      priority: 1,
      cell: (node) => shown(objectsAt(node, 'status', 'addresses').find((one) => one.type === 'InternalIP')?.address),
    },
  ],
  '/Service': [
    text('Type', 'spec', 'type'),
    text('Cluster-IP', 'spec', 'clusterIP'),
    { name: 'External-IP', type: 'string', cell: externalAddress },
    {
      name: 'Port(s)',
      type: 'string',
      cell: (service) => objectsAt(service, 'spec', 'ports').map(portText).join(',') || '<none>',
    },
    age,
    {
      name: 'Selector',
      type: 'string',
      priority: 1,
      cell: (service) => labelsText(objectAt(service, 'spec', 'selector')),
    },
  ],
  '/ReplicationController': [
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    age,
  ],
  '/Namespace': [text('Status', 'status', 'phase'), age],
  '/ConfigMap': [
    {
      name: 'Data',
      type: 'integer',
      cell: (map) => Object.keys(objectAt(map, 'data')).length + Object.keys(objectAt(map, 'binaryData')).length,
    },
    age,
  ],
  '/Secret': [
    text('Type', 'type'),
    { name: 'Data', type: 'integer', cell: (secret) => Object.keys(objectAt(secret, 'data')).length },
    age,
  ],
  '/Event': [
    text('Type', 'type'),
    text('Reason', 'reason'),
    {
      name: 'Object',
      type: 'string',
      cell: (event) =>
        `${textAt(event, 'involvedObject', 'kind')?.toLowerCase()}/${textAt(event, 'involvedObject', 'name')}`,
    },
    text('Message', 'message'),
  ],
  'apps/Deployment': [
    {
      name: 'Ready',
      type: 'string',
      cell: (object) =>
        `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`,
    },
    count('Up-to-date', 'status', 'updatedReplicas'),
    count('Available', 'status', 'availableReplicas'),
    age,
  ],
  'apps/ReplicaSet': [
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    age,
  ],
  'apps/StatefulSet': [
    {
      name: 'Ready',
      type: 'string',
      cell: (object) =>
        `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`,
    },
    age,
  ],
  'apps/DaemonSet': [
    count('Desired', 'status', 'desiredNumberScheduled'),
    count('Current', 'status', 'currentNumberScheduled'),
    count('Ready', 'status', 'numberReady'),
    age,
  ],
  'batch/Job': [
    {
      name: 'Status',
      type: 'string',
      cell: (job) => objectsAt(job, 'status', 'conditions').findLast((one) => one.status === 'True')?.type ?? 'Running',
    },
    {
      name: 'Completions',
      type: 'string',
      cell: (job) => `${numberAt(job, 'status', 'succeeded') ?? 0}/${numberAt(job, 'spec', 'completions') ?? 1}`,
    },
    age,
  ],
  'coordination.k8s.io/Lease': [text('Holder', 'spec', 'holderIdentity'), age],
};

/** What `kubectl get` prints: the server makes the columns. */
export function tableOf(
  resource: Resource,
  objects: readonly KubernetesObject[],
  shown: { now: number; metadata: JsonObject; includes: string },
): JsonObject {
  const columns = [nameColumn, ...(byKind[`${resource.group}/${resource.kind}`] ?? [age])];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: shown.metadata,
    columnDefinitions: columns.map(({ name, type, priority }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: name,
      priority: priority ?? 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, shown.now)),
      ...partOf(object, shown.includes),
    })),
  };
}

function partOf(object: KubernetesObject, includes: string): JsonObject {
  if (includes === 'None') return {};
  if (includes === 'Object') return { object };
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}

function shown(value: Json | undefined): Json {
  return value === undefined || value === null || value === '' ? '<none>' : value;
}

function ageText({ metadata }: KubernetesObject, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(metadata.creationTimestamp ?? '')) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function readyContainers(pod: KubernetesObject): number {
  return objectsAt(pod, 'status', 'containerStatuses').filter((one) => one.ready === true).length;
}

function podStatus(pod: KubernetesObject): string {
  if (pod.metadata.deletionTimestamp) return 'Terminating';
  const phase = textAt(pod, 'status', 'phase') ?? 'Unknown';
  if (phase === 'Succeeded') return 'Completed';
  return phase === 'Failed' ? (textAt(pod, 'status', 'reason') ?? 'Error') : phase;
}

function nodeStatus(node: KubernetesObject): string {
  const ready = objectsAt(node, 'status', 'conditions').find((one) => one.type === 'Ready')?.status;
  const status = ready === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function externalAddress(service: KubernetesObject): string {
  const outside = at(service, 'spec', 'externalIPs');
  const addresses = [
    ...objectsAt(service, 'status', 'loadBalancer', 'ingress').map((one) => String(one.ip ?? one.hostname)),
    ...(Array.isArray(outside) ? outside.map(String) : []),
  ];
  return addresses.join(',') || (at(service, 'spec', 'type') === 'LoadBalancer' ? '<pending>' : '<none>');
}

function portText(port: JsonObject): string {
  const node = port.nodePort ? `:${String(port.nodePort)}` : '';
  return `${String(port.port)}${node}/${String(port.protocol)}`;
}

function labelsText(labels: JsonObject): string {
  return (
    Object.entries(labels)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',') || '<none>'
  );
}
