import type { JsonObject } from '../../../shared/model/json.ts';
import { at, type KubernetesObject, objectAt, objectsAt } from '../object.ts';
import { matchesSelector } from '../selector.ts';
import type { FieldError } from '../status.ts';
import { forbiddenField, invalidValue, requiredValue, unsupportedValue } from './field-error.ts';

type Check = (object: KubernetesObject) => FieldError[];

/** What one kind alone wants. */
export const validateKind: Readonly<Record<string, Check>> = {
  '/Pod': validateMounts,
  '/Service': validateService,
  '/ConfigMap': validateKeys,
  '/Secret': validateKeys,
  '/Node': (object) =>
    objectsAt(object, 'spec', 'taints').flatMap((taint, index) =>
      taint.key ? [] : [requiredValue(`spec.taints[${index}].key`)],
    ),
  '/ReplicationController': (object) => [
    ...selectsTemplate(object, { matchLabels: objectAt(object, 'spec', 'selector') }),
    ...restarts(object, ['Always']),
  ],
  'apps/Deployment': (object) => [
    ...selectsTemplate(object, objectAt(object, 'spec', 'selector')),
    ...restarts(object, ['Always']),
  ],
  'apps/ReplicaSet': (object) => [
    ...selectsTemplate(object, objectAt(object, 'spec', 'selector')),
    ...restarts(object, ['Always']),
  ],
  'apps/DaemonSet': (object) => [
    ...selectsTemplate(object, objectAt(object, 'spec', 'selector')),
    ...restarts(object, ['Always']),
  ],
  'apps/StatefulSet': (object) => [
    ...selectsTemplate(object, objectAt(object, 'spec', 'selector')),
    ...restarts(object, ['Always']),
  ],
  'batch/Job': validateJob,
  'policy/PodDisruptionBudget': validateBudget,
};

function validateJob(object: KubernetesObject): FieldError[] {
  const policy = at(object, 'spec', 'template', 'spec', 'restartPolicy');
  const bad =
    policy === 'Always'
      ? [
          {
            field: 'spec.template.spec.restartPolicy',
            reason: 'FieldValueRequired',
            message: 'Required value: valid values: "OnFailure", "Never"',
          },
        ]
      : [];
  return [...bad, ...validateMounts(object)];
}

function restarts(object: KubernetesObject, allowed: string[]): FieldError[] {
  const policy = at(object, 'spec', 'template', 'spec', 'restartPolicy');
  const isKnown = ['Always', 'Never', 'OnFailure'].includes(String(policy));
  const wrong =
    isKnown && !allowed.includes(String(policy))
      ? [unsupportedValue('spec.template.spec.restartPolicy', policy, allowed)]
      : [];
  return [...wrong, ...validateMounts(object)];
}

const mismatch = '`selector` does not match template `labels`';

function selectsTemplate(object: KubernetesObject, selector: JsonObject): FieldError[] {
  const labels = objectAt(object, 'spec', 'template', 'metadata', 'labels') as Record<string, string>;
  const isAbsent = at(object, 'spec', 'selector') === undefined;
  const shownLabels = Object.keys(labels).length ? labels : null;
  if (isAbsent) return [invalidValue('spec.template.metadata.labels', shownLabels, mismatch)];
  const isEmpty =
    Object.keys(objectAt(selector, 'matchLabels')).length === 0 && objectsAt(selector, 'matchExpressions').length === 0;
  if (isEmpty)
    return [invalidValue('spec.selector', selector, `empty selector is invalid for ${object.kind.toLowerCase()}`)];
  return matchesSelector(selector, labels)
    ? []
    : [invalidValue('spec.template.metadata.labels', shownLabels, mismatch)];
}

/** Each mount names a volume that is there. */
function validateMounts(object: KubernetesObject): FieldError[] {
  const path = object.kind === 'Pod' ? ['spec'] : ['spec', 'template', 'spec'];
  const spec = objectAt(object, ...path);
  const volumes = new Set(objectsAt(spec, 'volumes').map((volume) => volume.name));
  return ['initContainers', 'containers'].flatMap((list) =>
    objectsAt(spec, list).flatMap((container, index) =>
      objectsAt(container, 'volumeMounts').flatMap((mount, place) => {
        const field = `${path.join('.')}.${list}[${index}].volumeMounts[${place}].name`;
        const name = mount.name;
        return name === undefined || volumes.has(name)
          ? []
          : [{ field, reason: 'FieldValueNotFound', message: `Not found: ${JSON.stringify(name)}` }];
      }),
    ),
  );
}

function validateService(object: KubernetesObject): FieldError[] {
  const spec = objectAt(object, 'spec');
  const ports = objectsAt(spec, 'ports');
  if (spec.type === 'ExternalName') return spec.externalName ? [] : [requiredValue('spec.externalName')];
  const isHeadless = spec.clusterIP === 'None';
  const missing = ports.length === 0 && !isHeadless ? [requiredValue('spec.ports')] : [];
  const unnamed =
    ports.length > 1
      ? ports.flatMap((port, index) => (port.name ? [] : [requiredValue(`spec.ports[${index}].name`)]))
      : [];
  return [
    ...missing,
    ...unnamed,
    ...validateTargets(ports),
    ...validateTraffic(spec),
    ...validateStatusAddress(object),
  ];
}

function validateKeys(object: KubernetesObject): FieldError[] {
  return ['data', 'binaryData'].flatMap((field) =>
    Object.keys(objectAt(object, field))
      .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))
      .map((key) => invalidValue(`${field}[${key}]`, key, keyText)),
  );
}

const keyText =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** A target may be named. */
function validateTargets(ports: readonly JsonObject[]): FieldError[] {
  return ports.flatMap(({ targetPort }, index) => {
    const isBad = typeof targetPort === 'number' && (targetPort < 1 || targetPort > 65_535);
    return isBad
      ? [invalidValue(`spec.ports[${index}].targetPort`, targetPort, 'must be between 1 and 65535, inclusive')]
      : [];
  });
}

function validateTraffic(spec: JsonObject): FieldError[] {
  const isBalancer = spec.type === 'LoadBalancer';
  const wrongClass =
    spec.loadBalancerClass !== undefined && !isBalancer
      ? [forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'")]
      : [];
  const ranges =
    Array.isArray(spec.loadBalancerSourceRanges) && !isBalancer
      ? [forbiddenField('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'")]
      : [];
  return [...wrongClass, ...ranges];
}

function validateStatusAddress(object: KubernetesObject): FieldError[] {
  return objectsAt(object, 'status', 'loadBalancer', 'ingress').flatMap((ingress, index) => {
    const field = `status.loadBalancer.ingress[${index}]`;
    if (at(object, 'spec', 'type') !== 'LoadBalancer')
      return [forbiddenField('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
    const { ip, ipMode } = ingress;
    if (ipMode !== undefined && ipMode !== 'VIP' && ipMode !== 'Proxy')
      return [unsupportedValue(`${field}.ipMode`, ipMode, ['Proxy', 'VIP'])];
    return ip === undefined || /^\d+\.\d+\.\d+\.\d+$|:/.test(String(ip))
      ? []
      : [invalidValue(`${field}.ip`, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  });
}

function validateBudget(object: KubernetesObject): FieldError[] {
  const { minAvailable, maxUnavailable } = objectAt(object, 'spec');
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  return both
    ? [invalidValue('spec', objectAt(object, 'spec'), 'minAvailable and maxUnavailable cannot be both set')]
    : [];
}
