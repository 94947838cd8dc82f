import type { JsonObject } from '../../../shared/model/json.ts';
import { clusterName, project, secret } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { Deed } from './deed.ts';

export const switchDeeds = {
  'throw the kill switch': (world) => setSwitch(world, 'off'),
  'release the kill switch': (world) => setSwitch(world, 'on'),
} satisfies Record<string, Deed>;

export const eventDeeds = {
  'forge an event': (world, pick) => world.post.publish(forgeries[Math.floor(pick * forgeries.length)] ?? ''),
  'send an event': (world) => world.post.publish(anEvent),
} satisfies Record<string, Deed>;

export const leaseDeeds = {
  'a stranger takes the Lease': (world) => takeLease(world),
} satisfies Record<string, Deed>;

export const switchSlips = {
  'mistype the kill switch': (world) => setSwitch(world, 'of'),
} satisfies Record<string, Deed>;

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'underpin', namespace: 'underpin' };

/** Off, by a word or by a slip; one that was never made is on. */
export function isSwitchedOff({ kubernetes }: SimulatedWorld): boolean {
  const { data } = (kubernetes.store.get(configMap) ?? {}) as { data?: { mutations?: string } };
  return data !== undefined && data.mutations !== 'on';
}

export function setSwitch({ kubernetes }: SimulatedWorld, mutations: string): void {
  const { name, namespace, ...kind } = configMap;
  kubernetes.store.put({ ...kind, metadata: { name, namespace }, data: { mutations } });
}

function takeLease({ kubernetes, clock, setup }: SimulatedWorld): void {
  const now = new Date(clock.now() + (setup.shape.clusterSkew ?? 0)).toISOString().replace('Z', '000Z');
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: clusterName, namespace: 'underpin' };
  const { leaseTransitions = 0 } = (kubernetes.store.get(lease)?.spec ?? {}) as { leaseTransitions?: number };
  kubernetes.store.put({
    apiVersion: lease.apiVersion,
    kind: lease.kind,
    metadata: { ...kubernetes.store.get(lease)?.metadata, name: clusterName, namespace: 'underpin' } as JsonObject,
    spec: {
      holderIdentity: 'stranger',
      leaseDurationSeconds: 60,
      leaseTransitions: leaseTransitions + 1,
      acquireTime: now,
      renewTime: now,
    },
  });
}

const anEntry = (projectId: string, zone: string) => ({
  logName: `projects/${projectId}/logs/cloudaudit.googleapis.com%2Factivity`,
  resource: { type: 'gce_instance', labels: { project_id: projectId, zone, instance_id: '1' } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'compute.googleapis.com',
    methodName: 'v1.compute.instances.delete',
    resourceName: `projects/${projectId}/zones/${zone}/instances/minions-none`,
    // What callers send is in such entries, too.
    request: { metadata: { items: [{ key: 'ssh-keys', value: secret }] } },
  },
  operation: { id: 'operation-1', last: true },
});

export const anEvent = JSON.stringify(anEntry(project, 'us-central1-a'));

/** Whatever somebody may put into the topic. */
const forgeries = [
  'Node pool is upgrading',
  '{"protoPayload": 7}',
  JSON.stringify(anEntry('other-project', 'us-central1-a')),
  JSON.stringify(anEntry(project, 'europe-west1-b')),
  anEvent,
  JSON.stringify({ ...anEntry(project, 'us-central1-a'), apply: true, delete: ['minions'] }),
];
