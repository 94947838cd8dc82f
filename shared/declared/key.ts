import { isMap, isScalar, isSeq, Scalar } from 'yaml';
import type { Plain } from './plain-scalar.ts';
import { meaningOf } from './scalar.ts';

export type Key = { text: string } | { problem: string };

/** JSON knows only text as a key: kubectl turns what it can into text, and so does this. */
export function keyOf(node: unknown): Key {
  if (isMap(node) || isSeq(node)) return { problem: 'a mapping or a list cannot be a key: quote it if it is text' };
  const meaning = isScalar(node) ? meaningOf(node) : ({ kind: 'null', value: null } as const);
  if ('problem' in meaning) return meaning;
  const text = textOf(meaning);
  if (text === undefined) return { problem: 'kubectl takes neither null nor such a number as a key: quote it' };
  // With it a file could reach into the objects of the program that reads it.
  if (text === '__proto__') return { problem: 'the key `__proto__` is refused: choose another' };
  return { text };
}

export function isMergeKey(node: unknown): boolean {
  if (!isScalar(node) || node.source !== '<<') return false;
  return node.tag === 'tag:yaml.org,2002:merge' || (node.type === Scalar.PLAIN && (node.tag ?? '!') === '!');
}

function textOf({ kind, value, integer }: Plain): string | undefined {
  if (kind === 'str' || kind === 'bool') return String(value);
  if (kind === 'float') return floatKey(Number(value));
  if (integer === undefined || BigInt.asIntN(64, integer) !== integer) return undefined;
  return integer.toString();
}

/** kubectl writes a float key in single precision, as %g does in C. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(Math.fround(value))) return value > 0 ? '.inf' : '-.inf';
  const shortest = shortestSingle(value);
  const [mantissa = '0', exponentText = '0'] = shortest.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return Object.is(shortest, -0) ? '-0' : String(shortest);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The double with the fewest digits that rounds to the same single-precision number. */
function shortestSingle(value: number): number {
  const single = Math.fround(value);
  if (single === 0) return single;
  for (let digits = 1; digits <= 9; digits += 1) {
    const candidate = Number(single.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return single;
}
