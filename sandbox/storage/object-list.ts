import type { JsonObject } from '../compute/json.ts';
import type { StoredObject } from './buckets.ts';

/** One page of a bucket: those under a prefix; with a delimiter, what lies deeper is told as prefixes. */
export function listObjects(objects: readonly StoredObject[], query: URLSearchParams): JsonObject {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
  const under = objects.filter(({ metadata }) => metadata.name.startsWith(prefix));
  const deeper = under.map(({ metadata }) => prefixOf(metadata.name, prefix, delimiter));
  const items = under.filter((_, index) => deeper[index] === undefined).map(({ metadata }) => metadata);
  const prefixes = [...new Set(deeper.filter((one) => one !== undefined))];
  const { page, next } = pageOf(items, query);
  return {
    kind: 'storage#objects',
    ...(page.length ? { items: page } : {}),
    ...(prefixes.length ? { prefixes } : {}),
    ...next,
  };
}

function prefixOf(name: string, prefix: string, delimiter: string | null): string | undefined {
  const end = delimiter ? name.indexOf(delimiter, prefix.length) : -1;
  return delimiter && end >= 0 ? name.slice(0, end + delimiter.length) : undefined;
}

/** The token is the last name of the page before. */
function pageOf(items: StoredObject['metadata'][], query: URLSearchParams): { page: JsonObject[]; next: JsonObject } {
  const most = Math.min(Number(query.get('maxResults')) || 1000, 1000);
  const after = Buffer.from(query.get('pageToken') ?? '', 'base64url').toString();
  const rest = after ? items.filter(({ name }) => name > after) : items;
  const page = rest.slice(0, most);
  const last = page.at(-1)?.name ?? '';
  return { page, next: rest.length > most ? { nextPageToken: Buffer.from(last).toString('base64url') } : {} };
}
