import type { JsonObject } from '../../../shared/model/json.ts';
import { objectsAt } from '../object.ts';
import { fill, made, present } from './fill.ts';

/** What the server fills into the pod of every kind that has one (C-05). */
export function fillPodSpec(spec: JsonObject): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
  });
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  if (account !== undefined) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  for (const volume of objectsAt(spec, 'volumes')) fillVolume(volume);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'])
    for (const container of objectsAt(spec, list)) fillContainer(container, spec);
}

function fillContainer(container: JsonObject, spec: JsonObject): void {
  fill(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(String(container.image ?? '')),
    resources: {},
  });
  for (const port of objectsAt(container, 'ports')) fillPort(port, spec.hostNetwork === true);
  for (const variable of objectsAt(container, 'env')) fillFieldReference(present(variable, 'valueFrom'));
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) fillProbe(present(container, probe));
  const lifecycle = present(container, 'lifecycle') ?? {};
  for (const hook of ['postStart', 'preStop']) fillHttpGet(present(lifecycle, hook));
}

function fillPort(port: JsonObject, isHostNetwork: boolean): void {
  fill(port, { protocol: 'TCP' });
  if (isHostNetwork && port.containerPort !== undefined) fill(port, { hostPort: port.containerPort });
}

function pullPolicyOf(image: string): string {
  const name = image.split('/').at(-1) ?? '';
  const isLatest = !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
  return isLatest ? 'Always' : 'IfNotPresent';
}

function fillProbe(probe: JsonObject | undefined): void {
  if (!probe) return;
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  const grpc = present(probe, 'grpc');
  if (grpc) fill(grpc, { service: '' });
  fillHttpGet(probe);
}

function fillHttpGet(handler: JsonObject | undefined): void {
  const get = handler && present(handler, 'httpGet');
  if (get) fill(get, { path: '/', scheme: 'HTTP' });
}

function fillFieldReference(source: JsonObject | undefined): void {
  const field = source && present(source, 'fieldRef');
  if (field) fill(field, { apiVersion: 'v1' });
  const resource = source && present(source, 'resourceFieldRef');
  if (resource) fill(resource, { divisor: '0' });
}

function fillVolume(volume: JsonObject): void {
  if (Object.keys(volume).every((name) => name === 'name')) made(volume, 'emptyDir');
  for (const source of ['secret', 'configMap', 'projected', 'downwardAPI']) fillMode(present(volume, source));
  const hostPath = present(volume, 'hostPath');
  if (hostPath) fill(hostPath, { type: '' });
  for (const item of objectsAt(volume, 'downwardAPI', 'items')) fillFieldReference(item);
  for (const source of objectsAt(volume, 'projected', 'sources')) fillProjection(source);
}

function fillMode(source: JsonObject | undefined): void {
  if (source) fill(source, { defaultMode: 0o644 });
}

function fillProjection(source: JsonObject): void {
  const token = present(source, 'serviceAccountToken');
  if (token) fill(token, { expirationSeconds: 3600 });
  for (const item of objectsAt(source, 'downwardAPI', 'items')) fillFieldReference(item);
}
