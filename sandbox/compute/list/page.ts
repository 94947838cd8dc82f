import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import { refusal } from '../refusal.ts';

export interface Page<T> {
  items: T[];
  nextPageToken: string | undefined;
}

/** Cuts a page out of items that are in order. The token holds the key of the last item, so that deletions skip nothing. */
export function cutPage<T>(
  items: readonly T[],
  { world, query }: Pick<Call, 'world' | 'query'>,
  keyOf: (item: T) => string,
): Page<T> {
  const size = Math.min(pageSize(query), world.settings.pageLimit ?? Number.POSITIVE_INFINITY);
  const from = startOf(items, query, keyOf);
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  const more = from + size < items.length && last !== undefined;
  return { items: page, nextPageToken: more ? writeToken(from + size, keyOf(last)) : undefined };
}

function pageSize({ maxResults }: JsonObject): number {
  if (maxResults === undefined) return 500;
  if (typeof maxResults === 'number' && maxResults >= 0 && maxResults <= 500) return maxResults || 500;
  throw refusal.invalid('maxResults', String(maxResults), 'Values must be between [0, 500]');
}

function startOf<T>(items: readonly T[], { pageToken, orderBy }: JsonObject, keyOf: (item: T) => string): number {
  if (typeof pageToken !== 'string' || pageToken === '') return 0;
  const { index, key } = readToken(pageToken);
  const last = items.findIndex((item) => keyOf(item) === key);
  if (last >= 0) return last + 1;
  // It is gone since. By age nothing tells where it stood, except that it was so far down.
  const next = orderBy === 'creationTimestamp desc' ? index : items.findIndex((item) => keyOf(item) > key);
  return next < 0 ? items.length : Math.min(next, items.length);
}

/** Tokens hold `=` and `-`, as real ones do, so that a client which does not encode them is found out. */
function writeToken(index: number, key: string): string {
  const text = Buffer.from(`-${index}:${key}`).toString('base64url');
  return `C-${text}=`;
}

function readToken(token: string): { index: number; key: string } {
  const text = Buffer.from(token.replace(/^C-/, '').replace(/=$/, ''), 'base64url').toString();
  const [, index = '', key = ''] = /^-(\d+):(.*)$/s.exec(text) ?? [];
  if (index === '' || !token.startsWith('C-')) {
    throw refusal.invalid('pageToken', token, 'The page token is not valid.');
  }
  return { index: Number(index), key };
}
