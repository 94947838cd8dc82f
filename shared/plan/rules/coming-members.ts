import type { NodeGroup } from '../../model/cluster.ts';
import type { Finding } from '../../model/finding.ts';
import type { ManagedMember } from '../../model/live.ts';
import { referencePath, regionOf } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { managedGroupCommand } from '../group-command.ts';
import { memberPaths } from '../pool.ts';
import { about, type PoolCase } from '../pool-case.ts';

/** A VM that its managed group is making. */
export interface ComingMember {
  member: ManagedMember;
  group: NodeGroup;
}

/** By their paths. */
export function comingTo({ groups }: PoolCase): Map<string, ComingMember> {
  const all = groups.flatMap(({ group, coming }) => coming.map((member) => ({ member, group })));
  return new Map(all.map((one) => [referencePath(one.member.instance), one]));
}

/** P-14: for a moment, or for as long as the zone has no such machine. */
export function comingBack(one: PoolCase, { member, group }: ComingMember): Finding {
  const making = 'its managed group is making it anew under the same name';
  const failure = failureOf(member);
  const why = failure ? `${making}, and has failed so far: ${failure}` : making;
  return about(one, member.instance, {
    severity: failure ? 'warning' : 'info',
    rule: 'P-14',
    declared: 'member',
    live: 'member',
    why,
    command: failure ? errorsCommand(one, group) : null,
    waitingFor: making,
  });
}

/** Where the URL of a VM that is gone does not stay (P-13), and of a new one: nobody waits for what may take hours. */
export function notComing(one: PoolCase): Finding[] {
  const { found, live } = one;
  const members = memberPaths(found);
  return [...comingTo(one)].flatMap(([path, { member, group }]) => {
    const { instance } = member;
    const failure = failureOf(member);
    if (!failure || members.has(path) || regionOf(instance.location) !== found.reference.location) return [];
    if (gapIn(live, ['instances'], [instance.location])) return [];
    const fields = { severity: 'warning', rule: 'P-08', declared: 'member', live: 'not a member' } as const;
    const why = `its managed group could not make the VM: ${failure}`;
    return [about(one, instance, { ...fields, why, command: errorsCommand(one, group) })];
  });
}

function failureOf({ lastAttemptErrors }: ManagedMember): string | null {
  return lastAttemptErrors.join('; ') || null;
}

function errorsCommand({ declared }: PoolCase, group: NodeGroup): string | null {
  if (!('instanceGroupManager' in group)) return null;
  return managedGroupCommand('list-errors', group.instanceGroupManager, declared.cluster.spec.project);
}
