import type { Firewall } from '../../model/live.ts';
import { common, type Interval, intersects, pieces, sizeOf, subtract, union } from './intervals.ts';

/** Packets to some ports from some sources; two parts of the same traffic have no packet in common. */
export interface Part {
  ports: Interval[];
  sources: Interval[];
}

export interface Denied extends Part {
  by: Firewall;
}

/** What of the ports that are shut is told of one. */
export interface Share {
  by: Firewall;
  ports: Interval[];
}

/** Ports on which, of some range as declared, no more sources get through than are denied: that is no list of a few. */
export function shutPorts(denied: Denied[], ranges: Interval[]): Interval[] {
  const shut = pieces(denied.flatMap(({ ports }) => ports)).filter((port) => {
    const sources = denied.filter(({ ports }) => intersects(ports, [port])).flatMap((one) => one.sources);
    return ranges.some((range) => sizeOf(common([range], sources)) * 2n >= sizeOf([range]));
  });
  return union(shut);
}

/** The one that denies most first, where it matters: on the ports that are shut, if any are. */
export function deniersOf(denied: Denied[], shut: Interval[]): Firewall[] {
  const weigh = ({ ports, sources }: Part) => sizeOf(shut.length > 0 ? common(ports, shut) : ports) * sizeOf(sources);
  return [...Map.groupBy(denied, ({ by }) => by)]
    .map(([firewall, parts]) => ({ firewall, weight: parts.reduce((sum, part) => sum + weigh(part), 0n) }))
    .toSorted((one, other) => (one.weight > other.weight ? -1 : Number(one.weight < other.weight)))
    .map(({ firewall }) => firewall);
}

/** Each port that is shut is told once, of the first that denies it. */
export function sharesOf(deniers: Firewall[], denied: Denied[], shut: Interval[]): Share[] {
  let untold = shut;
  return deniers.flatMap((by) => {
    const own = denied.filter((one) => one.by === by).flatMap(({ ports }) => ports);
    const ports = common(untold, own);
    untold = subtract(untold, ports);
    return ports.length > 0 ? [{ by, ports }] : [];
  });
}
