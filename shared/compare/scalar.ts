import { isExactInteger, nearestNumber } from '../model/exact-integer.ts';
import type { Json } from '../model/json.ts';
import { isSameAddress } from './address.ts';
import type { Word } from './api-types.ts';
import { isSameDuration } from './duration.ts';
import { isSameQuantity } from './quantity.ts';

/** C-03: two spellings of one value, by what the field holds. */
export function isSameScalar(word: Word | 'address', declared: Json, live: Json): boolean {
  const [one, other] = [plain(declared), plain(live)];
  if (one === other) return true;
  if (word === 'quantity') return isSameQuantity(one, other);
  if (word === 'int-or-string') return isSameIntOrString(one, other);
  if (typeof one !== 'string' || typeof other !== 'string') return isDeepEqual(one, other);
  return sameText[word]?.(one, other) ?? false;
}

const sameText: Readonly<Partial<Record<Word | 'address', (one: string, other: string) => boolean>>> = {
  time: (one, other) => Date.parse(one) === Date.parse(other),
  duration: isSameDuration,
  // Without a schema: nothing but a duration is spelled `90m0s`, so nothing else is taken for one.
  open: isSameDuration,
  bytes: (one, other) => Buffer.from(one, 'base64').equals(Buffer.from(other, 'base64')),
  address: isSameAddress,
};

/** `null` and absent are equal; an integer beyond 2^53 equals what JSON.parse makes of its digits. */
export function isDeepEqual(one: Json | undefined, other: Json | undefined): boolean {
  const [first, second] = [plain(one ?? null), plain(other ?? null)];
  if (first === second) return true;
  if (Array.isArray(first) && Array.isArray(second)) {
    return first.length === second.length && first.every((item, index) => isDeepEqual(item, second[index]));
  }
  if (!isObject(first) || !isObject(second)) return false;
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].every((name) => isDeepEqual(own(first, name), own(second, name)));
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactInteger(value);
}

/** Names such as `constructor` are no fields of every object. */
export function own(object: { [key: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function plain(value: Json): Json {
  return isExactInteger(value) ? nearestNumber(value) : value;
}

function isSameIntOrString(one: Json, other: Json): boolean {
  return isText(one) && isText(other) && String(one) === String(other);
}

function isText(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
