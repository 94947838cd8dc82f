import type { FirewallPorts } from '../../model/live.ts';
import { covers, type Interval, sameIntervals, subtract, union } from './intervals.ts';

const everyPort: Interval = [0n, 65535n];

/** N-04: `80`, `80-80` and ` 080` are one port; no port at all means each of them. Unreadable text is no port. */
export function portIntervals(ports: string[]): Interval[] {
  return ports.length === 0 ? [everyPort] : union(ports.flatMap(intervalOf));
}

/** `80`, `8000-8010`: sorted, neighbours joined. */
export function portTexts(intervals: Interval[]): string[] {
  return union(intervals).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
}

export function canonicalPorts(ports: string): string {
  return portTexts(portIntervals([ports])).join(',') || ports;
}

/** As Compute Engine reads it back: `80-80`. */
export function portRangeOf(ports: string): string {
  const canonical = canonicalPorts(ports);
  return canonical.includes('-') ? canonical : `${canonical}-${canonical}`;
}

function intervalOf(text: string): Interval[] {
  const [, first = '', last = first] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(text) ?? [];
  return first && Number(first) <= Number(last) ? [[BigInt(first), BigInt(last)]] : [];
}

const namesByNumber: Record<string, string> = {
  '1': 'icmp',
  '4': 'ipip',
  '6': 'tcp',
  '17': 'udp',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmp6',
  '94': 'ipip',
  '132': 'sctp',
};

/** N-04: `TCP`, `tcp` and `6` are one protocol. */
export function canonicalProtocol(protocol: string): string {
  const text = protocol.trim().toLowerCase();
  return namesByNumber[text] ?? text;
}

/** By canonical protocol; the lines of a firewall that speak of one protocol are joined. */
export function byProtocol(lines: FirewallPorts[]): Map<string, Interval[]> {
  const merged = new Map<string, Interval[]>();
  for (const { protocol, ports } of lines) {
    const name = canonicalProtocol(protocol);
    merged.set(name, union([...(merged.get(name) ?? []), ...portIntervals(ports)]));
  }
  return merged;
}

export function samePorts(one: FirewallPorts[], other: FirewallPorts[]): boolean {
  const [ours, theirs] = [byProtocol(one), byProtocol(other)];
  return (
    ours.size === theirs.size &&
    [...ours].every(([protocol, intervals]) => sameIntervals(intervals, theirs.get(protocol) ?? []))
  );
}

/** A line for every protocol covers each of them. */
export function coversPorts(outer: FirewallPorts[], inner: FirewallPorts[]): boolean {
  const theirs = byProtocol(outer);
  return [...byProtocol(inner)].every(([protocol, intervals]) =>
    covers([...(theirs.get('all') ?? []), ...(theirs.get(protocol) ?? [])], intervals),
  );
}

/** Sorted by protocol, ports joined: equal firewalls give equal lines. */
export function canonicalLines(lines: FirewallPorts[]): FirewallPorts[] {
  return [...byProtocol(lines)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([protocol, intervals]) => ({
      protocol,
      ports: sameIntervals(intervals, [everyPort]) ? [] : portTexts(intervals),
    }));
}

/** What of the lines is not among the taken; a line for every protocol stays, whatever is taken of one. */
export function withoutPorts(lines: FirewallPorts[], taken: Map<string, Interval[]>): FirewallPorts[] {
  return [...byProtocol(lines)].flatMap(([protocol, intervals]) => {
    const left = subtract(intervals, taken.get(protocol) ?? []);
    if (left.length === 0) return [];
    return [{ protocol, ports: sameIntervals(left, [everyPort]) ? [] : portTexts(left) }];
  });
}

/** As gcloud writes them: `tcp:80,tcp:8000-8010,icmp`. */
export function portsText(lines: FirewallPorts[]): string {
  return canonicalLines(lines)
    .flatMap(({ protocol, ports }) => (ports.length === 0 ? [protocol] : ports.map((one) => `${protocol}:${one}`)))
    .join(',');
}
