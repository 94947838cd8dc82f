import type { Declared } from '../model/declared.ts';
import type { Live, TargetPool } from '../model/live.ts';
import { type Reference, referencePath, sameReference } from '../model/reference.ts';
import { serviceIn } from '../model/service-owner.ts';

export function poolReference({ cluster: { spec } }: Declared, name: string): Reference {
  return { project: spec.project, location: spec.region, collection: 'targetPools', name };
}

export function livePool(declared: Declared, name: string, live: Live): TargetPool | undefined {
  const reference = poolReference(declared, name);
  return live.pools.find((pool) => sameReference(pool.reference, reference));
}

export function poolSubject({ location, name }: Reference): string {
  return `TargetPool/${location}/${name}`;
}

/** P-10: the Service whose pool the cloud controller keeps; it resets membership to its own view. */
export function foreignOwner({ description, reference }: TargetPool): string | null {
  const service = serviceIn(description);
  if (service) return `Service ${service}`;
  return /^a[0-9a-f]{31}$/.test(reference.name) ? 'a Service of type LoadBalancer (by its name)' : null;
}

/** Of those that can be understood (P-02). */
export function memberPaths({ members }: Pick<TargetPool, 'members'>): Set<string> {
  return new Set(members.flatMap(({ instance }) => (instance ? [referencePath(instance)] : [])));
}
