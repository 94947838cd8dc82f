import type { PoolDeclaration } from '../model/cluster.ts';
import type { Declared } from '../model/declared.ts';
import { type Finding, finding } from '../model/finding.ts';
import type { Live, TargetPool } from '../model/live.ts';
import { type Reference, referencePath, regionOf } from '../model/reference.ts';
import { gapIn } from './gaps.ts';
import { instanceAt } from './live-index.ts';
import { type GroupState, groupStates, type Standing } from './node-group.ts';
import { livePool, memberPaths, poolSubject } from './pool.ts';

/** One declared pool that is there and ours, with the groups that belong in it. */
export interface PoolCase {
  declared: Declared;
  live: Live;
  pool: PoolDeclaration;
  found: TargetPool;
  groups: GroupState[];
}

export function poolCases(declared: Declared, live: Live): PoolCase[] {
  const states = groupStates(declared.cluster, live);
  return declared.cluster.spec.pools.flatMap((pool) => {
    const found = livePool(declared, pool.name, live);
    const groups = pool.nodeGroups.flatMap((name) => states.get(name) ?? []);
    return found ? [{ declared, live, pool, found, groups }] : [];
  });
}

/** A VM that was seen not to run, or not to be there; one that could not be seen may run (P-07). */
export function isDown(live: Live, instance: Reference): boolean {
  const found = instanceAt(live, instance);
  return found ? found.status !== 'RUNNING' : gapIn(live, ['instances'], [instance.location]) === null;
}

/**
 * What each VM is to the pool, by its path. Two groups may hold the same VM, one by its tag and one as a managed group that
 * is deleting it: what leaves in one leaves.
 */
export function standingsOf(groups: GroupState[]): Map<string, Standing> {
  const all = new Map<string, Standing>();
  for (const standing of groups.flatMap(({ standings }) => standings)) {
    const path = referencePath(standing.instance.reference);
    const known = all.get(path);
    if (!known || known.place === 'wanted' || known.place === 'kept') all.set(path, standing);
  }
  return all;
}

/** VMs of some of its groups that belong in the pool and are not in it; a pool is regional, and so are its members. */
export function missingFrom({ found, groups }: PoolCase, some: GroupState[]): Standing[] {
  const members = memberPaths(found);
  const theirs = standingsOf(some);
  return [...standingsOf(groups)]
    .filter(([path, { place }]) => theirs.has(path) && !members.has(path) && (place === 'wanted' || place === 'kept'))
    .map(([, standing]) => standing)
    .filter(({ instance }) => regionOf(instance.reference.location) === found.reference.location);
}

/** A finding about one VM in the pool. */
export function about(
  one: PoolCase,
  instance: Reference,
  fields: Pick<Finding, 'severity' | 'rule' | 'why'> & Partial<Finding>,
): Finding {
  return finding({
    subject: poolSubject(one.found.reference),
    path: `instances[${instance.location}/${instance.name}]`,
    source: one.declared.source,
    ...fields,
  });
}

export function poolArguments({ found: { reference } }: PoolCase): string {
  return `${reference.name} --project=${reference.project} --region=${reference.location}`;
}
