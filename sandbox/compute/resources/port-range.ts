import type { ForwardingRule } from '../kinds.ts';
import { refusal } from '../refusal.ts';

/** `80` -> `80-80`. */
export function portRangeOf(text: string): string {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === '' || Number(first) > Number(last) || Number(last) > 65_535) {
    throw refusal.invalid('resource.portRange', text, 'Must be a valid port or range of ports.');
  }
  return `${Number(first)}-${Number(last)}`;
}

/** Two rules cannot answer on the same address, protocol and port. */
export function requireNoConflict(rules: readonly ForwardingRule[], rule: ForwardingRule): void {
  const other = rules.find((one) => one.id !== rule.id && collides(one, rule));
  if (!other) return;
  const why = 'Specified IP address is in-use and would result in a conflict.';
  throw refusal.invalid('resource.IPAddress', rule.IPAddress, why);
}

function collides(one: ForwardingRule, other: ForwardingRule): boolean {
  if (one.IPAddress !== other.IPAddress || one.IPProtocol !== other.IPProtocol) return false;
  const [first, last] = boundsOf(one);
  const [otherFirst, otherLast] = boundsOf(other);
  return first <= otherLast && otherFirst <= last;
}

/** No range means every port. */
function boundsOf({ portRange = '0-65535' }: ForwardingRule): [number, number] {
  const [first = '0', last = first] = portRange.split('-');
  return [Number(first), Number(last)];
}
