/** What a call needs. `when` is for permissions that depend on what the body names. */
interface Needed {
  always: readonly string[];
  when?: readonly { permission: string; asks: (body: Record<string, unknown>) => boolean }[];
}

const names = (field: string) => (body: Record<string, unknown>) => {
  const value = body[field];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
};

/**
 * Method -> permissions, as Google's reference lists them for each method (section "IAM permissions"). What attachDisk
 * needs on the nodes' service account (`iam.serviceAccounts.actAs`) is granted on that account and not by a role.
 */
const table: Record<string, Needed> = {
  'compute.addresses.aggregatedList': { always: ['compute.addresses.list'] },
  'compute.addresses.get': { always: ['compute.addresses.get'] },
  'compute.addresses.list': { always: ['compute.addresses.list'] },
  'compute.disks.aggregatedList': { always: ['compute.disks.list'] },
  'compute.disks.get': { always: ['compute.disks.get'] },
  'compute.disks.insert': { always: ['compute.disks.create'] },
  'compute.disks.list': { always: ['compute.disks.list'] },
  'compute.firewalls.get': { always: ['compute.firewalls.get'] },
  'compute.firewalls.insert': { always: ['compute.firewalls.create', 'compute.networks.updatePolicy'] },
  'compute.firewalls.list': { always: ['compute.firewalls.list'] },
  'compute.firewalls.patch': {
    always: ['compute.firewalls.get', 'compute.firewalls.update', 'compute.networks.updatePolicy'],
  },
  'compute.forwardingRules.aggregatedList': { always: ['compute.forwardingRules.list'] },
  'compute.forwardingRules.get': { always: ['compute.forwardingRules.get'] },
  'compute.forwardingRules.insert': {
    always: ['compute.forwardingRules.create', 'compute.targetPools.use'],
    when: [{ permission: 'compute.addresses.use', asks: names('IPAddress') }],
  },
  'compute.forwardingRules.list': { always: ['compute.forwardingRules.list'] },
  'compute.forwardingRules.setTarget': { always: ['compute.forwardingRules.setTarget', 'compute.targetPools.use'] },
  'compute.globalOperations.aggregatedList': { always: ['compute.globalOperations.list'] },
  'compute.globalOperations.get': { always: ['compute.globalOperations.get'] },
  'compute.globalOperations.list': { always: ['compute.globalOperations.list'] },
  'compute.globalOperations.wait': { always: ['compute.globalOperations.get'] },
  'compute.httpHealthChecks.get': { always: ['compute.httpHealthChecks.get'] },
  'compute.httpHealthChecks.insert': { always: ['compute.httpHealthChecks.create'] },
  'compute.httpHealthChecks.list': { always: ['compute.httpHealthChecks.list'] },
  'compute.instanceGroupManagers.aggregatedList': { always: ['compute.instanceGroupManagers.list'] },
  'compute.instanceGroupManagers.get': { always: ['compute.instanceGroupManagers.get'] },
  'compute.instanceGroupManagers.list': { always: ['compute.instanceGroupManagers.list'] },
  'compute.instanceGroupManagers.listManagedInstances': { always: ['compute.instanceGroupManagers.get'] },
  'compute.instances.aggregatedList': { always: ['compute.instances.list'] },
  'compute.instances.attachDisk': {
    always: ['compute.instances.attachDisk'],
    when: [
      { permission: 'compute.disks.use', asks: (body) => body.mode !== 'READ_ONLY' },
      { permission: 'compute.disks.useReadOnly', asks: (body) => body.mode === 'READ_ONLY' },
    ],
  },
  'compute.instances.detachDisk': { always: ['compute.instances.detachDisk'] },
  'compute.instances.get': { always: ['compute.instances.get'] },
  'compute.instances.list': { always: ['compute.instances.list'] },
  'compute.instances.setDiskAutoDelete': { always: ['compute.disks.update', 'compute.instances.setDiskAutoDelete'] },
  'compute.projects.get': { always: ['compute.projects.get'] },
  'compute.regionDisks.get': { always: ['compute.disks.get'] },
  'compute.regionDisks.insert': { always: ['compute.disks.create'] },
  'compute.regionDisks.list': { always: ['compute.disks.list'] },
  'compute.regionInstanceGroupManagers.get': { always: ['compute.instanceGroupManagers.get'] },
  'compute.regionInstanceGroupManagers.list': { always: ['compute.instanceGroupManagers.list'] },
  'compute.regionInstanceGroupManagers.listManagedInstances': { always: ['compute.instanceGroupManagers.get'] },
  'compute.regionOperations.get': { always: ['compute.regionOperations.get'] },
  'compute.regionOperations.list': { always: ['compute.regionOperations.list'] },
  'compute.regionOperations.wait': { always: ['compute.regionOperations.get'] },
  'compute.regions.get': { always: ['compute.regions.get'] },
  'compute.regions.list': { always: ['compute.regions.list'] },
  'compute.targetPools.addHealthCheck': {
    always: ['compute.httpHealthChecks.useReadOnly', 'compute.targetPools.addHealthCheck'],
  },
  'compute.targetPools.addInstance': { always: ['compute.instances.use', 'compute.targetPools.addInstance'] },
  'compute.targetPools.aggregatedList': { always: ['compute.targetPools.list'] },
  'compute.targetPools.get': { always: ['compute.targetPools.get'] },
  'compute.targetPools.getHealth': { always: ['compute.targetPools.get'] },
  'compute.targetPools.insert': {
    always: ['compute.targetPools.create'],
    when: [
      { permission: 'compute.httpHealthChecks.useReadOnly', asks: names('healthChecks') },
      { permission: 'compute.instances.use', asks: names('instances') },
    ],
  },
  'compute.targetPools.list': { always: ['compute.targetPools.list'] },
  'compute.targetPools.removeInstance': { always: ['compute.instances.use', 'compute.targetPools.removeInstance'] },
  'compute.zoneOperations.get': { always: ['compute.zoneOperations.get'] },
  'compute.zoneOperations.list': { always: ['compute.zoneOperations.list'] },
  'compute.zoneOperations.wait': { always: ['compute.zoneOperations.get'] },
  'cloudscheduler.jobs.get': { always: ['cloudscheduler.jobs.get'] },
  'container.clusters.connect': { always: ['container.clusters.connect'] },
  'container.clusters.get': { always: ['container.clusters.get'] },
  'logging.entries.list': { always: ['logging.logEntries.list'] },
  'logging.sinks.get': { always: ['logging.sinks.get'] },
  'pubsub.subscriptions.get': { always: ['pubsub.subscriptions.get'] },
  'pubsub.subscriptions.pull': { always: ['pubsub.subscriptions.consume'] },
  'pubsub.topics.get': { always: ['pubsub.topics.get'] },
  'pubsub.topics.publish': { always: ['pubsub.topics.publish'] },
};

export interface Request {
  /** `compute.targetPools.addInstance` */
  method: string;
  body?: unknown;
}

/** Every permission that some call of the method may need. */
export function permissionsOfMethod(method: string): string[] {
  const { always, when = [] } = neededBy(method);
  return [...always, ...when.map(({ permission }) => permission)];
}

/** What this very call needs. */
export function permissionsFor({ method, body }: Request): string[] {
  const { always, when = [] } = neededBy(method);
  const asked = typeof body === 'object' && body !== null ? { ...body } : {};
  return [...always, ...when.filter(({ asks }) => asks(asked)).map(({ permission }) => permission)];
}

/** Sorted and without repeats, for comparison with a role; the calls are those that a sandbox recorded. */
export function permissionsUsed(calls: readonly Request[]): string[] {
  return sorted(calls.flatMap(permissionsFor));
}

export function sorted(permissions: readonly string[]): string[] {
  return [...new Set(permissions)].sort();
}

function neededBy(method: string): Needed {
  const needed = table[method];
  if (!needed)
    throw new RangeError(`no permissions are known for \`${method}\`; add the method to infra/permissions.ts`);
  return needed;
}
