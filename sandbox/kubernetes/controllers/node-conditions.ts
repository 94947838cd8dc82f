import type { JsonObject } from '../../../shared/model/json.ts';
import { type KubernetesObject, numberAt, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';
import { isActive, isReady } from './pods-of.ts';

const keys = { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' } as const;

/** Taints on a node that is not Ready; its pods are no longer ready, and leave when they no longer bear it. */
export function nodeConditions(clerk: Clerk, wakeAfter: (milliseconds: number) => void): Controller {
  return {
    watches: ['/nodes', '/pods'],
    reconcile: () => {
      for (const node of clerk.list('nodes')) judge(clerk, node, wakeAfter);
    },
  };
}

function judge(clerk: Clerk, node: KubernetesObject, wakeAfter: (milliseconds: number) => void): void {
  const ready = objectsAt(node, 'status', 'conditions').find((condition) => condition.type === 'Ready')?.status;
  const key = ready === 'False' || ready === 'Unknown' ? keys[ready] : undefined;
  taint(clerk, node, key);
  if (!key) return;
  for (const pod of clerk.list('pods'))
    if (textAt(pod, 'spec', 'nodeName') === node.metadata.name && isActive(pod))
      suspend(clerk, pod, { node, key, wakeAfter });
}

function taint(clerk: Clerk, node: KubernetesObject, key: string | undefined): void {
  const all = objectsAt(node, 'spec', 'taints');
  const isOurs = (one: JsonObject) => one.key === keys.False || one.key === keys.Unknown;
  const has = all.filter(isOurs);
  if (key === undefined ? has.length === 0 : has.length === 2 && has.every((one) => one.key === key)) return;
  const fresh =
    key === undefined
      ? []
      : [
          { key, effect: 'NoSchedule' },
          { key, effect: 'NoExecute', timeAdded: clerk.now() },
        ];
  const taints = [...all.filter((one) => !isOurs(one)), ...fresh];
  const { taints: _, ...spec } = objectAt(node, 'spec');
  clerk.change('nodes', node, { spec: taints.length ? { ...spec, taints } : spec });
}

function suspend(
  clerk: Clerk,
  pod: KubernetesObject,
  place: { node: KubernetesObject; key: string; wakeAfter: (milliseconds: number) => void },
): void {
  if (isReady(pod))
    clerk.setStatus('pods', pod, {
      ...objectAt(pod, 'status'),
      conditions: objectsAt(pod, 'status', 'conditions').map((one) =>
        one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: clerk.now() } : one,
      ),
    });
  const { node, key, wakeAfter } = place;
  const tainted = objectsAt(clerk.get('nodes', undefined, node.metadata.name), 'spec', 'taints').find(
    (one) => one.key === key && one.effect === 'NoExecute',
  );
  const since = Date.parse(textAt(tainted, 'timeAdded') ?? clerk.now());
  const seconds = bearsSeconds(pod, key);
  const left = since + seconds * 1000 - clerk.world.runtime.now();
  if (left <= 0) evict(clerk, pod);
  else if (Number.isFinite(left)) wakeAfter(left);
}

function bearsSeconds(pod: KubernetesObject, key: string): number {
  const toleration = objectsAt(pod, 'spec', 'tolerations').find(
    (one) => (one.key === key || one.key === undefined) && (one.effect === 'NoExecute' || one.effect === undefined),
  );
  return toleration ? (numberAt(toleration, 'tolerationSeconds') ?? Number.POSITIVE_INFINITY) : 0;
}

function evict(clerk: Clerk, pod: KubernetesObject): void {
  const live = clerk.get('pods', pod.metadata.namespace, pod.metadata.name);
  if (live) clerk.remove('pods', live);
}
