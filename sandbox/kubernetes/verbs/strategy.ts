import type { JsonObject } from '../../../shared/model/json.ts';
import { isSame, type KubernetesObject, objectAt } from '../object.ts';
import { qosOf } from '../pod-quality.ts';
import type { Resource } from '../resource-table.ts';

/** How kinds differ in creation, update and deletion. */
const keepsStatusAtCreation = new Set(['/Node', '/Namespace', '/PersistentVolume', '/PersistentVolumeClaim', '/Event']);
const keepsMetadataWithStatus = new Set([
  '/Pod',
  '/Node',
  '/Service',
  '/Namespace',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
]);
const mustNameVersion = new Set([
  'coordination.k8s.io/Lease',
  'discovery.k8s.io/EndpointSlice',
  'policy/PodDisruptionBudget',
  'apiextensions.k8s.io/CustomResourceDefinition',
]);
const createsByUpdate = new Set([
  'coordination.k8s.io/Lease',
  '/Event',
  '/Endpoints',
  '/LimitRange',
  '/Service',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
]);
const returnsDeleted = new Set([
  '/Pod',
  '/Service',
  '/ServiceAccount',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  '/PodTemplate',
  '/ResourceQuota',
]);
const orphansByDefault = new Set(['/ReplicationController', 'batch/Job']);
const withoutGeneration = new Set([
  '/Service',
  '/Node',
  '/Namespace',
  '/Secret',
  '/ConfigMap',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'coordination.k8s.io/Lease',
  'storage.k8s.io/VolumeAttachment',
  'autoscaling/HorizontalPodAutoscaler',
]);

const countedWithoutSpec = new Set([
  'scheduling.k8s.io/PriorityClass',
  'discovery.k8s.io/EndpointSlice',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
]);

export function typeOf({ group, kind }: Resource): string {
  return `${group}/${kind}`;
}

export function hasStatus(resource: Resource): boolean {
  return Object.hasOwn(resource.subresources, 'status');
}

/** A lock must not be written by who has not read it. */
export function mustHaveVersion(resource: Resource): boolean {
  return resource.isCustom || mustNameVersion.has(typeOf(resource));
}

export function mayCreateByUpdate(resource: Resource): boolean {
  return createsByUpdate.has(typeOf(resource));
}

export function answersWithDeleted(resource: Resource): boolean {
  return returnsDeleted.has(typeOf(resource));
}

export function orphansDependents(resource: Resource): boolean {
  return orphansByDefault.has(typeOf(resource));
}

/** Nobody sets a status while creating, but those who make nodes and namespaces. */
export function statusAtCreation(object: KubernetesObject, resource: Resource): KubernetesObject {
  if (!hasStatus(resource) || keepsStatusAtCreation.has(typeOf(resource))) return object;
  const { status: _, ...rest } = object;
  const first =
    typeOf(resource) === '/Pod' ? { phase: 'Pending', qosClass: qosOf(object) } : firstStatus[typeOf(resource)];
  return { ...rest, ...(first ? { status: first } : {}) } as KubernetesObject;
}

const firstStatus: Readonly<Record<string, JsonObject>> = {
  '/Service': { loadBalancer: {} },
  '/ReplicationController': { replicas: 0 },
  'apps/Deployment': {},
  'apps/ReplicaSet': { replicas: 0 },
  'apps/StatefulSet': { replicas: 0, availableReplicas: 0 },
  'apps/DaemonSet': { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  'batch/Job': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {},
  'batch/CronJob': {},
  'networking.k8s.io/Ingress': { loadBalancer: {} },
  'policy/PodDisruptionBudget': { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  'autoscaling/HorizontalPodAutoscaler': { desiredReplicas: 0, currentMetrics: null },
  'storage.k8s.io/VolumeAttachment': { attached: false },
};

/** The part of an update that its way in may change: `/status` the status, the object itself all else. */
export function writablePart(
  before: KubernetesObject,
  after: KubernetesObject,
  way: { resource: Resource; subresource: string | undefined },
): KubernetesObject {
  const { resource, subresource } = way;
  if (!hasStatus(resource)) return after;
  if (subresource !== 'status') return withStatusOf(after, before);
  const metadata = keepsMetadataWithStatus.has(typeOf(resource))
    ? after.metadata
    : { ...before.metadata, ...versionOf(after) };
  return { ...withStatusOf(before, after), metadata };
}

function versionOf({ metadata }: KubernetesObject) {
  const { resourceVersion, managedFields } = metadata;
  return { ...(resourceVersion ? { resourceVersion } : {}), ...(managedFields ? { managedFields } : {}) };
}

function withStatusOf(object: KubernetesObject, source: KubernetesObject): KubernetesObject {
  const { status: _, ...rest } = object;
  const { status } = source;
  return { ...rest, ...(status === undefined ? {} : { status }) } as KubernetesObject;
}

/** Counts up when what is wanted changes; not every kind has it. */
export function nextGeneration(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  resource: Resource,
): number | undefined {
  const isCounted =
    !withoutGeneration.has(typeOf(resource)) &&
    (resource.isCustom || after.spec !== undefined || countedWithoutSpec.has(typeOf(resource)));
  if (!isCounted) return before?.metadata.generation;
  if (!before) return 1;
  const isSameWish = isSame(wish(before), wish(after));
  return (before.metadata.generation ?? 1) + (isSameWish ? 0 : 1);
}

function wish(object: KubernetesObject): JsonObject {
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...rest } = object;
  return objectAt({ rest }, 'rest');
}
