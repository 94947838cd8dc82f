import type { Firewall, Instance, Live } from '../../model/live.ts';
import type { DeclaredFirewall } from './declared-firewall.ts';
import { heldFrom, isShut } from './held-back.ts';
import { missedBy, type PoolNodes } from './pool-nodes.ts';
import { byProtocol } from './ports.ts';
import { isForSomeDestinations, letsAllIn } from './reach.ts';
import { sourceIntervals } from './sources.ts';

/**
 * N-06: the VMs that nothing reaches only because they lack the tags of a firewall that serves the others; `null` when
 * there is no such firewall, or something else holds the traffic back too.
 */
export function untagged(
  live: Live,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances'> },
): { firewall: Firewall; instances: Instance[] } | null {
  const whatOf = heldFrom(live, network, wanted);
  const instances = nodes.instances.filter((one) => isShut(whatOf(one)));
  if (instances.length === 0 || instances.length === nodes.instances.length) return null;
  const firewall = live.firewalls.find((one) => {
    if (one.network !== network || one.targetTags.length === 0 || !opens(one, wanted)) return false;
    const missed = new Set(missedBy(one, nodes));
    return instances.every((instance) => missed.has(instance));
  });
  return firewall ? { firewall, instances } : null;
}

function opens(firewall: Firewall, { allowed, sources }: DeclaredFirewall): boolean {
  if (firewall.direction !== 'INGRESS' || firewall.disabled || isForSomeDestinations(firewall)) return false;
  const from = sourceIntervals(sources);
  return [...byProtocol(allowed)].every(([protocol, ports]) => letsAllIn(firewall, { protocol, ports, sources: from }));
}
