import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { TrafficPath } from '../../model/path.ts';
import { lastSegment } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { listGroupCommand } from '../group-command.ts';
import { listed } from '../listed.ts';
import { instanceAt } from '../live-index.ts';
import { poolSubject } from '../pool.ts';
import { isDown, missingFrom, type PoolCase, poolCases } from '../pool-case.ts';
import { pathsOf } from '../traffic/paths.ts';

/**
 * N-07: a pool that traffic is sent to while no member runs, so that all of it is lost, however right the rest is. That a VM
 * which runs is to join it is told as such (P-08).
 */
export function runningMembers(declared: Declared, live: Live): Finding[] {
  const open = pathsOf(declared, live).filter(
    ({ address, forwardingRule }) => address.state === 'open' && forwardingRule.state === 'open',
  );
  const paths = Map.groupBy(open, ({ pool }) => pool.name);
  return poolCases(declared, live).flatMap((one) => {
    const ways = paths.get(one.pool.name);
    return ways && runsNothing(one) ? [standstill(one, ways)] : [];
  });
}

/** A member URL that cannot be understood may be that of any VM (P-02). */
function runsNothing(one: PoolCase): boolean {
  const { live, found, groups } = one;
  return (
    found.members.every(({ instance }) => instance && isDown(live, instance)) &&
    missingFrom(one, groups).every(({ place }) => place !== 'wanted')
  );
}

function standstill(one: PoolCase, ways: TrafficPath[]): Finding {
  const { declared, found, groups } = one;
  const { project } = declared.cluster.spec;
  const to = listed(ways.map(({ ip, ports }) => `${ip}:${ports}`));
  const backup = found.backupPool && lastSegment(found.backupPool);
  return finding({
    severity: backup ? 'warning' : 'critical',
    subject: poolSubject(found.reference),
    path: 'instances',
    rule: 'N-07',
    declared: 'RUNNING',
    why: `${whyNone(one)}: ${backup ? `its backup pool \`${backup}\` alone is left to take` : 'nothing takes'} what comes to ${to}`,
    command: groups.map(({ group }) => listGroupCommand(group, project)).join('\n'),
    source: declared.source,
    neededBy: [...new Set(ways.map(({ stack }) => stack))].sort(),
  });
}

function whyNone({ live, found, groups }: PoolCase): string {
  const states = found.members.flatMap(({ instance }) =>
    instance ? [`${instance.name} ${instanceAt(live, instance)?.status ?? 'does not exist'}`] : [],
  );
  if (states.length > 0) return `no member runs (${listed(states)})`;
  if (groups.some(({ unknown }) => unknown) || gapIn(live, ['instances', 'managedGroups'])) return 'it has no member';
  return `it has no member, and no VM of its node groups (${groups.map(({ group }) => group.name).join(', ')}) can join it now`;
}
