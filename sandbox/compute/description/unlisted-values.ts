import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Version } from './load.ts';

const texts = new Map<Version, string>();

/**
 * Some values of an enum stand only in its comment, under "Additional supported values which may be not listed": two
 * enums of a message cannot share a name in protobuf. The text is read when a value is met that is not in the list.
 */
export function isUnlistedValue(version: Version, { message, value }: { message: string; value: string }): boolean {
  const text = textOf(version);
  const start = text.indexOf(`\nmessage ${message} {`);
  if (start < 0 || !/^\w+$/.test(value)) return false;
  const block = text.slice(start, text.indexOf('\n}', start));
  return block
    .split('Additional supported values')
    .slice(1)
    .some((part) => commentedWords(part).includes(value));
}

/** The lines of the comment that are one word each. */
function commentedWords(part: string): string[] {
  const [, ...lines] = part.split('\n');
  const end = lines.findIndex((line) => !line.trim().startsWith('//'));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^\s*\/\/\s*/, '').trim());
}

function textOf(version: Version): string {
  const known = texts.get(version);
  if (known !== undefined) return known;
  const folder = version === 'v1' ? 'v1' : 'v1beta';
  const name = `@google-cloud/compute/build/protos/google/cloud/compute/${folder}/compute.proto`;
  const text = readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');
  texts.set(version, text);
  return text;
}
