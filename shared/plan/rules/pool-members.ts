import type { LeavingInstance } from '../../model/action.ts';
import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, PoolMember } from '../../model/live.ts';
import { type Reference, referencePath } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { managedGroupCommand } from '../group-command.ts';
import type { GroupState, Standing } from '../node-group.ts';
import { foreignOwner, poolSubject } from '../pool.ts';
import { about, missingFrom, type PoolCase, poolArguments, poolCases, standingsOf } from '../pool-case.ts';
import { type ComingMember, comingBack, comingTo, notComing } from './coming-members.ts';
import { isLeftIn, keptByGroup, leftToGroup, notAdded } from './pool-kept-by-group.ts';

/**
 * P-01: wanted membership is computed from live state, member by member. One finding for each VM that is missing, stale
 * or foreign; the plan gathers them to one add and one remove for a pool (P-15).
 */
export function poolMembers(declared: Declared, live: Live): Finding[] {
  return poolCases(declared, live)
    .filter(({ found }) => !foreignOwner(found))
    .flatMap(membersOf);
}

function membersOf(one: PoolCase): Finding[] {
  const [own, ours] = partition(one.groups, ({ ownPools }) =>
    ownPools.some((url) => url.endsWith(`/${one.found.reference.name}`)),
  );
  const missing = missingFrom(one, ours);
  return [
    ...own.map((group) => keptByGroup(one, group)),
    ...ours.filter(({ unknown }) => unknown).map((group) => unknownGroup(one, group)),
    ...missing.map((standing) => (standing.place === 'wanted' ? toAdd(one, standing) : notYet(one, standing))),
    ...missingFrom(one, own)
      .filter(({ place }) => place === 'wanted')
      .map((standing) => notAdded(one, standing)),
    ...notComing(one),
    ...surplus(one, own).map((found) => (ours.length === 0 ? leftToGroup(found) : found)),
  ];
}

function toAdd(one: PoolCase, { instance, why }: Standing): Finding {
  const { location: zone, name } = instance.reference;
  return about(one, instance.reference, {
    severity: 'critical',
    rule: 'P-08',
    declared: 'member',
    live: 'not a member',
    why: `${why}, but the pool sends it no traffic`,
    command: `gcloud compute target-pools add-instances ${poolArguments(one)} --instances=${name} --instances-zone=${zone}`,
    action: {
      kind: 'add-pool-members',
      pool: one.found.reference,
      instances: [{ reference: instance.reference, id: instance.id }],
    },
  });
}

function notYet(one: PoolCase, { instance, why }: Standing): Finding {
  return about(one, instance.reference, {
    severity: 'info',
    rule: 'P-08',
    declared: 'member',
    live: 'not a member',
    why: `${why}; it is added when it is RUNNING`,
    waitingFor: why,
  });
}

function surplus(one: PoolCase, ownGroups: GroupState[]): Finding[] {
  const standings = standingsOf(one.groups);
  const coming = comingTo(one);
  const byGroup = new Set(
    ownGroups.flatMap((group) => group.standings).map(({ instance }) => referencePath(instance.reference)),
  );
  return one.found.members.flatMap((member) => {
    if (!member.instance) return [unreadable(one, member)];
    const path = referencePath(member.instance);
    const standing = standings.get(path);
    if (byGroup.has(path))
      return standing && isLeftIn(one, standing) ? [leftToGroup(toRemove(one, leaving(standing), standing.why))] : [];
    if (standing)
      return standing.place === 'leaving' || standing.place === 'excluded'
        ? [toRemove(one, leaving(standing), standing.why)]
        : [];
    const back = coming.get(path);
    return back ? [returning(one, back)] : outsider(one, member.instance);
  });
}

/** In no declared group: a VM that lives is somebody's (P-10); one that is gone is a stale member (P-13). */
function outsider(one: PoolCase, instance: Reference): Finding[] {
  const alive = one.live.instances.find(({ reference }) => referencePath(reference) === referencePath(instance));
  const gap = gapIn(one.live, ['instances'], [instance.location]) ?? unknownGroupOf(one);
  if (alive && !one.groups.some(({ unknown }) => unknown)) return [undeclaredMember(one, instance)];
  if (gap) return [uncertain(one, instance, gap)];
  return [toRemove(one, { reference: instance, id: null }, 'the VM no longer exists')];
}

/** Only a VM that does not run leaves for its status. */
function leaving({ instance: { reference, id, status }, node, isByNode }: Standing): LeavingInstance {
  return { reference, id, ...(status !== 'RUNNING' && { status }), ...(isByNode && node && { node: node.name }) };
}

function toRemove(one: PoolCase, instance: LeavingInstance, why: string): Finding {
  const { reference, id } = instance;
  return about(one, reference, {
    severity: 'warning',
    rule: id === null ? 'P-13' : why.includes('label') ? 'P-09' : 'P-08',
    declared: 'not a member',
    live: 'member',
    why,
    command: `gcloud compute target-pools remove-instances ${poolArguments(one)} --instances=${reference.name} --instances-zone=${reference.location}`,
    action: {
      kind: 'remove-pool-members',
      pool: one.found.reference,
      instances: [instance],
      minimumMembers: one.pool.minimumMembers,
    },
    blockedBy: gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools']),
  });
}

function undeclaredMember(one: PoolCase, instance: Reference): Finding {
  return about(one, instance, {
    severity: 'warning',
    rule: 'P-10',
    declared: null,
    live: 'member',
    why: `the VM is in none of the declared node groups (${one.pool.nodeGroups.join(', ')}); it is left alone`,
    command: `gcloud compute target-pools remove-instances ${poolArguments(one)} --instances=${instance.name} --instances-zone=${instance.location}`,
  });
}

function returning(one: PoolCase, back: ComingMember): Finding {
  const { instance } = back.member;
  const gap = gapIn(one.live, ['instances'], [instance.location]);
  return gap ? uncertain(one, instance, gap) : comingBack(one, back);
}

function unreadable(one: PoolCase, { url }: PoolMember): Finding {
  return finding({
    severity: 'warning',
    subject: poolSubject(one.found.reference),
    path: `instances[${url}]`,
    rule: 'P-02',
    live: url,
    why: `the member URL \`${url}\` cannot be understood; it is kept`,
    source: one.declared.source,
  });
}

function uncertain(one: PoolCase, instance: Reference, gap: string): Finding {
  return about(one, instance, {
    outcome: 'unknown',
    severity: 'warning',
    rule: 'P-07',
    live: 'member',
    why: `it is kept: ${gap}`,
  });
}

function unknownGroup(one: PoolCase, { group, unknown }: GroupState): Finding {
  return finding({
    outcome: 'unknown',
    severity: 'warning',
    subject: poolSubject(one.found.reference),
    path: `nodeGroups[${group.name}]`,
    rule: 'P-07',
    why: `node group \`${group.name}\`: ${unknown}${gapIn(one.live, ['managedGroups']) ? ` (${gapIn(one.live, ['managedGroups'])})` : ''}`,
    command:
      'instanceGroupManager' in group
        ? managedGroupCommand('describe', group.instanceGroupManager, one.declared.cluster.spec.project)
        : null,
    source: one.declared.source,
  });
}

function unknownGroupOf({ groups }: PoolCase): string | null {
  const group = groups.find(({ unknown }) => unknown);
  return group ? `node group \`${group.group.name}\`: ${group.unknown}` : null;
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
