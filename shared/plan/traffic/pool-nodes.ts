import type { Declared } from '../../model/declared.ts';
import type { Instance, Live } from '../../model/live.ts';
import { type GroupState, groupStates } from '../node-group.ts';
import { remembered } from '../remember.ts';
import { targets } from './reach.ts';

/** The VMs behind a pool, and the tags by which a firewall can mean them and nobody else. */
export interface PoolNodes {
  /** All VMs of its node groups that stay. */
  instances: Instance[];
  /** Declared, or shared by all of them (N-05). Empty: there is none, and `why` says so. */
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
      return [name, nodesOf(groups, cluster.spec.targetTags ?? [], live)];
    }),
  );
});

function nodesOf(groups: GroupState[], targetTags: string[], live: Live): PoolNodes {
  const instances = groups
    .flatMap(({ standings }) => standings)
    .filter(({ place }) => place !== 'leaving')
    .map(({ instance }) => instance);
  const unknown = groups.flatMap(({ unknown: why, group }) => (why ? [`node group \`${group.name}\`: ${why}`] : []));
  const known = { instances, unknown: unknown[0] ?? null };
  if (targetTags.length > 0) return { ...known, tags: targetTags.toSorted(), isDeclared: true, why: null };
  const tags = tagsFor(groups, instances, live);
  return { ...known, tags, isDeclared: false, why: tags.length > 0 ? null : whyNone(instances) };
}

/** Tags in a firewall are either-or, so that one that other VMs have too would open more than declared. */
function tagsFor(groups: GroupState[], instances: Instance[], live: Live): string[] {
  const selected = groups.flatMap(({ group }) => ('tag' in group ? [group.tag] : []));
  if (groups.length > 0 && selected.length === groups.length) return [...new Set(selected)].sort();
  const [first, ...rest] = instances;
  const shared = (first?.tags ?? []).filter((tag) => rest.every(({ tags }) => tags.includes(tag)));
  const own = shared.filter((tag) => meansOnly(tag, instances, live));
  return (own.length > 0 ? own : shared).slice(0, 1);
}

function meansOnly(tag: string, instances: Instance[], live: Live): boolean {
  const ours = new Set(instances.map(({ id }) => id));
  return live.instances.every(({ id, tags }) => ours.has(id) || !tags.includes(tag));
}

function whyNone(instances: Instance[]): string {
  return instances.length === 0
    ? 'its node groups have no VM whose tags could be read'
    : 'the VMs of its node groups share no network tag; tag them, or declare spec.targetTags in cluster.yaml';
}

/** N-06: the VMs that a firewall's targets leave out. */
export function missedBy(firewall: Parameters<typeof targets>[0], { instances }: PoolNodes): Instance[] {
  return instances.filter((instance) => !targets(firewall, instance));
}
