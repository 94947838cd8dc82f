import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';
import { type Shape, type StructShape, shapeOfStep } from '../schema/shape.ts';
import type { FieldError } from '../status.ts';
import { duplicateValue, invalidValue, requiredValue, unsupportedValue } from './field-error.ts';

/** Most required texts may be empty; these may not. */
const mayNotBeEmpty = new Set([
  'name',
  'image',
  'key',
  'mountPath',
  'attacher',
  'nodeName',
  'kind',
  'schedule',
  'provisioner',
  'handler',
]);
/** What the schema does not say and the server's validation does. */
const alsoRequired: Readonly<Record<string, readonly string[]>> = {
  'core/v1.Container': ['image'],
  'core/v1.PodSpec': ['containers'],
  'core/v1.Volume': ['name'],
  'core/v1.VolumeMount': ['name', 'mountPath'],
  'core/v1.ReplicationControllerSpec': ['selector', 'template'],
  'apps/v1.ReplicaSetSpec': ['template'],
  'storage/v1.VolumeAttachmentSpec': ['attacher', 'nodeName', 'source'],
};
/** The schema says so, and yet the server fills or bears its absence. */
const borne: Readonly<Record<string, readonly string[]>> = {
  'apps/v1.StatefulSetSpec': ['serviceName'],
  'networking/v1.NetworkPolicySpec': ['podSelector'],
  'core/v1.Event': ['metadata'],
};
const enums: Readonly<Record<string, readonly string[]>> = {
  'core/v1.ServiceSpec.type': ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  'core/v1.ServiceSpec.sessionAffinity': ['ClientIP', 'None'],
  'core/v1.ServiceSpec.externalTrafficPolicy': ['Cluster', 'Local'],
  'core/v1.ServiceSpec.internalTrafficPolicy': ['Cluster', 'Local'],
  'core/v1.ServicePort.protocol': ['SCTP', 'TCP', 'UDP'],
  'core/v1.ContainerPort.protocol': ['SCTP', 'TCP', 'UDP'],
  'core/v1.Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'core/v1.Container.terminationMessagePolicy': ['FallbackToLogsOnError', 'File'],
  'core/v1.PodSpec.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'core/v1.PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'core/v1.Taint.effect': ['NoExecute', 'NoSchedule', 'PreferNoSchedule'],
  'apps/v1.DeploymentStrategy.type': ['Recreate', 'RollingUpdate'],
  'apps/v1.DaemonSetUpdateStrategy.type': ['OnDelete', 'RollingUpdate'],
  'apps/v1.StatefulSetUpdateStrategy.type': ['OnDelete', 'RollingUpdate'],
  'batch/v1.CronJobSpec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'batch/v1.JobSpec.completionMode': ['Indexed', 'NonIndexed'],
  'core/v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy': ['Delete', 'Recycle', 'Retain'],
  'networking/v1.HTTPIngressPath.pathType': ['Exact', 'ImplementationSpecific', 'Prefix'],
  'discovery/v1.EndpointSlice.addressType': ['FQDN', 'IPv4', 'IPv6'],
};
const ports = new Set([
  'core/v1.ServicePort.port',
  'core/v1.ContainerPort.containerPort',
  'core/v1.ContainerPort.hostPort',
  'core/v1.ServicePort.nodePort',
]);
const notNegative = new Set([
  'replicas',
  'minReadySeconds',
  'revisionHistoryLimit',
  'parallelism',
  'completions',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
  'terminationGracePeriodSeconds',
]);

/** Required fields, enumerations, ranges and doubles, by the types of the API's schema. */
export function validateStructure(value: Json, shape: Shape, path = ''): FieldError[] {
  if (shape.form === 'struct' && isObject(value)) return validateStruct(value, shape, path);
  if (shape.form === 'map' && isObject(value))
    return Object.entries(value).flatMap(([key, item]) => validateStructure(item, shape.of, `${path}[${key}]`));
  if (shape.form === 'list' && Array.isArray(value)) return validateList(value, shape, path);
  return [];
}

function validateStruct(value: JsonObject, shape: StructShape, path: string): FieldError[] {
  const required = [...shape.required, ...(alsoRequired[shape.name] ?? [])].filter(
    (name) => !(borne[shape.name] ?? []).includes(name),
  );
  const missing = required.filter((name) => isMissing(value[name], name, shapeOfStep(shape, name)));
  return [
    ...[...new Set(missing)].map((name) => requiredValue(join(path, name))),
    ...Object.entries(value).flatMap(([name, field]) => [
      ...validateField(field, `${shape.name}.${name}`, join(path, name)),
      ...validateStructure(field, shapeOfStep(shape, name), join(path, name)),
    ]),
  ];
}

function isMissing(value: Json | undefined, name: string, shape: Shape): boolean {
  const isText = shape.form === 'scalar' && shape.type === 'string';
  if (isText && !mayNotBeEmpty.has(name)) return false;
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return value === '';
}

function validateField(value: Json, type: string, path: string): FieldError[] {
  const allowed = enums[type];
  if (allowed && typeof value === 'string' && !allowed.includes(value)) return [unsupportedValue(path, value, allowed)];
  if (ports.has(type) && typeof value === 'number' && (value < 1 || value > 65_535))
    return [invalidValue(path, value, 'must be between 1 and 65535, inclusive')];
  const name = type.slice(type.lastIndexOf('.') + 1);
  if (notNegative.has(name) && typeof value === 'number' && value < 0)
    return [invalidValue(path, value, 'must be greater than or equal to 0')];
  if (type === 'coordination/v1.LeaseSpec.leaseDurationSeconds' && typeof value === 'number' && value <= 0)
    return [invalidValue(path, value, 'must be greater than 0')];
  if (type === 'coordination/v1.LeaseSpec.leaseTransitions' && typeof value === 'number' && value < 0)
    return [invalidValue(path, value, 'must be greater than or equal to 0')];
  return [];
}

function validateList(list: Json[], shape: Shape & { form: 'list' }, path: string): FieldError[] {
  const below = list.flatMap((item, index) => validateStructure(item, shape.of, `${path}[${index}]`));
  const { mergeKey } = shape;
  if (mergeKey !== 'name' && mergeKey !== 'mountPath') return below;
  const seen = new Set<Json>();
  const doubles = list.flatMap((item, index) => {
    const key = isObject(item) ? item[mergeKey] : undefined;
    if (key === undefined || !/(containers|Containers|volumes|volumeMounts)$/.test(path)) return [];
    if (seen.has(key))
      return [
        mergeKey === 'name'
          ? duplicateValue(`${path}[${index}].name`, key)
          : invalidValue(`${path}[${index}].mountPath`, key, 'must be unique'),
      ];
    seen.add(key);
    return [];
  });
  return [...below, ...doubles];
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
