import { permissionsFor, permissionsOfMethod, type Request, sorted } from './permissions.ts';

export type RoleName = 'auditor' | 'repairer' | 'builder';

/** Calls that read: a plan or an audit needs these and no others. */
const reads = [
  'compute.addresses.aggregatedList',
  'compute.addresses.get',
  'compute.disks.aggregatedList',
  'compute.disks.get',
  'compute.firewalls.get',
  'compute.firewalls.list',
  'compute.forwardingRules.aggregatedList',
  'compute.forwardingRules.get',
  'compute.globalOperations.aggregatedList',
  'compute.httpHealthChecks.get',
  'compute.httpHealthChecks.list',
  'compute.instanceGroupManagers.aggregatedList',
  'compute.instanceGroupManagers.listManagedInstances',
  'compute.instances.aggregatedList',
  'compute.instances.get',
  'compute.projects.get',
  'compute.regionDisks.get',
  'compute.regionInstanceGroupManagers.listManagedInstances',
  'compute.regionOperations.list',
  'compute.regions.get',
  'compute.targetPools.aggregatedList',
  'compute.targetPools.get',
  'compute.targetPools.getHealth',
  'compute.zoneOperations.list',
  'logging.sinks.get',
] as const;

const repairs = [
  'compute.globalOperations.get',
  'compute.globalOperations.wait',
  'compute.instances.attachDisk',
  'compute.instances.detachDisk',
  'compute.instances.setDiskAutoDelete',
  'compute.regionOperations.get',
  'compute.regionOperations.wait',
  'compute.targetPools.addInstance',
  'compute.targetPools.removeInstance',
  'compute.zoneOperations.get',
  'compute.zoneOperations.wait',
] as const;

const creations = [
  'compute.disks.insert',
  'compute.firewalls.insert',
  'compute.firewalls.patch',
  'compute.forwardingRules.insert',
  'compute.forwardingRules.setTarget',
  'compute.httpHealthChecks.insert',
  'compute.regionDisks.insert',
  'compute.targetPools.addHealthCheck',
  'compute.targetPools.insert',
] as const;

/** A role includes the ones before it: who repairs reads first, who creates repairs too. */
export const methodsOf: Record<RoleName, readonly string[]> = {
  auditor: reads,
  repairer: [...reads, ...repairs],
  builder: [...reads, ...repairs, ...creations],
};

/** Needed only where Underpin itself runs: for the check of its own wiring. */
export const wiringMethods = ['cloudscheduler.jobs.get', 'pubsub.subscriptions.get', 'pubsub.topics.get'] as const;

/** Needed only where a cluster is GKE. Inside the cluster RBAC decides. */
export const gkeMethods = ['container.clusters.connect', 'container.clusters.get'] as const;

export function permissionsOfRole(role: RoleName): string[] {
  return permissionsOfMethods(methodsOf[role]);
}

export function permissionsOfMethods(methods: readonly string[]): string[] {
  return sorted(methods.flatMap(permissionsOfMethod));
}

/**
 * For the sandbox's `authorize`: refuses what the role does not hold, as Compute Engine would, so that forbidden paths
 * are tested for real. `without` takes single permissions away.
 */
export function authorizeCompute(role: RoleName, { without = [] }: { without?: readonly string[] } = {}) {
  const held = new Set(permissionsOfRole(role).filter((permission) => !without.includes(permission)));
  return (request: Request): { permission: string } | undefined => {
    const permission = permissionsNeeded(request).find((needed) => !held.has(needed));
    return permission === undefined ? undefined : { permission };
  };
}

/** A method nobody planned for is refused under its own name, which is how its permission is most often called. */
function permissionsNeeded(request: Request): string[] {
  try {
    return permissionsFor(request);
  } catch {
    return [request.method];
  }
}
