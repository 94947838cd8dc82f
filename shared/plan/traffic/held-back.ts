import type { Instance, Live } from '../../model/live.ts';
import type { DeclaredFirewall } from './declared-firewall.ts';
import type { PoolNodes } from './pool-nodes.ts';
import { byProtocol } from './ports.ts';
import { whatHolds } from './reach.ts';
import { sourceIntervals } from './sources.ts';

/** Why some VM of the pool does not get some of what is declared, whatever firewalls there are; `null` when all get all. */
export function whatIsHeldBack(
  live: Live,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances'> },
): string | null {
  if (nodes.instances.length === 0) return 'no firewall lets it in';
  const whyHeld = heldFrom(live, network, wanted);
  for (const instance of nodes.instances) {
    const why = whyHeld(instance);
    if (why) return why;
  }
  return null;
}

/** The same for one VM after the other; VMs that no firewall can tell apart are asked for once. */
export function heldFrom(
  { firewalls }: Live,
  network: string,
  wanted: DeclaredFirewall,
): (instance: Instance) => string | null {
  const sources = sourceIntervals(wanted.sources);
  const known = new Map<string, string | null>();
  const judge = (instance: Instance) => {
    for (const [protocol, ports] of byProtocol(wanted.allowed)) {
      const why = whatHolds(firewalls, { network, protocol, ports, sources }, instance);
      if (why) return why;
    }
    return null;
  };
  return (instance) => {
    const likeness = JSON.stringify([instance.tags, instance.serviceAccount]);
    const why = known.has(likeness) ? (known.get(likeness) ?? null) : judge(instance);
    known.set(likeness, why);
    return why;
  };
}
