import type { Live } from '../../model/live.ts';
import type { DeclaredFirewall } from './declared-firewall.ts';
import type { PoolNodes } from './pool-nodes.ts';
import { byProtocol } from './ports.ts';
import { whatHolds } from './reach.ts';
import { sourceIntervals } from './sources.ts';

/** Why some VM of the pool does not get some of what is declared, whatever firewalls there are; `null` when all get all. */
export function whatIsHeldBack(
  { firewalls }: Live,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances'> },
): string | null {
  const sources = sourceIntervals(wanted.sources);
  // VMs that no firewall can tell apart are asked for once.
  const alike = new Map(nodes.instances.map((one) => [JSON.stringify([one.tags, one.serviceAccount]), one]));
  if (alike.size === 0) return 'no firewall lets it in';
  for (const [protocol, ports] of byProtocol(wanted.allowed)) {
    for (const instance of alike.values()) {
      const why = whatHolds(firewalls, { network, protocol, ports, sources }, instance);
      if (why) return why;
    }
  }
  return null;
}
