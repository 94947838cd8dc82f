import type { JsonObject } from '../compute/json.ts';
import { ServiceFailure } from './failure.ts';

const mostPerPage = 1000;

/** One page of a list; the token of the next one is the number of the item it begins with. An empty list is left out. */
export function pageOf(items: readonly JsonObject[], key: string, query: URLSearchParams): JsonObject {
  const size = sizeOf(query.get('pageSize'));
  const start = startOf(query.get('pageToken'));
  const page = items.slice(start, start + size);
  const isLast = start + size >= items.length;
  const next = isLast ? {} : { nextPageToken: Buffer.from(`after:${start + size}`).toString('base64url') };
  return { ...(page.length ? { [key]: page } : {}), ...next };
}

function sizeOf(text: string | null): number {
  const asked = Number(text ?? 0);
  return asked > 0 ? Math.min(asked, mostPerPage) : 100;
}

function startOf(token: string | null): number {
  if (!token) return 0;
  const found = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (found === undefined) throw new ServiceFailure('INVALID_ARGUMENT', `Invalid page token: \`${token}\``);
  return Number(found);
}
