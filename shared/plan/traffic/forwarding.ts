import type { Declared } from '../../model/declared.ts';
import { type DeclaredExposure, exposuresOf } from '../../model/exposure.ts';
import type { ForwardingRule, Live } from '../../model/live.ts';
import { lastSegment, type Reference, sameReference } from '../../model/reference.ts';
import { type ResolvedAddress, resolveAddress } from './address.ts';
import { ownerOf } from './declared-firewall.ts';
import { intersects, sameIntervals } from './intervals.ts';
import { resourceName } from './name.ts';
import { canonicalPorts, canonicalProtocol, portIntervals } from './ports.ts';

/** One (address, protocol, port range): what one forwarding rule is for. */
export interface WantedForwarding {
  /** The one Underpin would make; one that was made by hand may have another name. */
  reference: Reference;
  exposure: DeclaredExposure;
  address: ResolvedAddress;
  protocol: 'TCP' | 'UDP';
  /** Canonical: `80`, `8000-8010`. */
  ports: string;
  pool: Reference;
  /** N-04: the live one for exactly this. */
  found: ForwardingRule | null;
  /** Others on the same address and protocol whose ports overlap: with them, no second one can be made. */
  overlapping: ForwardingRule[];
}

export function wantedForwarding(declared: Declared, live: Live): WantedForwarding[] {
  return exposuresOf(declared).flatMap((exposure) => {
    const address = resolveAddress(declared, live, exposure.address);
    return [...new Set(exposure.ports.map(canonicalPorts))].map((ports) =>
      wanted(declared, live, { exposure, address, ports }),
    );
  });
}

function wanted(
  { cluster }: Declared,
  live: Live,
  { exposure, address, ports }: Pick<WantedForwarding, 'exposure' | 'address' | 'ports'>,
): WantedForwarding {
  const { project, region } = cluster.spec;
  const { protocol, pool } = exposure;
  const [found, overlapping] = present(live, { ip: address.ip, region, protocol, ports });
  return {
    reference: named(
      [cluster.metadata.name, ownerOf(exposure), protocol, ports],
      { project, location: region, collection: 'forwardingRules' },
      { ip: address.ip, rules: live.forwardingRules.filter((one) => one !== found) },
    ),
    exposure,
    address,
    protocol,
    ports,
    pool: { project, location: region, collection: 'targetPools', name: pool },
    found,
    overlapping,
  };
}

/** N-01: one that has its name stays on its own address, such as on the former number of the declared one. */
function named(
  words: string[],
  place: Omit<Reference, 'name'>,
  { ip, rules }: { ip: string | null; rules: ForwardingRule[] },
): Reference {
  const usual = { ...place, name: resourceName(...words) };
  const isTaken = rules.some(({ reference }) => sameReference(reference, usual));
  return isTaken && ip ? { ...place, name: resourceName(...words, ip) } : usual;
}

interface Place {
  ip: string | null;
  region: string;
  protocol: string;
  ports: string;
}

function present(live: Live, { ip, region, protocol, ports }: Place): [ForwardingRule | null, ForwardingRule[]] {
  const intervals = portIntervals([ports]);
  const overlapping = live.forwardingRules.filter(
    (one) =>
      one.address === ip &&
      one.reference.location === region &&
      isSameProtocol(one.protocol, protocol) &&
      intersects(intervalsOf(one), intervals),
  );
  const found = overlapping.find((one) => sameIntervals(intervalsOf(one), intervals)) ?? null;
  return [found, overlapping.filter((one) => one !== found)];
}

/** Whether a forwarding rule brings just this to just this pool, on whatever address. */
export function doesTheSame(rule: ForwardingRule, { protocol, ports, pool }: WantedForwarding): boolean {
  return (
    isSameProtocol(rule.protocol, protocol) &&
    sameIntervals(intervalsOf(rule), portIntervals([ports])) &&
    lastSegment(rule.target) === pool.name
  );
}

/** `L3_DEFAULT` takes every protocol. */
function isSameProtocol(live: string, protocol: string): boolean {
  const theirs = canonicalProtocol(live);
  return theirs === canonicalProtocol(protocol) || theirs === 'l3_default';
}

/** No range and no ports: all of them. */
export function intervalsOf({ portRange, ports }: ForwardingRule) {
  return portIntervals(portRange ? [portRange] : ports);
}
