import type { JsonObject } from '../../../shared/model/json.ts';
import { at, objectsAt } from '../object.ts';
import { fill, made, present } from './fill.ts';

/** What defaulting and the admission plug-ins of a usual server add to a Pod, beyond its template. */
export function fillPod(pod: JsonObject): void {
  const spec = made(pod, 'spec');
  fill(spec, { enableServiceLinks: true });
  for (const list of ['initContainers', 'containers'])
    for (const container of objectsAt(spec, list)) fillRequests(container);
}

/** Limits are the requests of who asks for none. */
function fillRequests(container: JsonObject): void {
  const resources = made(container, 'resources');
  const limits = present(resources, 'limits');
  if (limits) fill(made(resources, 'requests'), limits);
}

/** Admission on creation: priority and tolerations. */
export function admitPod(pod: JsonObject): void {
  const spec = made(pod, 'spec');
  fill(spec, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  addTolerations(spec);
}

/** The service account and its token, where a controller keeps accounts. */
export function admitAccount(pod: JsonObject, randomSuffix: () => string): void {
  const spec = made(pod, 'spec');
  if (at(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined) return;
  fill(spec, { serviceAccountName: 'default', serviceAccount: 'default' });
  if (spec.automountServiceAccountToken !== false) mountToken(spec, randomSuffix);
}

function addTolerations(spec: JsonObject): void {
  const tolerations = objectsAt(spec, 'tolerations');
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (key) => !tolerations.some((one) => tolerates(one, key)),
  );
  if (missing.length === 0) return;
  spec.tolerations = [
    ...tolerations,
    ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ];
}

function tolerates(toleration: JsonObject, key: string): boolean {
  const { key: of, effect } = toleration;
  return (of === key || of === undefined) && (effect === 'NoExecute' || effect === undefined);
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function mountToken(spec: JsonObject, randomSuffix: () => string): void {
  const containers = [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')];
  const without = containers.filter(
    (container) => !objectsAt(container, 'volumeMounts').some((mount) => mount.mountPath === tokenPath),
  );
  if (without.length === 0) return;
  const name = `kube-api-access-${randomSuffix()}`;
  for (const container of without)
    container.volumeMounts = [...objectsAt(container, 'volumeMounts'), { name, readOnly: true, mountPath: tokenPath }];
  spec.volumes = [...objectsAt(spec, 'volumes'), { name, projected: { defaultMode: 0o644, sources: tokenSources() } }];
}

function tokenSources(): JsonObject[] {
  return [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ];
}
