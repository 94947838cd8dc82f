import { permissionsFor, permissionsOfMethod, type Request, sorted } from './permissions.ts';

export type RoleName = 'auditor' | 'repairer' | 'builder';

/** Calls that read: a plan or an audit needs these and no others. A test records what is called, and holds them equal. */
const reads = [
  'compute.addresses.aggregatedList',
  'compute.disks.aggregatedList',
  'compute.firewalls.list',
  'compute.forwardingRules.aggregatedList',
  'compute.httpHealthChecks.list',
  'compute.instanceGroupManagers.aggregatedList',
  'compute.instanceGroupManagers.listManagedInstances',
  'compute.instances.aggregatedList',
  'compute.projects.get',
  'compute.regionInstanceGroupManagers.listManagedInstances',
  'compute.regions.get',
  'compute.targetPools.getHealth',
  'compute.targetPools.list',
  'logging.sinks.get',
] as const;

/** What is read again right before a change is here, and not with the reads: an audit changes nothing. */
const repairs = [
  'compute.disks.get',
  'compute.instances.attachDisk',
  'compute.instances.detachDisk',
  'compute.instances.get',
  'compute.instances.setDiskAutoDelete',
  'compute.regionDisks.get',
  'compute.regionOperations.list',
  'compute.regionOperations.wait',
  'compute.targetPools.addInstance',
  'compute.targetPools.removeInstance',
  'compute.zoneOperations.list',
  'compute.zoneOperations.wait',
] as const;

const creations = [
  'compute.disks.insert',
  'compute.firewalls.get',
  'compute.firewalls.insert',
  'compute.firewalls.patch',
  'compute.forwardingRules.get',
  'compute.forwardingRules.insert',
  'compute.forwardingRules.setTarget',
  'compute.globalOperations.wait',
  'compute.httpHealthChecks.get',
  'compute.httpHealthChecks.insert',
  'compute.regionDisks.insert',
  'compute.targetPools.get',
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
 * For the sandbox's `authorize`: refuses what is not held, as the APIs would, so that forbidden paths are tested for real.
 */
export function authorizeBy(permissions: Iterable<string>) {
  const held = new Set(permissions);
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
