import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isOwnedBy, isSame, type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import { randomSuffix } from '../world.ts';
import { type Clerk, ownerOf } from './clerk.ts';
import type { Controller } from './loop.ts';
import { isActive, isReady } from './pods-of.ts';

/** The addresses behind each Service that selects pods. */
export function endpointSlices(clerk: Clerk): Controller {
  return {
    watches: ['/services', '/pods', '/nodes', 'discovery.k8s.io/endpointslices'],
    reconcile: () => {
      for (const service of clerk.list('services')) keepSlice(clerk, service);
    },
  };
}

function keepSlice(clerk: Clerk, service: KubernetesObject): void {
  const selector = Object.entries(objectAt(service, 'spec', 'selector'));
  const { name, namespace = 'default', deletionTimestamp } = service.metadata;
  if (selector.length === 0 || deletionTimestamp) return;
  const pods = clerk
    .list('pods', namespace)
    .filter((pod) => selector.every(([key, value]) => pod.metadata.labels?.[key] === value));
  const endpoints = pods
    .filter((pod) => textAt(pod, 'status', 'podIP') && (isActive(pod) || pod.metadata.deletionTimestamp))
    .map((pod) => endpointOf(clerk, pod));
  const ports = objectsAt(service, 'spec', 'ports').map((port) => ({
    name: port.name ?? '',
    protocol: port.protocol ?? 'TCP',
    port: targetOf(port, pods),
  }));
  const slice = clerk.list('endpointslices', namespace).find((one) => isOwnedBy(one, service.metadata.uid));
  const content = { addressType: 'IPv4', endpoints, ports };
  if (slice && isSame(slice.endpoints ?? [], endpoints) && isSame(slice.ports ?? [], ports)) return;
  if (slice) {
    clerk.change('endpointslices', slice, content);
    return;
  }
  const labels = {
    ...service.metadata.labels,
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  };
  const metadata = {
    name: `${name}-${randomSuffix(clerk.world.runtime)}`,
    generateName: `${name}-`,
    namespace,
    labels,
    ownerReferences: [ownerOf(service)],
  };
  clerk.create('endpointslices', { metadata, ...content });
}

function endpointOf(clerk: Clerk, pod: KubernetesObject): JsonObject {
  const nodeName = textAt(pod, 'spec', 'nodeName') ?? '';
  const zone = clerk.get('nodes', undefined, nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const { name, namespace = 'default', uid = '' } = pod.metadata;
  return {
    addresses: [textAt(pod, 'status', 'podIP') ?? ''],
    conditions: { ready: serving && !terminating, serving, terminating },
    nodeName,
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(zone ? { zone } : {}),
  };
}

/** A port may be named after a container's. */
function targetOf(port: JsonObject, pods: readonly KubernetesObject[]): Json {
  const target = port.targetPort;
  if (typeof target !== 'string') return target ?? port.port ?? 0;
  const named = pods
    .flatMap((pod) => objectsAt(pod, 'spec', 'containers'))
    .flatMap((container) => objectsAt(container, 'ports'))
    .find((one) => one.name === target);
  return named?.containerPort ?? port.port ?? 0;
}
