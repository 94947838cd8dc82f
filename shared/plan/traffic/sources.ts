import ipaddr from 'ipaddr.js';
import { isVersion4 } from '../../model/ip-range.ts';
import { type Interval, sameIntervals, union } from './intervals.ts';

/** N-11: where the health checkers of target pools come from. */
export const healthCheckers = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];

/** One number line for both families: IPv6 begins where no IPv4 address reaches. */
const firstOfVersion6 = 1n << 64n;

/** Unreadable ranges hold no address; they still differ as text (canonicalRanges). */
export function sourceIntervals(ranges: string[]): Interval[] {
  return union(ranges.flatMap(intervalOf));
}

/** N-05: `10.1.2.3/8` is `10.0.0.0/8`, and ranges that lie in others add nothing. */
export function sameSources(one: string[], other: string[]): boolean {
  const [unread, alsoUnread] = [unreadable(one), unreadable(other)];
  return (
    unread.length === alsoUnread.length &&
    unread.every((range) => alsoUnread.includes(range)) &&
    sameIntervals(sourceIntervals(one), sourceIntervals(other))
  );
}

/** Without host bits, IPv6 in its short form, sorted, without repeats. */
export function canonicalRanges(ranges: string[]): string[] {
  return [...new Set(ranges.map(canonicalRange))].sort();
}

function canonicalRange(range: string): string {
  const parsed = parse(range);
  if (!parsed) return range.trim();
  const [address, bits] = parsed;
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return `${network}/${bits}`;
}

function unreadable(ranges: string[]): string[] {
  return [...new Set(ranges.filter((range) => !parse(range)))];
}

function intervalOf(range: string): Interval[] {
  const parsed = parse(range);
  if (!parsed) return [];
  const [address, bits] = parsed;
  const isVersion4 = address.kind() === 'ipv4';
  const size = 1n << BigInt((isVersion4 ? 32 : 128) - bits);
  const value = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const first = (value / size) * size + (isVersion4 ? 0n : firstOfVersion6);
  return [[first, first + size - 1n]];
}

function parse(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const text = range.trim();
  const family = isVersion4(text) ? ipaddr.IPv4 : ipaddr.IPv6;
  if (family.isValidCIDR(text)) return family.parseCIDR(text);
  return family.isValid(text) ? [family.parse(text), family === ipaddr.IPv4 ? 32 : 128] : null;
}
