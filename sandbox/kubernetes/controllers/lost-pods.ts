import { type KubernetesObject, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';

/** Pods of a node that is no more are gone some time after it. */
export function lostPods(clerk: Clerk, delayMilliseconds: number): Controller {
  const counted = new Set<string>();
  return {
    watches: ['/nodes', '/pods'],
    reconcile: () => {
      for (const pod of clerk.list('pods').filter((one) => isLost(clerk, one))) {
        const { uid = '' } = pod.metadata;
        if (counted.has(uid)) continue;
        counted.add(uid);
        void clerk.world.runtime.sleep(delayMilliseconds).then(() => {
          counted.delete(uid);
          eraseIfLost(clerk, pod);
        });
      }
    },
  };
}

function eraseIfLost(clerk: Clerk, pod: KubernetesObject): void {
  const live = clerk.get('pods', pod.metadata.namespace, pod.metadata.name);
  if (live && live.metadata.uid === pod.metadata.uid && isLost(clerk, live)) clerk.erase('pods', live);
}

function isLost(clerk: Clerk, pod: KubernetesObject): boolean {
  const node = textAt(pod, 'spec', 'nodeName');
  return node !== undefined && clerk.get('nodes', undefined, node) === undefined;
}
