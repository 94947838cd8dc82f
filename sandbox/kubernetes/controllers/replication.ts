import { type KubernetesObject, numberAt } from '../object.ts';
import type { Clerk, ControlledKind } from './clerk.ts';
import type { Controller } from './loop.ts';
import { createPod, firstToGo, isActive, isReady, podsOf } from './pods-of.ts';

/** ReplicationControllers and ReplicaSets: as many pods as wanted. */
export function replication(
  clerk: Clerk,
  kind: 'replicationcontrollers' | 'replicasets',
  watches: readonly string[],
): Controller {
  return {
    watches,
    reconcile: () => {
      for (const owner of clerk.list(kind)) keepCount(clerk, kind, owner);
    },
  };
}

function keepCount(clerk: Clerk, kind: ControlledKind, owner: KubernetesObject): void {
  const active = podsOf(clerk, owner).filter(isActive);
  if (!owner.metadata.deletionTimestamp) scale(clerk, owner, active);
  const left = podsOf(clerk, owner).filter(isActive);
  const ready = left.filter(isReady).length;
  clerk.setStatus(kind, owner, {
    replicas: left.length,
    ...(left.length ? { fullyLabeledReplicas: left.length } : {}),
    ...(ready ? { readyReplicas: ready, availableReplicas: ready } : {}),
    observedGeneration: owner.metadata.generation ?? 1,
  });
}

function scale(clerk: Clerk, owner: KubernetesObject, active: KubernetesObject[]): void {
  const wanted = numberAt(owner, 'spec', 'replicas') ?? 1;
  for (let missing = wanted - active.length; missing > 0; missing--) createPod(clerk, owner, {});
  const surplus = active.toSorted(firstToGo).slice(0, Math.max(0, active.length - wanted));
  for (const pod of surplus) clerk.remove('pods', pod);
}
