import type { JsonObject } from '../../../shared/model/json.ts';
import { type KubernetesObject, numberAt, objectAt, objectsAt } from '../object.ts';
import { qosOf } from '../pod-quality.ts';

const conditionTypes = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

export function runningStatus(
  pod: KubernetesObject,
  start: { address: string; hostAddress: string; at: string },
): JsonObject {
  const { address, hostAddress, at } = start;
  return {
    ...objectAt(pod, 'status'),
    phase: 'Running',
    startTime: objectAt(pod, 'status').startTime ?? at,
    podIP: address,
    podIPs: [{ ip: address }],
    ...(hostAddress ? { hostIP: hostAddress, hostIPs: [{ ip: hostAddress }] } : {}),
    qosClass: qosOf(pod),
    conditions: conditionTypes.map((type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: at })),
    containerStatuses: objectsAt(pod, 'spec', 'containers').map((container) => ({
      ...containerStatus(pod, container),
      ready: true,
      started: true,
      state: { running: { startedAt: at } },
    })),
  };
}

export function endedStatus(pod: KubernetesObject, end: { exitCode: number; at: string }): JsonObject {
  const { exitCode, at } = end;
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  const running = new Set(['Ready', 'ContainersReady']);
  return {
    ...objectAt(pod, 'status'),
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: conditionTypes.map((type) => ({
      type,
      status: running.has(type) ? 'False' : 'True',
      lastProbeTime: null,
      lastTransitionTime: at,
      ...(running.has(type) ? { reason: 'PodCompleted' } : {}),
    })),
    containerStatuses: objectsAt(pod, 'spec', 'containers').map((container, index) => ({
      ...containerStatus(pod, container),
      restartCount: numberAt(pod, 'status', 'containerStatuses', index, 'restartCount') ?? 0,
      ready: false,
      started: false,
      state: { terminated: { exitCode, reason, startedAt: at, finishedAt: at, containerID: 'containerd://0' } },
    })),
  };
}

/** Started before: this is a restart. */
function containerStatus(pod: KubernetesObject, container: JsonObject): JsonObject {
  const before = objectsAt(pod, 'status', 'containerStatuses').find((one) => one.name === container.name);
  const restarts = before ? (numberAt(before, 'restartCount') ?? 0) + 1 : 0;
  const image = container.image ?? '';
  return {
    name: container.name ?? '',
    image,
    imageID: `${String(image)}@sha256:0`,
    containerID: 'containerd://0',
    restartCount: restarts,
  };
}
