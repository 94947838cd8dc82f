import type { JsonObject } from '../../shared/model/json.ts';
import type { Endpoint, Instance, KubernetesNode, Pod, ServiceObject } from '../../shared/model/live.ts';

/** The Ready node of a VM. */
export function aNode(instance: Instance, fields: Partial<KubernetesNode> = {}): KubernetesNode {
  const { name } = instance.reference;
  return {
    name,
    uid: `uid-of-${name}`,
    instance: instance.reference,
    ready: 'True',
    unschedulable: false,
    bootID: `boot-of-${name}`,
    labels: {},
    annotations: {},
    taints: [],
    volumesInUse: [],
    creationTimestamp: '2027-01-14T03:01:00.000Z',
    protected: false,
    ...fields,
  };
}

export interface ServiceFields {
  name?: string;
  namespace?: string;
  annotations?: JsonObject;
  spec?: JsonObject;
  status?: JsonObject;
}

/** The manifest of a public Service on `cluster-ip`, open to everybody. */
export function aServiceManifest({ name = 'minecraft', namespace, annotations, spec }: ServiceFields = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(namespace && { namespace }),
      labels: { app: name },
      annotations: { 'underpin.dev/address': 'cluster-ip', ...annotations },
    },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'underpin.dev/target-pool',
      ports: [{ port: 25565 }],
      loadBalancerSourceRanges: ['0.0.0.0/0'],
      ...spec,
    },
  };
}

/** The same, live and in order. */
export function aService(fields: ServiceFields = {}): ServiceObject {
  const { name = 'minecraft', namespace = 'default' } = fields;
  const status = fields.status ?? { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } };
  return { namespace, name, object: { ...aServiceManifest(fields), status } };
}

export function aPod(fields: Partial<Pod> = {}): Pod {
  return {
    namespace: 'default',
    name: 'minecraft-1',
    uid: 'uid-of-minecraft-1',
    node: 'node-1',
    labels: { app: 'minecraft' },
    phase: 'Running',
    ready: true,
    startedAt: '2027-01-14T04:00:00Z',
    hostPaths: [],
    claims: [],
    hostPorts: [],
    hostNetwork: false,
    nodeSelector: {},
    ownerKind: 'ReplicationController',
    ownerName: 'minecraft',
    protected: false,
    ...fields,
  };
}

export function anEndpoint(fields: Partial<Endpoint> = {}): Endpoint {
  return {
    namespace: 'default',
    service: 'minecraft',
    address: '10.4.0.7',
    pod: 'minecraft-1',
    ready: true,
    node: 'node-1',
    portNames: [''],
    ...fields,
  };
}
