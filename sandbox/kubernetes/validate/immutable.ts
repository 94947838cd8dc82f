import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { at, copy, isSame, type KubernetesObject, objectAt, objectsAt } from '../object.ts';
import type { FieldError } from '../status.ts';
import { forbiddenField, invalidValue } from './field-error.ts';

const never = 'field is immutable';

const fields: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['spec.selector'],
  'apps/ReplicaSet': ['spec.selector'],
  'apps/DaemonSet': ['spec.selector'],
  'batch/Job': ['spec.selector', 'spec.completionMode', 'spec.completions', 'spec.template'],
  'rbac.authorization.k8s.io/RoleBinding': ['roleRef'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['roleRef'],
  'storage.k8s.io/VolumeAttachment': ['spec'],
  'storage.k8s.io/StorageClass': ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  'discovery.k8s.io/EndpointSlice': ['addressType'],
  'scheduling.k8s.io/PriorityClass': ['value'],
  '/Secret': ['type'],
  '/PersistentVolume': ['spec.persistentvolumesource'],
};

/** What may not change once it is there. */
export function validateImmutable(before: KubernetesObject, after: KubernetesObject, type: string): FieldError[] {
  const paths = fields[type] ?? [];
  const changed = paths.filter((path) => !isSame(at(before, ...path.split('.')), at(after, ...path.split('.'))));
  return [
    ...changed.map((path) =>
      invalidValue(path, at(after, ...path.split('.')), path === 'roleRef' ? 'cannot change roleRef' : never),
    ),
    ...(byKind[type]?.(before, after) ?? []),
  ];
}

const byKind: Readonly<Record<string, (before: KubernetesObject, after: KubernetesObject) => FieldError[]>> = {
  '/Pod': pod,
  '/Node': node,
  '/Service': service,
  '/ConfigMap': sealed,
  '/Secret': sealed,
  '/PersistentVolumeClaim': claim,
  'apps/StatefulSet': statefulSet,
};

function pod(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  if (isSame(changeable(before), changeable(after))) return [];
  return [
    forbiddenField(
      'spec',
      'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    ),
  ];
}

/** A pod's spec without what may change; the scheduler sets the node by its own way. */
function changeable(object: KubernetesObject): Json {
  const {
    activeDeadlineSeconds: _,
    tolerations: __,
    terminationGracePeriodSeconds: ___,
    ...spec
  } = copy(objectAt(object, 'spec'));
  for (const list of ['containers', 'initContainers'])
    for (const container of objectsAt(spec, list)) delete container.image;
  return spec;
}

function node(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const old = at(before, 'spec', 'providerID');
  if (old === undefined || isSame(old, at(after, 'spec', 'providerID'))) return [];
  return [forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid')];
}

function service(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const [old, next] = [objectAt(before, 'spec'), objectAt(after, 'spec')];
  const staysInside = old.type !== 'ExternalName' && next.type !== 'ExternalName';
  const address =
    staysInside && !isSame(old.clusterIP, next.clusterIP)
      ? [invalidValue('spec.clusterIPs[0]', [next.clusterIP ?? null], 'may not change once set')]
      : [];
  const staysBalancer = old.type === 'LoadBalancer' && next.type === 'LoadBalancer';
  const balancer =
    staysBalancer && !isSame(old.loadBalancerClass, next.loadBalancerClass)
      ? [invalidValue('spec.loadBalancerClass', next.loadBalancerClass ?? null, 'may not change once set')]
      : [];
  return [...address, ...balancer];
}

function sealed(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  if (before.immutable !== true) return [];
  const forbidden = (field: string) => forbiddenField(field, 'field is immutable when `immutable` is set');
  return [
    ...(after.immutable === true ? [] : [forbidden('immutable')]),
    ...(isSame(before.data, after.data) ? [] : [forbidden('data')]),
  ];
}

function claim(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const fixed = ({ resources: _, volumeName: __, volumeAttributesClassName: ___, ...spec }: JsonObject) => spec;
  const isBoundLater = at(before, 'spec', 'volumeName') === undefined;
  const isSameVolume = isBoundLater || isSame(at(before, 'spec', 'volumeName'), at(after, 'spec', 'volumeName'));
  if (isSameVolume && isSame(fixed(objectAt(before, 'spec')), fixed(objectAt(after, 'spec')))) return [];
  return [
    forbiddenField(
      'spec',
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    ),
  ];
}

const changeableOfStatefulSet = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

function statefulSet(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const fixed = (object: KubernetesObject) =>
    Object.fromEntries(Object.entries(objectAt(object, 'spec')).filter(([name]) => !changeableOfStatefulSet.has(name)));
  if (isSame(fixed(before), fixed(after))) return [];
  return [
    forbiddenField(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  ];
}
