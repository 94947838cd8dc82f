import type { Json } from '../model/json.ts';

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;
const largestExponent = 60;

/** A Kubernetes quantity in billionths, rounded up as the API server does; `undefined` for what is none. */
export function nanosOf(value: Json): bigint | undefined {
  const match = pattern.exec(String(value));
  if (!match || typeof value === 'boolean') return undefined;
  const [, sign, whole = '', fraction = '', suffix = '', exponentText = '0'] = match;
  if (whole + fraction === '') return undefined;
  const exponent = 9 - fraction.length + (decimal[suffix] ?? 0) + Number(exponentText);
  if (Math.abs(exponent) > largestExponent) return undefined;
  const scaled = BigInt(whole + fraction) << (binary[suffix] ?? 0n);
  const nanos = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : ceilingOf(scaled, 10n ** BigInt(-exponent));
  return sign === '-' ? -nanos : nanos;
}

export function isSameQuantity(one: Json, other: Json): boolean {
  return isSameRounded(one, other, 1n);
}

/** Amounts of a resource list are kept in thousandths at most: `100u` reads back as `1m`. */
export function isSameAmount(one: Json, other: Json): boolean {
  return isSameRounded(one, other, 1_000_000n);
}

function isSameRounded(one: Json, other: Json, unit: bigint): boolean {
  const [first, second] = [nanosOf(one), nanosOf(other)];
  if (first === undefined || second === undefined) return one === other;
  return ceilingOf(first, unit) === ceilingOf(second, unit);
}

function ceilingOf(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit > 0n ? quotient + 1n : quotient;
}
