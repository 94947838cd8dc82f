import type { AuditedCluster, History } from '../../model/audit.ts';
import type { HourUse } from '../../model/hour-use.ts';
import { amountOf } from '../../model/share.ts';
import type { LimitUse } from './limits-picture.ts';

/** What a repair of tonight's findings would use of what it may. */
export function limitUses({ declared, result, history }: AuditedCluster): LimitUse[] {
  const { limits, pools } = declared.cluster.spec;
  const { plan, live } = result;
  const { actions, blocked } = plan;
  const steps = actions.length + blocked.length;
  const removals = pools.map(({ name }): LimitUse => {
    const pool = live.pools.find(({ reference }) => reference.name === name);
    const members = pool?.members.length ?? 0;
    const wanted = [...actions, ...blocked].flatMap(({ action }) =>
      action.kind === 'remove-pool-members' && action.pool.name === name ? action.instances : [],
    ).length;
    const of = amountOf(limits.removalsPerPass, members, 1);
    return {
      name: `removals from ${name}`,
      used: wanted,
      of,
      text: `${wanted} to remove, ${of} of ${members} in one pass`,
    };
  });
  return [
    ...removals,
    {
      name: 'changes in one pass',
      used: steps,
      of: limits.mutationsPerPass,
      text: `${steps} of ${limits.mutationsPerPass}`,
    },
    hourUse(live.hour ?? null, limits.mutationsPerHour),
    { name: 'breaker', used: 0, of: null, text: breaker(live.hour ?? null) },
    { name: 'held back', used: 0, of: null, text: heldBack(blocked) },
    { name: 'last audit', used: 0, of: null, text: lastAudit(history) },
  ];
}

function hourUse(hour: HourUse | null, of: number): LimitUse {
  const name = 'changes in the last hour';
  if (!hour) return { name, used: 0, of: null, text: 'not known: the Lease of the cluster could not be read' };
  return { name, used: hour.changes, of, text: `${hour.changes} of ${of}` };
}

function breaker(hour: HourUse | null): string {
  if (!hour) return 'not known';
  return hour.tripped === 0 ? 'closed' : `OPEN for ${hour.tripped} that were repaired again and again`;
}

function heldBack(blocked: AuditedCluster['result']['plan']['blocked']): string {
  if (blocked.length === 0) return 'nothing';
  return blocked.map(({ kind, target, blockedBy }) => `${kind} ${target}: ${blockedBy}`).join('; ');
}

function lastAudit(history: History | null | undefined): string {
  if (!history) return 'not known: no history is kept';
  return history.lastAt ?? 'this is the first';
}
