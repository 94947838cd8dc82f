import { type Finding, finding } from '../../model/finding.ts';
import { sameReference } from '../../model/reference.ts';
import type { GroupState, Standing } from '../node-group.ts';
import { poolSubject } from '../pool.ts';
import { about, type PoolCase, poolArguments } from '../pool-case.ts';

/** P-17: told once, and the pool is verified all the same. */
export function keptByGroup(one: PoolCase, { group }: GroupState): Finding {
  return finding({
    severity: 'info',
    subject: poolSubject(one.found.reference),
    path: `nodeGroups[${group.name}]`,
    rule: 'P-17',
    why: `the managed group of \`${group.name}\` has this pool among its targetPools and adds and removes by itself: you do not need Underpin for it`,
    source: one.declared.source,
  });
}

/** What the group ought to have added; the moment after a VM's creation looks the same. */
export function notAdded(one: PoolCase, { instance, why }: Standing): Finding {
  const { location: zone, name } = instance.reference;
  return about(one, instance.reference, {
    severity: 'warning',
    rule: 'P-17',
    declared: 'member',
    live: 'not a member',
    why: `${why}, and the managed group that keeps the pool has not added it`,
    command: `gcloud compute target-pools add-instances ${poolArguments(one)} --instances=${name} --instances-zone=${zone}`,
  });
}

/** A pool that managed groups alone keep is theirs to clear, too. */
export function leftToGroup(found: Finding): Finding {
  if (found.action === null) return found;
  const why = `${found.why}, and the managed group that keeps the pool has not taken it out`;
  return { ...found, action: null, blockedBy: null, rule: 'P-17', why };
}

/** Settled, and the group is not at it: it reads no labels of nodes, and may leave a VM in that somebody has stopped. */
export function isLeftIn({ live }: PoolCase, { instance: { reference, status }, place }: Standing): boolean {
  const isSettled = place === 'excluded' || (place === 'leaving' && ['TERMINATED', 'SUSPENDED'].includes(status));
  const members = live.managedGroups.flatMap((group) => group.members ?? []);
  return (
    isSettled &&
    members.every(({ instance, currentAction }) => currentAction === 'NONE' || !sameReference(instance, reference))
  );
}
