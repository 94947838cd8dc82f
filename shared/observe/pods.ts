import type { KubernetesClients } from '../kubernetes-access.ts';
import type { JsonObject } from '../model/json.ts';
import type { HostPort, PersistentVolume, Pod } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { objectOf, objectsOf, readKubernetesList, textOf, textsOf } from './kubernetes-list.ts';
import type { Reading } from './pages.ts';

export function observePods(kubernetes: () => Promise<KubernetesClients>): Promise<Reading<Pod>> {
  return readKubernetesList(kubernetes, { area: 'pods', path: '/api/v1/pods', convert: (object) => [podOf(object)] });
}

export function podOf(object: JsonObject): Pod {
  const [metadata, spec, status] = [objectOf(object.metadata), objectOf(object.spec), objectOf(object.status)];
  const owner = objectsOf(metadata.ownerReferences).find(({ controller }) => controller === true);
  const labels = textsOf(metadata.labels);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    uid: textOf(metadata.uid),
    node: textOf(spec.nodeName) || null,
    labels,
    // On its way out, however it calls itself.
    phase: metadata?.deletionTimestamp ? 'Terminating' : textOf(status.phase),
    ready: isReady(metadata, status),
    startedAt: startOf(status),
    hostPaths: objectsOf(spec.volumes).flatMap(({ hostPath }) => textOf(objectOf(hostPath).path) || []),
    claims: objectsOf(spec.volumes).flatMap(({ persistentVolumeClaim: claim }) => {
      const name = textOf(objectOf(claim).claimName);
      return name ? `${textOf(metadata.namespace)}/${name}` : [];
    }),
    hostPorts: hostPortsOf(spec),
    hostNetwork: spec.hostNetwork === true,
    nodeSelector: textsOf(spec.nodeSelector),
    ownerKind: textOf(owner?.kind) || null,
    ownerName: textOf(owner?.name) || null,
    protected: isProtected(labels, textsOf(metadata.annotations)),
  };
}

/** With the paths of the node that they reach by their claims. */
export function podsOnVolumes(pods: Pod[], volumes: PersistentVolume[]): Pod[] {
  const byClaim = Map.groupBy(volumes, ({ claim }) => claim);
  return pods.map((pod) => {
    const reached = pod.claims.flatMap((claim) => byClaim.get(claim)?.flatMap(({ hostPath }) => hostPath ?? []) ?? []);
    return reached.length > 0 ? { ...pod, hostPaths: [...pod.hostPaths, ...reached] } : pod;
  });
}

/**
 * D-10: `startTime` stays through reboots and restarts, and what a container sees at a path is decided when that begins. While
 * none runs, in the pauses of a crash loop as well, nothing has begun.
 */
function startOf({ startTime, containerStatuses, initContainerStatuses }: JsonObject): string | null {
  const statuses = [...objectsOf(containerStatuses), ...objectsOf(initContainerStatuses)];
  const [first] = statuses.flatMap(({ state }) => textOf(objectOf(objectOf(state).running).startedAt) || []).sort();
  return first ?? (statuses.length > 0 ? null : textOf(startTime) || null);
}

/** A pod on its way out takes no new connections, whatever its condition says. */
function isReady({ deletionTimestamp }: JsonObject, { conditions }: JsonObject): boolean {
  const ready = objectsOf(conditions).some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready && !deletionTimestamp;
}

/** In the host's network every container port is one of the node's, also where the API server did not say so. */
function hostPortsOf({ containers, initContainers, hostNetwork }: JsonObject): HostPort[] {
  const ports = [...objectsOf(containers), ...objectsOf(initContainers)].flatMap(({ ports }) => objectsOf(ports));
  return ports.flatMap(({ hostPort, containerPort, protocol }) => {
    const port = Number(hostPort ?? (hostNetwork ? containerPort : 0));
    return port ? [{ port, protocol: textOf(protocol) || 'TCP' }] : [];
  });
}
