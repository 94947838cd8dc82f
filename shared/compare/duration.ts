const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const whole = /^[+-]?(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/;
const part = /(\d+(?:\.\d*)?)(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as Go spells it: `1h30m`, `90m`, `5400s` are one. `undefined` for what is none. */
export function nanosecondsOf(text: string): number | undefined {
  if (text === '0') return 0;
  if (!whole.test(text)) return undefined;
  const parts = [...text.matchAll(part)].map(([, amount, unit = '']) => Number(amount) * (unitNanoseconds[unit] ?? 0));
  const total = parts.reduce((sum, one) => sum + one, 0);
  return text.startsWith('-') ? -total : total;
}

export function isSameDuration(one: string, other: string): boolean {
  const [first, second] = [nanosecondsOf(one), nanosecondsOf(other)];
  return first === undefined || second === undefined ? one === other : first === second;
}
