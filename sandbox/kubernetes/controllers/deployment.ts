import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/model/json.ts';
import { isOwnedBy, type KubernetesObject, numberAt, objectAt, textAt } from '../object.ts';
import { type Clerk, ownerOf } from './clerk.ts';
import type { Controller } from './loop.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** A ReplicaSet for each template; the newest has the replicas, the others give theirs up as it becomes ready. */
export function deployments(clerk: Clerk): Controller {
  return {
    watches: ['apps/deployments', 'apps/replicasets'],
    reconcile: () => {
      for (const deployment of clerk.list('deployments')) roll(clerk, deployment);
    },
  };
}

function roll(clerk: Clerk, deployment: KubernetesObject): void {
  if (deployment.metadata.deletionTimestamp) return;
  const sets = clerk
    .list('replicasets', deployment.metadata.namespace)
    .filter((set) => isOwnedBy(set, deployment.metadata.uid));
  const hash = hashOf(objectAt(deployment, 'spec', 'template'));
  const current = sets.find((set) => set.metadata.labels?.[hashLabel] === hash);
  const old = sets.filter((set) => set !== current);
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
  if (!current) createSet(clerk, deployment, { hash, revision: nextRevision(sets), wanted });
  else shift(clerk, deployment, { current, old, wanted });
  tell(clerk, deployment, { current, old, wanted });
}

function shift(
  clerk: Clerk,
  deployment: KubernetesObject,
  state: { current: KubernetesObject; old: KubernetesObject[]; wanted: number },
): void {
  const { current, old, wanted } = state;
  setReplicas(clerk, current, wanted);
  const isReplaced = (numberAt(current, 'status', 'readyReplicas') ?? 0) >= wanted;
  const recreates = textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate';
  if (isReplaced || recreates) for (const set of old) setReplicas(clerk, set, 0);
  const revision = current.metadata.annotations?.[revisionAnnotation] ?? '1';
  if (deployment.metadata.annotations?.[revisionAnnotation] === revision) return;
  const annotations = { ...deployment.metadata.annotations, [revisionAnnotation]: revision };
  clerk.change('deployments', deployment, { metadata: { ...deployment.metadata, annotations } });
}

function setReplicas(clerk: Clerk, set: KubernetesObject, replicas: number): void {
  if (numberAt(set, 'spec', 'replicas') !== replicas)
    clerk.change('replicasets', set, { spec: { ...objectAt(set, 'spec'), replicas } });
}

function createSet(
  clerk: Clerk,
  deployment: KubernetesObject,
  set: { hash: string; revision: number; wanted: number },
): void {
  const { hash, revision, wanted } = set;
  const { name, namespace = 'default' } = deployment.metadata;
  const template = objectAt(deployment, 'spec', 'template');
  const labels: JsonObject = { ...objectAt(template, 'metadata', 'labels'), [hashLabel]: hash };
  const selector = objectAt(deployment, 'spec', 'selector');
  clerk.create('replicasets', {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [ownerOf(deployment)],
    },
    spec: {
      replicas: wanted,
      selector: { ...selector, matchLabels: { ...objectAt(selector, 'matchLabels'), [hashLabel]: hash } },
      template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
    },
  });
}

function nextRevision(sets: readonly KubernetesObject[]): number {
  return 1 + Math.max(0, ...sets.map((set) => Number(set.metadata.annotations?.[revisionAnnotation] ?? 0)));
}

function hashOf(template: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

function tell(
  clerk: Clerk,
  deployment: KubernetesObject,
  state: { current: KubernetesObject | undefined; old: KubernetesObject[]; wanted: number },
): void {
  const { current, old, wanted } = state;
  const count = (set: KubernetesObject | undefined, field: string) => (set && numberAt(set, 'status', field)) ?? 0;
  const all = (field: string) => [current, ...old].reduce((sum, set) => sum + count(set, field), 0);
  const ready = all('readyReplicas');
  const live = clerk.get('deployments', deployment.metadata.namespace, deployment.metadata.name) ?? deployment;
  const counts = {
    replicas: all('replicas'),
    updatedReplicas: count(current, 'replicas'),
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, wanted - ready),
  };
  const told = Object.fromEntries(Object.entries(counts).filter(([, value]) => value > 0));
  clerk.setStatus('deployments', live, {
    observedGeneration: live.metadata.generation ?? 1,
    ...told,
    conditions: [available(clerk, live, ready >= wanted)],
  });
}

function available(clerk: Clerk, deployment: KubernetesObject, isAvailable: boolean): JsonObject {
  const status = isAvailable ? 'True' : 'False';
  const before = objectAt(deployment, 'status', 'conditions', 0);
  const since = before.status === status ? (before.lastTransitionTime ?? clerk.now()) : clerk.now();
  const reason = isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable';
  const message = isAvailable
    ? 'Deployment has minimum availability.'
    : 'Deployment does not have minimum availability.';
  return { type: 'Available', status, lastUpdateTime: since, lastTransitionTime: since, reason, message };
}
