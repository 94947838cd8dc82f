import { type KubernetesObject, objectAt, objectsAt } from './object.ts';

/** `Guaranteed`, `Burstable` or `BestEffort`, by requests and limits. */
export function qosOf(pod: KubernetesObject): string {
  const all = [...objectsAt(pod, 'spec', 'initContainers'), ...objectsAt(pod, 'spec', 'containers')].map(
    (container) => ({
      requests: objectAt(container, 'resources', 'requests'),
      limits: objectAt(container, 'resources', 'limits'),
    }),
  );
  if (all.every(({ requests, limits }) => Object.keys(requests).length + Object.keys(limits).length === 0))
    return 'BestEffort';
  const isGuaranteed = all.every(({ requests, limits }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
