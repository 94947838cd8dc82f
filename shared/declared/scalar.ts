import type { Scalar } from 'yaml';
import { type Plain, resolvePlain } from './plain-scalar.ts';

const tagPrefix = 'tag:yaml.org,2002:';
const kinds = ['bool', 'null', 'int', 'float'];
const collections = ['map', 'seq', 'omap', 'pairs', 'set'];

export type Meaning = Plain | { problem: string };

/** What a scalar means, by its tag where it has one: `!!int "5"` is 5, `!!str 5` is text, `! 5` is text. */
export function meaningOf(scalar: Scalar): Meaning {
  const text = String(scalar.source ?? '').toWellFormed();
  const tag = scalar.tag;
  if (tag === undefined) return scalar.type === 'PLAIN' ? resolvePlain(text) : { kind: 'str', value: text };
  if (tag === '!') return { kind: 'str', value: text };
  const name = standardTag(tag);
  if (name === undefined) return { problem: `the tag \`${tag}\` is refused: write the value without it` };
  if (name === 'binary') return binary(text);
  if (name === 'timestamp' && !/^\d{4}-\d\d?-\d\d?(?:$|[Tt ])/.test(text)) return { problem: noKind(text, name) };
  return kinds.includes(name) ? converted(text, name) : { kind: 'str', value: text };
}

/** kubectl takes no notice of a standard tag on a collection. */
export function collectionTagProblem(tag: string | undefined): string | undefined {
  if (tag === undefined || tag === '!' || standardTag(tag) !== undefined) return undefined;
  return `the tag \`${tag}\` is refused: write the value without it`;
}

function standardTag(tag: string): string | undefined {
  const name = tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : '';
  return [...kinds, ...collections, 'str', 'binary', 'timestamp', 'merge'].includes(name) ? name : undefined;
}

function converted(text: string, kind: string): Meaning {
  const plain = resolvePlain(text);
  if (plain.kind === kind) return plain;
  const isInt64 = plain.integer !== undefined && BigInt.asIntN(64, plain.integer) === plain.integer;
  if (kind === 'float' && isInt64) return { kind: 'float', value: Number(plain.integer) };
  return { problem: noKind(text, kind) };
}

function noKind(text: string, kind: string): string {
  return `\`${text}\` is no ${kind}, as its tag \`!!${kind}\` says`;
}

function binary(text: string): Meaning {
  const packed = text.replace(/[\r\n]/g, '');
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  if (!isBase64) return { problem: `\`${text}\` is not base64, as its tag \`!!binary\` says` };
  return { kind: 'str', value: Buffer.from(packed, 'base64').toString('utf8') };
}
