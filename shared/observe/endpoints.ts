import type { KubernetesClients } from '../kubernetes-access.ts';
import type { JsonObject } from '../model/json.ts';
import type { Endpoint } from '../model/live.ts';
import { objectOf, objectsOf, readKubernetesList, textOf } from './kubernetes-list.ts';
import type { Reading } from './pages.ts';

export function observeEndpoints(kubernetes: () => Promise<KubernetesClients>): Promise<Reading<Endpoint>> {
  return readKubernetesList(kubernetes, {
    area: 'endpoints',
    path: '/apis/discovery.k8s.io/v1/endpointslices',
    convert: endpointsOf,
  });
}

function endpointsOf(slice: JsonObject): Endpoint[] {
  const { namespace, labels } = objectOf(slice.metadata);
  const portNames = objectsOf(slice.ports).map(({ name }) => textOf(name));
  return objectsOf(slice.endpoints).map(({ addresses, conditions, nodeName, targetRef }) => ({
    namespace: textOf(namespace),
    service: textOf(objectOf(labels)['kubernetes.io/service-name']),
    address: Array.isArray(addresses) ? textOf(addresses[0]) : '',
    pod: textOf(objectOf(targetRef).name) || null,
    // The API says that a condition which is not told counts as true.
    ready: objectOf(conditions).ready !== false,
    node: textOf(nodeName) || null,
    portNames,
  }));
}
