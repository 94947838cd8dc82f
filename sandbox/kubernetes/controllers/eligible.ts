import type { JsonObject } from '../../../shared/model/json.ts';
import { at, type KubernetesObject, objectAt, objectsAt } from '../object.ts';
import { matchesSelector } from '../selector.ts';

type PodLike = { spec: JsonObject };

/** Node selector, required affinity and taints allow the pod there. */
export function mayRunOn(pod: PodLike, node: KubernetesObject): boolean {
  return matchesNode(pod, node) && taintsOf(node, ['NoSchedule', 'NoExecute']).every((taint) => tolerates(pod, taint));
}

export function matchesNode({ spec }: PodLike, node: KubernetesObject): boolean {
  const labels = node.metadata.labels ?? {};
  const isSelected = Object.entries(objectAt(spec, 'nodeSelector')).every(([key, value]) => labels[key] === value);
  const terms = objectsAt(
    spec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  return isSelected && (terms.length === 0 || terms.some((term) => matchesTerm(term, node)));
}

function matchesTerm(term: JsonObject, node: KubernetesObject): boolean {
  const fields = objectsAt(term, 'matchFields').every(
    (field) => Array.isArray(field.values) && field.values.includes(node.metadata.name),
  );
  return (
    fields && matchesSelector({ matchExpressions: objectsAt(term, 'matchExpressions') }, node.metadata.labels ?? {})
  );
}

export function taintsOf(node: KubernetesObject, effects: readonly string[]): JsonObject[] {
  const own = objectsAt(node, 'spec', 'taints').filter((taint) => effects.includes(String(taint.effect)));
  const isCordoned = at(node, 'spec', 'unschedulable') === true && effects.includes('NoSchedule');
  return isCordoned ? [...own, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] : own;
}

export function tolerates({ spec }: PodLike, taint: JsonObject): boolean {
  return objectsAt(spec, 'tolerations').some((toleration) => {
    const { key, operator = 'Equal', value = '', effect } = toleration;
    if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
    if (key === undefined || key === '') return operator === 'Exists';
    return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
  });
}
