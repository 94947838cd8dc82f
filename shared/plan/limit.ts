import type { ActionOf } from '../model/action.ts';
import type { ClusterDeclaration, Share } from '../model/cluster.ts';
import type { Finding } from '../model/finding.ts';
import type { Live, TargetPool } from '../model/live.ts';
import { sameReference } from '../model/reference.ts';

type Removal = Finding & { action: ActionOf<'remove-pool-members'> };

/**
 * Holds removals within P-05 and P-06. What does not fit stays a finding, blocked with the reason; nothing is dropped.
 * Additions are not limited: too many healthy members hurt nobody.
 */
export function limitRemovals(findings: Finding[], { spec }: ClusterDeclaration, live: Live): Finding[] {
  const reasons = new Map<Finding, string>();
  for (const pool of live.pools) {
    const removals = findings.filter((one): one is Removal => isRemovalFrom(one, pool));
    for (const [removal, reason] of overLimit(removals, pool, spec.limits)) reasons.set(removal, reason);
  }
  return findings.map((one) => (reasons.has(one) ? { ...one, blockedBy: reasons.get(one) ?? null } : one));
}

function isRemovalFrom({ action, blockedBy }: Finding, pool: TargetPool): boolean {
  return action?.kind === 'remove-pool-members' && blockedBy === null && sameReference(action.pool, pool.reference);
}

function overLimit(
  removals: Removal[],
  pool: TargetPool,
  limits: ClusterDeclaration['spec']['limits'],
): [Removal, string][] {
  const members = pool.members.length;
  const stopAt = amountOf(limits.stopWhenMissing, members, 2);
  if (removals.length > stopAt) {
    const why = `${removals.length} of ${members} members seem to be gone or leaving, more than stopWhenMissing allows (${stopAt}): look first, then apply a manual repair (P-06)`;
    return removals.map((removal) => [removal, why]);
  }
  const atOnce = amountOf(limits.removalsPerPass, members, 1);
  return removals.flatMap((removal, index): [Removal, string][] => {
    const floor = Math.max(1, removal.action.minimumMembers);
    if (members - index - 1 < floor) return [[removal, `the pool would fall below its minimum of ${floor} (P-05)`]];
    if (index >= atOnce)
      return [[removal, `removalsPerPass allows ${atOnce} of ${members} members in one pass (P-06)`]];
    return [];
  });
}

function amountOf({ count, percent }: Share, of: number, atLeast: number): number {
  return Math.max(atLeast, count ?? Math.floor((of * (percent ?? 0)) / 100));
}
