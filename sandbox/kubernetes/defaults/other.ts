import type { JsonObject } from '../../../shared/model/json.ts';
import { objectAt, objectsAt } from '../object.ts';
import { fill, made, present } from './fill.ts';

const rbac = 'rbac.authorization.k8s.io';

export function fillNamespace(object: JsonObject): void {
  const metadata = made(object, 'metadata');
  fill(made(metadata, 'labels'), { 'kubernetes.io/metadata.name': metadata.name ?? '' });
}

export function admitNamespace(object: JsonObject): void {
  fill(made(object, 'spec'), { finalizers: ['kubernetes'] });
  fill(made(object, 'status'), { phase: 'Active' });
}

export function admitEvent(object: JsonObject): void {
  fill(object, { eventTime: null, reportingComponent: '', reportingInstance: '' });
}

export function fillSecret(object: JsonObject): void {
  fill(object, { type: 'Opaque' });
  const plain = Object.entries(objectAt(object, 'stringData')).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  if (plain.length) object.data = { ...objectAt(object, 'data'), ...Object.fromEntries(plain) };
  delete object.stringData;
}

export function fillVolume(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
  const hostPath = present(spec, 'hostPath');
  if (hostPath) fill(hostPath, { type: '' });
  const claim = present(spec, 'claimRef');
  if (claim) fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  fill(made(object, 'status'), { phase: 'Pending' });
}

export function fillVolumeClaim(object: JsonObject): void {
  fill(made(object, 'spec'), { volumeMode: 'Filesystem' });
  fill(made(object, 'status'), { phase: 'Pending' });
}

/** A volume in use is not to be deleted; a controller takes the mark off. */
export function admitVolume(object: JsonObject, finalizer: string): void {
  fill(made(object, 'metadata'), { finalizers: [finalizer] });
}

/** Until it is told to be Ready. */
export function admitNode(object: JsonObject): void {
  const spec = made(object, 'spec');
  const key = 'node.kubernetes.io/not-ready';
  const taints = objectsAt(spec, 'taints');
  if (!taints.some((taint) => taint.key === key)) spec.taints = [...taints, { key, effect: 'NoSchedule' }];
}

/** Times that nobody told are null, not absent. */
export function fillNode(object: JsonObject): void {
  const status = made(object, 'status');
  fill(status, { daemonEndpoints: { kubeletEndpoint: { Port: 0 } } });
  for (const condition of objectsAt(status, 'conditions'))
    fill(condition, { lastHeartbeatTime: null, lastTransitionTime: null });
}

export function fillNetworkPolicy(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, { podSelector: {}, policyTypes: spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'] });
  for (const rule of [...objectsAt(spec, 'ingress'), ...objectsAt(spec, 'egress')])
    for (const port of objectsAt(rule, 'ports')) fill(port, { protocol: 'TCP' });
}

export function fillAutoscaler(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, {
    minReplicas: 1,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
  });
}

export function fillRoleBinding(object: JsonObject): void {
  fill(made(object, 'roleRef'), { apiGroup: rbac });
  for (const subject of objectsAt(object, 'subjects'))
    if (subject.kind !== 'ServiceAccount') fill(subject, { apiGroup: rbac });
}

export function fillStorageClass(object: JsonObject): void {
  fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
}

export function fillPriorityClass(object: JsonObject): void {
  fill(object, { preemptionPolicy: 'PreemptLowerPriority' });
}

export function fillEndpointSlice(object: JsonObject): void {
  for (const port of objectsAt(object, 'ports')) fill(port, { name: '', protocol: 'TCP' });
  for (const endpoint of objectsAt(object, 'endpoints')) made(endpoint, 'conditions');
}

export function fillEndpoints(object: JsonObject): void {
  for (const subset of objectsAt(object, 'subsets'))
    for (const port of objectsAt(subset, 'ports')) fill(port, { protocol: 'TCP' });
}

export function fillWebhooks(object: JsonObject): void {
  for (const webhook of objectsAt(object, 'webhooks')) {
    fill(webhook, {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      timeoutSeconds: 10,
      namespaceSelector: {},
      objectSelector: {},
    });
    const service = present(made(webhook, 'clientConfig'), 'service');
    if (service) fill(service, { port: 443 });
    fillRules(objectsAt(webhook, 'rules'));
  }
}

export function fillMutatingWebhooks(object: JsonObject): void {
  fillWebhooks(object);
  for (const webhook of objectsAt(object, 'webhooks')) fill(webhook, { reinvocationPolicy: 'Never' });
}

function fillRules(rules: JsonObject[]): void {
  for (const rule of rules) fill(rule, { scope: '*' });
}

export function fillAdmissionPolicy(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, { failurePolicy: 'Fail' });
  fillMatch(present(spec, 'matchConstraints'));
}

export function fillPolicyBinding(object: JsonObject): void {
  fillMatch(present(made(object, 'spec'), 'matchResources'));
}

function fillMatch(match: JsonObject | undefined): void {
  if (!match) return;
  fill(match, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} });
  fillRules([...objectsAt(match, 'resourceRules'), ...objectsAt(match, 'excludeResourceRules')]);
}

export function fillDefinition(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, { conversion: { strategy: 'None' } });
  const names = made(spec, 'names');
  const kind = String(names.kind ?? '');
  fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
}
