import { hash } from 'node:crypto';
import type { Json } from './json.ts';
import { refusal } from './refusal.ts';

/** What the real API answers for empty tags and empty labels. */
const emptyFingerprint = '42WmSpB8rSM=';

/** Derived from the content, spelt as URL-safe base64. */
export function fingerprintOf(content: Json | undefined): string {
  const text = JSON.stringify(sorted(content ?? null));
  if (text === 'null' || text === '[]' || text === '{}') return emptyFingerprint;
  return hash('sha256', text, 'buffer').subarray(0, 8).toString('base64url').padEnd(12, '=');
}

/** Fingerprints are bytes: clients decode them and spell them again in either alphabet. */
export function sameFingerprint(one: string, other: string): boolean {
  return bytesOf(one).equals(bytesOf(other));
}

export function requireFingerprint(given: Json | undefined, present: string, words: FingerprintWords): void {
  if (typeof given !== 'string' || given === '') throw refusal.required(words.field);
  if (!sameFingerprint(given, present)) throw refusal.condition(words.stale);
}

export interface FingerprintWords {
  field: string;
  stale: string;
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item ?? null)]),
  );
}
