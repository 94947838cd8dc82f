import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import { type DeclaredExposure, exposuresOf } from '../../model/exposure.ts';
import type { FirewallPorts } from '../../model/live.ts';
import type { Source } from '../../model/source.ts';
import { resourceName } from './name.ts';
import { canonicalLines } from './ports.ts';
import { canonicalRanges, healthCheckers } from './sources.ts';

/** What has to get through to the nodes of one pool. */
export interface DeclaredFirewall {
  /** Under which Underpin makes it; one that was made by hand may have another. */
  name: string;
  /** Equal for all exposures that it serves. */
  key: string;
  /** Whom it serves, in words. */
  purpose: string;
  isForHealth: boolean;
  pool: string;
  allowed: FirewallPorts[];
  /** Canonical; empty when nothing was said of them (N-05). */
  sources: string[];
  stack: string | null;
  neededBy: string[];
  source: Source;
}

export function declaredFirewalls(declared: Declared): DeclaredFirewall[] {
  return [...ofExposures(declared), ...ofHealthChecks(declared)];
}

/** The one that has to let an exposure's traffic in; `null` when nobody said who may come. */
export function firewallFor(declared: Declared, exposure: DeclaredExposure): DeclaredFirewall | null {
  if (!exposure.firewall || exposure.firewall.sources.length === 0) return null;
  return declaredFirewalls(declared).find(({ key }) => key === keyOf(exposure)) ?? null;
}

/** One for each owner, pool and set of sources: ports and protocols come and go within it. */
function ofExposures(declared: Declared): DeclaredFirewall[] {
  const opened = exposuresOf(declared).filter(({ firewall }) => firewall !== null);
  const groups = Map.groupBy(opened, keyOf);
  const owners = Map.groupBy(groups.values(), ([one]) => (one ? ownerOf(one) : ''));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const isAlone = (owners.get(ownerOf(first))?.length ?? 0) === 1;
    return [ofGroup(declared, members, first, isAlone)];
  });
}

function ofGroup(
  { cluster }: Declared,
  members: DeclaredExposure[],
  first: DeclaredExposure,
  isAlone: boolean,
): DeclaredFirewall {
  const sources = canonicalRanges(first.firewall?.sources ?? []);
  const words = [cluster.metadata.name, ownerOf(first), ...(isAlone ? [] : [first.pool, ...sources])];
  return {
    name: resourceName(...words),
    key: keyOf(first),
    purpose: first.service ? `Service ${first.service.namespace}/${first.service.name}` : `stack ${first.stack}`,
    isForHealth: false,
    pool: first.pool,
    allowed: canonicalLines(members.map(({ protocol, ports }) => ({ protocol, ports }))),
    sources,
    stack: first.stack,
    neededBy: [],
    source: first.source,
  };
}

/** N-11: without it every member looks dead. */
function ofHealthChecks(declared: Declared): DeclaredFirewall[] {
  const { cluster, source } = declared;
  return cluster.spec.pools.flatMap((pool) => {
    if (!pool.healthCheck) return [];
    return [
      {
        name: resourceName(cluster.metadata.name, pool.name, 'health'),
        key: `health ${pool.name}`,
        purpose: `the health check of pool ${pool.name}`,
        isForHealth: true,
        pool: pool.name,
        allowed: [{ protocol: 'tcp', ports: [String(pool.healthCheck.port)] }],
        sources: canonicalRanges(healthCheckers),
        stack: null,
        neededBy: stacksOn(declared, pool),
        source,
      },
    ];
  });
}

function keyOf(one: DeclaredExposure): string {
  return JSON.stringify([ownerOf(one), one.pool, canonicalRanges(one.firewall?.sources ?? [])]);
}

export function stacksOn(declared: Declared, { name }: Pick<PoolDeclaration, 'name'>): string[] {
  const stacks = exposuresOf(declared).filter(({ pool }) => pool === name);
  return [...new Set(stacks.map(({ stack }) => stack))].sort();
}

/** A Service of the default namespace by its name alone, as people name these things by hand. */
export function ownerOf({ service, stack }: Pick<DeclaredExposure, 'service' | 'stack'>): string {
  if (!service) return stack;
  return service.namespace === 'default' ? service.name : `${service.namespace}-${service.name}`;
}
