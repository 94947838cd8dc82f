/** Reading JSON from strangers: own keys only, so that `__proto__` and `constructor` name nothing. */

/** `publishTime` is also found under `publish_time`: both spellings are on the wire. */
export function valueAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(member, value);
}

export function objectAt(value: unknown, ...path: string[]): object | null {
  const found = valueAt(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : null;
}

export function textAt(value: unknown, ...path: string[]): string | null {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** Numbers, and 64-bit numbers that JSON carries as text. */
export function numberAt(value: unknown, ...path: string[]): number | null {
  const found = valueAt(value, ...path);
  const number = typeof found === 'string' && /^-?\d{1,20}$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A stranger's words, safe to print in a sentence: no control or bidirectional characters, at most 200 of the rest. */
export function quote(words: string): string {
  const printable = words.slice(0, 400).replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  const short = printable.replaceAll('`', "'").slice(0, 200);
  return short.length < words.length ? `${short.slice(0, 199)}…` : short;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const spelling = [key, snakeCase(key)].find(
    (name) => Object.hasOwn(value, name) && Reflect.get(value, name) !== null,
  );
  return spelling === undefined ? undefined : Reflect.get(value, spelling);
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
