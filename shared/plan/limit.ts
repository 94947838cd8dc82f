import type { ActionKind, ActionOf } from '../model/action.ts';
import type { ClusterDeclaration } from '../model/cluster.ts';
import type { Finding } from '../model/finding.ts';
import type { Live, TargetPool } from '../model/live.ts';
import { sameReference } from '../model/reference.ts';
import { amountOf } from '../model/share.ts';
import { instanceAt } from './live-index.ts';

type Of<Kind extends ActionKind> = Finding & { action: ActionOf<Kind> };
type Removal = Of<'remove-pool-members'>;
type Held = Pick<Finding, 'blockedBy' | 'isForNextPass' | 'isForPerson'>;

/**
 * Holds removals within P-05 and P-06. What does not fit stays a finding, blocked with the reason; nothing is dropped.
 * Additions are not limited: too many healthy members hurt nobody.
 */
export function limitRemovals(findings: Finding[], { spec }: ClusterDeclaration, live: Live): Finding[] {
  const held = new Map<Finding, Held>();
  for (const pool of live.pools) {
    const removals = findings.filter((one) => isReadyFor('remove-pool-members', one, pool));
    const grows = findings.some((one) => isReadyFor('add-pool-members', one, pool));
    for (const [removal, reason] of overLimit(removals, { pool, grows, limits: spec.limits, live }))
      held.set(removal, reason);
  }
  return findings.map((one) => ({ ...one, ...held.get(one) }));
}

function isReadyFor<Kind extends 'add-pool-members' | 'remove-pool-members'>(
  kind: Kind,
  one: Finding,
  pool: TargetPool,
): one is Of<Kind> {
  const { action, blockedBy } = one;
  return action?.kind === kind && blockedBy === null && sameReference(action.pool, pool.reference);
}

interface Bounds {
  pool: TargetPool;
  /** Whether this pass adds to it, so that the next one finds room above the floor. */
  grows: boolean;
  limits: ClusterDeclaration['spec']['limits'];
  live: Live;
}

function overLimit(removals: Removal[], { pool, grows, limits, live }: Bounds): [Removal, Held][] {
  const members = pool.members.length;
  const stopAt = amountOf(limits.stopWhenMissing, members, 2);
  if (removals.length > stopAt) {
    const blockedBy = `${removals.length} of ${members} members seem to be gone or leaving, more than stopWhenMissing allows (${stopAt}): look first; if they are gone for good, run the command of each, or raise stopWhenMissing for this once (P-06)`;
    return removals.map((removal) => [removal, { blockedBy, isForNextPass: false, isForPerson: true }]);
  }
  const atOnce = amountOf(limits.removalsPerPass, members, 1);
  return removals.flatMap((removal, index): [Removal, Held][] => {
    const floor = Math.max(1, removal.action.minimumMembers);
    if (members - index - 1 < floor) {
      const blockedBy = `the pool would fall below its minimum of ${floor} (P-05)`;
      return [[removal, { blockedBy, isForNextPass: grows, isForPerson: !grows && !isMadeAnew(removal, live) }]];
    }
    const blockedBy = `removalsPerPass allows ${atOnce} of ${members} members in one pass (P-06)`;
    return index < atOnce ? [] : [[removal, { blockedBy, isForNextPass: atOnce > 0, isForPerson: atOnce === 0 }]];
  });
}

/** Its last members went down, and their managed group starts them again, or others: that is for an event of its own. */
function isMadeAnew({ action: { instances } }: Removal, live: Live): boolean {
  return instances.every(
    ({ reference, status }) => status !== undefined && instanceAt(live, reference)?.createdBy != null,
  );
}
