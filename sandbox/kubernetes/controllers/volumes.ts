import { type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';

/** Volumes become available, and those that nobody uses may be deleted. */
export function volumes(clerk: Clerk): Controller {
  return {
    watches: ['/persistentvolumes', '/persistentvolumeclaims', '/pods'],
    reconcile: () => {
      for (const volume of clerk.list('persistentvolumes')) keepVolume(clerk, volume);
      for (const claim of clerk.list('persistentvolumeclaims'))
        if (!isUsed(clerk, claim)) release(clerk, 'persistentvolumeclaims', claim);
    },
  };
}

function keepVolume(clerk: Clerk, volume: KubernetesObject): void {
  const phase = textAt(volume, 'status', 'phase');
  if (phase === 'Pending')
    clerk.setStatus('persistentvolumes', volume, { ...objectAt(volume, 'status'), phase: 'Available' });
  else if (phase !== 'Bound') release(clerk, 'persistentvolumes', volume);
}

function isUsed(clerk: Clerk, { metadata: { namespace, name } }: KubernetesObject): boolean {
  const claims = clerk.list('pods', namespace).flatMap((pod) => objectsAt(pod, 'spec', 'volumes'));
  return claims.some((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === name);
}

function release(clerk: Clerk, kind: 'persistentvolumes' | 'persistentvolumeclaims', object: KubernetesObject): void {
  const { deletionTimestamp, finalizers = [], ...metadata } = object.metadata;
  const left = finalizers.filter((one) => !one.endsWith('-protection'));
  if (deletionTimestamp && left.length < finalizers.length)
    clerk.change(kind, object, { metadata: { ...metadata, deletionTimestamp, finalizers: left } });
}
