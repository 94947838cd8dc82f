import { type KubernetesObject, numberAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';
import { createPod, isActive, isReady, podsOf } from './pods-of.ts';

/** Pods by number, one after the other. */
export function statefulSets(clerk: Clerk): Controller {
  return {
    watches: ['apps/statefulsets', '/pods'],
    reconcile: () => {
      for (const set of clerk.list('statefulsets')) keepOrder(clerk, set);
    },
  };
}

function keepOrder(clerk: Clerk, set: KubernetesObject): void {
  const pods = podsOf(clerk, set);
  const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
  if (!set.metadata.deletionTimestamp) step(clerk, set, { pods, wanted });
  const active = pods.filter(isActive);
  const ready = active.filter(isReady).length;
  clerk.setStatus('statefulsets', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: active.length,
    ...(ready ? { readyReplicas: ready } : {}),
    availableReplicas: ready,
    currentReplicas: active.length,
    updatedReplicas: active.length,
    collisionCount: 0,
  });
}

function step(
  clerk: Clerk,
  set: KubernetesObject,
  { pods, wanted }: { pods: KubernetesObject[]; wanted: number },
): void {
  const inParallel = textAt(set, 'spec', 'podManagementPolicy') === 'Parallel';
  for (let ordinal = 0; ordinal < wanted; ordinal++) {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = pods.find((one) => one.metadata.name === name);
    if (!pod)
      createPod(clerk, set, {
        name,
        labels: { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal) },
        spec: { hostname: name },
      });
    if (!inParallel && !(pod && isReady(pod))) return;
  }
  const surplus = pods.filter((pod) => isActive(pod) && Number(pod.metadata.name.split('-').at(-1)) >= wanted);
  const last = surplus
    .toSorted((one, other) => one.metadata.name.localeCompare(other.metadata.name, 'en', { numeric: true }))
    .at(-1);
  if (last) clerk.remove('pods', last);
}
