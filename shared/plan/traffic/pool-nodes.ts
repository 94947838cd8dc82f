import type { ClusterDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import type { Firewall, Instance, Live } from '../../model/live.ts';
import { gapIn } from '../gaps.ts';
import { type GroupState, groupStates } from '../node-group.ts';
import { remembered } from '../remember.ts';
import { targets } from './reach.ts';

/** The VMs behind a pool, and the tags by which a firewall can mean them and nobody else. */
export interface PoolNodes {
  /** All VMs of its node groups that stay. */
  instances: Instance[];
  /** All VMs of the network that are of none of its node groups. */
  others: Instance[];
  /** Declared, or shared by all of them and by no other VM (N-05, I-16). Empty: there is none, and `why` says so. */
  tags: string[];
  isDeclared: boolean;
  why: string | null;
  /** Why the VMs are not all known. */
  unknown: string | null;
}

/** By the name of the pool. */
export const poolNodes: (declared: Declared, live: Live) => Map<string, PoolNodes> = remembered(({ cluster }, live) => {
  const states = groupStates(cluster, live);
  return new Map(
    cluster.spec.pools.map(({ name, nodeGroups }) => {
      const groups = nodeGroups.flatMap((group) => states.get(group) ?? []);
      return [name, nodesOf(groups, cluster.spec, live)];
    }),
  );
});

function nodesOf(
  groups: GroupState[],
  { targetTags = [], network }: ClusterDeclaration['spec'],
  live: Live,
): PoolNodes {
  const instances = groups
    .flatMap(({ standings }) => standings)
    .filter(({ place }) => place !== 'leaving')
    .map(({ instance }) => instance);
  const unknown = groups.flatMap(({ unknown: why, group }) => (why ? [`node group \`${group.name}\`: ${why}`] : []));
  const others = othersThan(groups, network, live);
  const known = { instances, others, unknown: unknown[0] ?? gapIn(live, ['instances', 'managedGroups']) };
  if (targetTags.length > 0) return { ...known, tags: targetTags.toSorted(), isDeclared: true, why: null };
  return { ...known, ...tagsFor(groups, { instances, others }), isDeclared: false };
}

/** Tags in a firewall are either-or, so that one that other VMs have too would open more than declared. */
function tagsFor(
  groups: GroupState[],
  { instances, others }: Pick<PoolNodes, 'instances' | 'others'>,
): Pick<PoolNodes, 'tags' | 'why'> {
  const selected = groups.flatMap(({ group }) => ('tag' in group ? [group.tag] : []));
  if (groups.length > 0 && selected.length === groups.length) {
    const strange = selected.filter((tag) => others.some(({ tags }) => tags.includes(tag)));
    return strange.length > 0
      ? { tags: [], why: whyShared(strange, others) }
      : { tags: [...new Set(selected)].sort(), why: null };
  }
  const [first, ...rest] = instances;
  if (!first) return { tags: [], why: 'its node groups have no VM whose tags could be read' };
  const shared = first.tags.filter((tag) => rest.every(({ tags }) => tags.includes(tag)));
  if (shared.length === 0)
    return { tags: [], why: `the VMs of its node groups share no network tag; tag them, or ${toDeclare}` };
  const own = shared.find((tag) => !others.some(({ tags }) => tags.includes(tag)));
  return own ? { tags: [own], why: null } : { tags: [], why: whyShared(shared, others) };
}

const toDeclare = 'declare spec.targetTags in cluster.yaml';

/** Also a VM that is about to leave is of the groups: its tags say nothing of a stranger. */
function othersThan(groups: GroupState[], network: string, { instances }: Live): Instance[] {
  const ours = new Set(groups.flatMap(({ standings }) => standings).map(({ instance }) => instance.id));
  return instances.filter(({ id, networks }) => networks.includes(network) && !ours.has(id));
}

function whyShared(tags: string[], others: Instance[]): string {
  const users = tags.map((tag) => `\`${tag}\` (\`${others.find((one) => one.tags.includes(tag))?.reference.name}\`)`);
  return `other VMs have the tags of its nodes, too: ${users.join(', ')}; give the nodes one of their own, or ${toDeclare}`;
}

/** N-05: the target tags by which a firewall is for other VMs, too, or for whatever VM is given one of them. */
export function strangeTags({ targetTags }: Firewall, { instances, others }: PoolNodes): string[] {
  const isOn = (all: Instance[], tag: string) => all.some(({ tags }) => tags.includes(tag));
  return targetTags.filter((tag) => !isOn(instances, tag) || isOn(others, tag)).sort();
}

/** N-06: the VMs that a firewall's targets leave out. */
export function missedBy(firewall: Firewall, { instances }: Pick<PoolNodes, 'instances'>): Instance[] {
  return instances.filter((instance) => !targets(firewall, instance));
}
