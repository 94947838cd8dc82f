import { integerFrom } from '../model/exact-integer.ts';
import type { Json } from '../model/json.ts';

const words = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const integers: [RegExp, string][] = [
  [/^[-+]?0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^[-+]?0[bB]([01]+)$/, '0b'],
  [/^[-+]?0[oO]([0-7]+)$/, '0o'],
  [/^[-+]?0([0-7]+)$/, '0o'],
  [/^[-+]?(0|[1-9][0-9]*)$/, ''],
];
const uint64End = 1n << 64n;

export type Plain = { kind: 'bool' | 'null' | 'int' | 'float' | 'str'; value: Json; integer?: bigint };

/** What an unquoted word means to kubectl, which is neither YAML 1.1 nor 1.2: no sexagesimal, no timestamps. */
export function resolvePlain(text: string): Plain {
  const word = words.get(text);
  if (word !== undefined) return { kind: kindOf(word), value: word };
  if (!/^[-+.0-9]/.test(text)) return { kind: 'str', value: text };
  const digits = withoutUnderscores(text);
  return integerIn(digits) ?? floatIn(digits) ?? { kind: 'str', value: text };
}

/** In a word that begins with a point they may stand between digits only. */
function withoutUnderscores(text: string): string {
  return text.startsWith('.') && !/^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text)
    ? text
    : text.replaceAll('_', '');
}

function kindOf(word: boolean | null | number): Plain['kind'] {
  if (word === null) return 'null';
  return typeof word === 'boolean' ? 'bool' : 'float';
}

function integerIn(digits: string): Plain | undefined {
  for (const [pattern, prefix] of integers) {
    const magnitude = pattern.exec(digits)?.[1];
    if (magnitude === undefined) continue;
    const integer = BigInt(prefix + magnitude) * (digits.startsWith('-') ? -1n : 1n);
    if (BigInt.asIntN(64, integer) === integer || (integer > 0n && integer < uint64End && !/^\+/.test(digits))) {
      return { kind: 'int', value: integerFrom(integer) as Json, integer };
    }
  }
  return undefined;
}

/** A number too large for a float stays the text it was. */
function floatIn(digits: string): Plain | undefined {
  if (!float.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? { kind: 'float', value } : undefined;
}
