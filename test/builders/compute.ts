import type {
  Address,
  Firewall,
  ForwardingRule,
  HealthCheck,
  Instance,
  ManagedGroup,
  TargetPool,
} from '../../shared/model/live.ts';
import { type Reference, referencePath } from '../../shared/model/reference.ts';

export const project = 'my-project';
const region = 'us-central1';
const zone = 'us-central1-a';

export function reference(collection: string, name: string, location: string): Reference {
  return { project, location, collection, name };
}

/** A RUNNING VM of the group `minions`, a day old. */
export function anInstance(fields: Partial<Instance> & { name?: string; zone?: string } = {}): Instance {
  const { name = 'node-1', zone: location = zone, ...rest } = fields;
  return {
    reference: reference('instances', name, location),
    id: `id-of-${name}`,
    status: 'RUNNING',
    creationTimestamp: '2027-01-14T03:00:00.000Z',
    machineType: 'e2-standard-2',
    networks: ['default'],
    tags: ['k8s-home-node'],
    labels: {},
    createdBy: null,
    serviceAccount: null,
    disks: [],
    protected: false,
    ...rest,
  };
}

export function aManagedGroup(instances: Instance[], fields: Partial<ManagedGroup> = {}): ManagedGroup {
  return {
    reference: reference('instanceGroupManagers', 'minions', zone),
    targetPools: [],
    targetSize: instances.length,
    members: instances.map((one) => ({
      instance: one.reference,
      currentAction: 'NONE',
      lastAttemptErrors: [],
      keeps: [],
    })),
    statefulDevices: [],
    ...fields,
  };
}

export function aPool(
  members: (Instance | string)[],
  fields: Partial<TargetPool> & { name?: string } = {},
): TargetPool {
  const { name = 'nodes', ...rest } = fields;
  return {
    reference: reference('targetPools', name, region),
    members: members.map((one) =>
      typeof one === 'string'
        ? { url: one, instance: null }
        : { url: `https://www.googleapis.com/compute/v1/${referencePath(one.reference)}`, instance: one.reference },
    ),
    healthChecks: [`projects/${project}/global/httpHealthChecks/home-nodes`],
    sessionAffinity: 'NONE',
    backupPool: null,
    failoverRatio: null,
    description: '',
    ...rest,
  };
}

export function anAddress(fields: Partial<Address> & { name?: string; location?: string } = {}): Address {
  const { name = 'cluster-ip', location = region, ...rest } = fields;
  return {
    reference: reference('addresses', name, location),
    address: '203.0.113.7',
    status: 'IN_USE',
    users: [],
    networkTier: 'PREMIUM',
    type: 'EXTERNAL',
    ...rest,
  };
}

/** As people make them by hand; TCP, to the pool `nodes`. */
export function aForwardingRule(
  fields: Partial<ForwardingRule> & { name?: string; location?: string } = {},
): ForwardingRule {
  const { name = 'minecraft', location = region, ...rest } = fields;
  return {
    reference: reference('forwardingRules', name, location),
    id: `id-of-${name}`,
    address: '203.0.113.7',
    protocol: 'TCP',
    portRange: '25565-25565',
    ports: [],
    target: `https://www.googleapis.com/compute/v1/projects/${project}/regions/${region}/targetPools/nodes`,
    scheme: 'EXTERNAL',
    networkTier: 'PREMIUM',
    description: '',
    protected: false,
    ...rest,
  };
}

export function aFirewall(fields: Partial<Firewall> & { name?: string } = {}): Firewall {
  const { name = 'allow-minecraft', ...rest } = fields;
  return {
    reference: reference('firewalls', name, 'global'),
    network: 'default',
    direction: 'INGRESS',
    priority: 1000,
    disabled: false,
    sourceRanges: ['0.0.0.0/0'],
    destinationRanges: [],
    sourceTags: [],
    sourceServiceAccounts: [],
    targetTags: ['k8s-home-node'],
    targetServiceAccounts: [],
    allowed: [{ protocol: 'tcp', ports: ['25565'] }],
    denied: [],
    description: '',
    ...rest,
  };
}

export function aHealthCheckersFirewall(): Firewall {
  return aFirewall({
    name: 'allow-health-checkers',
    sourceRanges: ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'],
    allowed: [{ protocol: 'tcp', ports: ['10256'] }],
  });
}

export function aHealthCheck(fields: Partial<HealthCheck> & { name?: string } = {}): HealthCheck {
  const { name = 'home-nodes', ...rest } = fields;
  return {
    reference: reference('httpHealthChecks', name, 'global'),
    port: 10256,
    path: '/healthz',
    host: '',
    intervalSeconds: 5,
    ...rest,
  };
}
