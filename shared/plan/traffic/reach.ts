import type { Firewall, Instance } from '../../model/live.ts';
import { covers, type Interval, intersects, subtract } from './intervals.ts';
import { byProtocol } from './ports.ts';
import { sourceIntervals } from './sources.ts';

/** Packets that a VM is to get: every source, every port. */
export interface Traffic {
  network: string;
  protocol: string;
  ports: Interval[];
  sources: Interval[];
}

/** What becomes of traffic that does not get through as a whole. */
export interface Held {
  /** That deny some of it, the deciding one first. */
  deniers: Firewall[];
  /** Some of it is neither let in nor denied by anybody. */
  lacks: boolean;
  /** Some of it gets through. */
  gets: boolean;
}

/** Why some of the traffic does not get through to a VM; `null` when all of it does. */
export function whatHolds(
  firewalls: Firewall[],
  traffic: Traffic,
  instance: Pick<Instance, 'tags' | 'serviceAccount'>,
): Held | null {
  let waiting: Pick<Traffic, 'ports' | 'sources'>[] = [traffic];
  const [takers, deniers]: [Firewall[], Firewall[]] = [[], []];
  for (const firewall of inOrder(firewalls.filter((one) => concerns(one, traffic, instance)))) {
    const lines = firewall.denied.length > 0 ? firewall.denied : firewall.allowed;
    const [ports, sources] = [portsOf(lines, traffic.protocol), sourceIntervals(firewall.sourceRanges)];
    const isMet = waiting.some((one) => intersects(one.ports, ports) && intersects(one.sources, sources));
    if (isMet) (firewall.denied.length > 0 ? deniers : takers).push(firewall);
    waiting = waiting.flatMap((one) => leftOf(one, ports, sources));
  }
  const lacks = waiting.length > 0;
  return lacks || deniers.length > 0 ? { deniers, lacks, gets: takers.length > 0 } : null;
}

/** What a rule did not take: the ports it does not name, and for those it names the sources it does not. */
function leftOf(
  one: Pick<Traffic, 'ports' | 'sources'>,
  ports: Interval[],
  sources: Interval[],
): Pick<Traffic, 'ports' | 'sources'>[] {
  const otherPorts = subtract(one.ports, ports);
  const samePorts = subtract(one.ports, otherPorts);
  const otherSources = subtract(one.sources, sources);
  return [
    { ports: otherPorts, sources: one.sources },
    { ports: samePorts, sources: otherSources },
  ].filter((part) => part.ports.length > 0 && part.sources.length > 0);
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
    firewall.network === network &&
    targets(firewall, instance) &&
    portsOf(lines, protocol).length > 0
  );
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
