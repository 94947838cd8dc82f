import type { JsonObject } from '../../../shared/model/json.ts';
import { isOwnedBy, type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import { randomSuffix } from '../world.ts';
import { type Clerk, ownerOf } from './clerk.ts';

export function podsOf(clerk: Clerk, owner: KubernetesObject): KubernetesObject[] {
  return clerk.list('pods', owner.metadata.namespace).filter((pod) => isOwnedBy(pod, owner.metadata.uid));
}

export function isReady(pod: KubernetesObject): boolean {
  return objectsAt(pod, 'status', 'conditions').some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
}

/** Not on its way out, and not ended. */
export function isActive(pod: KubernetesObject): boolean {
  return !pod.metadata.deletionTimestamp && !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');
}

export function createPod(
  clerk: Clerk,
  owner: KubernetesObject,
  pod: { name?: string; labels?: JsonObject; spec?: JsonObject },
): void {
  const template = objectAt(owner, 'spec', 'template');
  const { labels, annotations, finalizers } = objectAt(template, 'metadata');
  const prefix = owner.metadata.name;
  const metadata = {
    name: pod.name ?? `${prefix.slice(0, 57)}-${randomSuffix(clerk.world.runtime)}`,
    ...(pod.name ? {} : { generateName: `${prefix}-` }),
    namespace: owner.metadata.namespace ?? 'default',
    labels: { ...(labels as JsonObject | undefined), ...pod.labels },
    ...(annotations ? { annotations } : {}),
    ...(finalizers ? { finalizers } : {}),
    ownerReferences: [ownerOf(owner)],
  };
  clerk.create('pods', { metadata, spec: { ...objectAt(template, 'spec'), ...pod.spec } });
}

/** Who has not started goes first, then the youngest. */
export function firstToGo(one: KubernetesObject, other: KubernetesObject): number {
  const rank = (pod: KubernetesObject) => (isReady(pod) ? 2 : textAt(pod, 'spec', 'nodeName') ? 1 : 0);
  return (
    rank(one) - rank(other) ||
    (other.metadata.creationTimestamp ?? '').localeCompare(one.metadata.creationTimestamp ?? '')
  );
}
