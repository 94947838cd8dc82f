import type { JsonObject } from '../../../shared/model/json.ts';
import { type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import { mayRunOn } from './eligible.ts';
import type { Controller } from './loop.ts';
import { createPod, isActive, isReady, podsOf } from './pods-of.ts';

const tolerated = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];

/** One pod on each node it may run on. */
export function daemonSets(clerk: Clerk): Controller {
  return {
    watches: ['apps/daemonsets', '/pods', '/nodes'],
    reconcile: () => {
      for (const set of clerk.list('daemonsets')) cover(clerk, set);
    },
  };
}

function cover(clerk: Clerk, set: KubernetesObject): void {
  const pods = podsOf(clerk, set);
  const spec = objectAt(set, 'spec', 'template', 'spec');
  const tolerations = [...objectsAt(spec, 'tolerations'), ...tolerated.map(tolerationOf)];
  const nodes = clerk.list('nodes').filter((node) => mayRunOn({ spec: { ...spec, tolerations } }, node));
  const bare = nodes.filter(
    (node) => !pods.some((pod) => isActive(pod) && textAt(pod, 'spec', 'nodeName') === node.metadata.name),
  );
  if (!set.metadata.deletionTimestamp)
    for (const node of bare) createPod(clerk, set, { spec: { nodeName: node.metadata.name, tolerations } });
  const ready = pods.filter((pod) => isActive(pod) && isReady(pod)).length;
  clerk.setStatus('daemonsets', set, {
    currentNumberScheduled: nodes.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: nodes.length,
    numberReady: ready,
    updatedNumberScheduled: nodes.length,
    numberAvailable: ready,
    observedGeneration: set.metadata.generation ?? 1,
  });
}

function tolerationOf(condition: string): JsonObject {
  const effect = condition === 'not-ready' || condition === 'unreachable' ? 'NoExecute' : 'NoSchedule';
  return { key: `node.kubernetes.io/${condition}`, operator: 'Exists', effect };
}
