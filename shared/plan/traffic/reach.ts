import type { Firewall, FirewallPorts, Instance } from '../../model/live.ts';
import { type Denied, deniersOf, type Part, sharesOf, shutPorts } from './denied.ts';
import { common, covers, type Interval, subtract } from './intervals.ts';
import { byProtocol, portTexts } from './ports.ts';
import { sourceIntervals } from './sources.ts';

/** Packets that a VM is to get: every source, every port. */
export interface Traffic extends Part {
  network: string;
  protocol: string;
  /** Each as declared: a range that is kept out whole is not made up for by a larger one. */
  sources: Interval[];
}

/** What becomes of traffic that does not get through as a whole. */
export interface Held {
  /** That deny some of it, the deciding one first. */
  deniers: Firewall[];
  /** Some of it is neither let in nor denied by anybody. */
  lacks: boolean;
  /** On which no more of some declared range gets through than is denied. */
  shut: Shut[];
}

export interface Shut {
  by: Firewall;
  line: FirewallPorts;
}

/** Why some of the traffic does not get through to a VM; `null` when all of it does. */
export function whatHolds(
  firewalls: Firewall[],
  traffic: Traffic,
  instance: Pick<Instance, 'tags' | 'serviceAccount'>,
): Held | null {
  let waiting: Part[] = [traffic];
  const denied: Denied[] = [];
  for (const firewall of inOrder(firewalls.filter((one) => concerns(one, traffic, instance)))) {
    const isDenial = firewall.denied.length > 0;
    const ports = portsOf(isDenial ? firewall.denied : firewall.allowed, traffic.protocol);
    const rule = { ports, sources: sourceIntervals(firewall.sourceRanges) };
    if (isDenial) denied.push(...waiting.flatMap((one) => takenOf(one, rule)).map((one) => ({ ...one, by: firewall })));
    waiting = waiting.flatMap((one) => leftOf(one, rule));
  }
  const lacks = waiting.length > 0;
  if (!lacks && denied.length === 0) return null;
  const shut = shutPorts(denied, traffic.sources);
  const deniers = deniersOf(denied, shut);
  const shares = sharesOf(deniers, denied, shut).map(({ by, ports }) => {
    return { by, line: { protocol: traffic.protocol, ports: portTexts(ports) } };
  });
  return { deniers, lacks, shut: shares };
}

function takenOf(one: Part, rule: Part): Part[] {
  return [{ ports: common(one.ports, rule.ports), sources: common(one.sources, rule.sources) }].filter(holdsPackets);
}

/** What a rule did not take: the ports it does not name, and for those it names the sources it does not. */
function leftOf(one: Part, rule: Part): Part[] {
  return [
    { ports: subtract(one.ports, rule.ports), sources: one.sources },
    { ports: common(one.ports, rule.ports), sources: subtract(one.sources, rule.sources) },
  ].filter(holdsPackets);
}

function holdsPackets({ ports, sources }: Part): boolean {
  return ports.length > 0 && sources.length > 0;
}

/** The lowest number decides; at the same number a denial does. */
function inOrder(firewalls: Firewall[]): Firewall[] {
  return firewalls.toSorted(
    (one, other) => one.priority - other.priority || Number(other.denied.length > 0) - Number(one.denied.length > 0),
  );
}

function concerns(
  firewall: Firewall,
  { network, protocol }: Traffic,
  instance: Pick<Instance, 'tags' | 'serviceAccount'>,
): boolean {
  const lines = [...firewall.allowed, ...firewall.denied];
  return (
    firewall.direction === 'INGRESS' &&
    !firewall.disabled &&
    !isForSomeDestinations(firewall) &&
    firewall.network === network &&
    targets(firewall, instance) &&
    portsOf(lines, protocol).length > 0
  );
}

/** It may not be for the address that a packet of ours comes to, so that it neither lets in nor denies (destinations.ts). */
export function isForSomeDestinations({ direction, destinationRanges }: Firewall): boolean {
  if (direction !== 'INGRESS' || destinationRanges.length === 0) return false;
  return !covers(sourceIntervals(destinationRanges), sourceIntervals(['0.0.0.0/0']));
}

export function targets(
  firewall: Firewall,
  { tags, serviceAccount }: Pick<Instance, 'tags' | 'serviceAccount'>,
): boolean {
  return (
    isForAll(firewall) ||
    firewall.targetTags.some((tag) => tags.includes(tag)) ||
    (serviceAccount !== null && firewall.targetServiceAccounts.includes(serviceAccount))
  );
}

/** It names nobody, so that it is for every VM of the network. */
export function isForAll({ targetTags, targetServiceAccounts }: Firewall): boolean {
  return targetTags.length === 0 && targetServiceAccounts.length === 0;
}

function portsOf(lines: Firewall['allowed'], protocol: string): Interval[] {
  const merged = byProtocol(lines);
  return [...(merged.get('all') ?? []), ...(merged.get(protocol) ?? [])];
}

export function letsAllIn(firewall: Firewall, { ports, sources, protocol }: Omit<Traffic, 'network'>): boolean {
  return covers(portsOf(firewall.allowed, protocol), ports) && covers(sourceIntervals(firewall.sourceRanges), sources);
}
