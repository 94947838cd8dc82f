import { ApiError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Area } from '../model/live.ts';
import { type Reading, readPages } from './pages.ts';

/** What to list: `path` from `/api/v1/pods`, and how an item becomes the model's. */
export interface Listing<T> {
  area: Area;
  path: string;
  convert: (object: JsonObject) => T[];
}

/** Objects as the API server has them: no typed client drops the fields it does not know. */
export async function readKubernetesList<T>(
  kubernetes: () => Promise<KubernetesClients>,
  { area, path, convert }: Listing<T>,
): Promise<Reading<T>> {
  const items: T[] = [];
  const gaps = await readPages(
    area,
    async (token) => {
      const list = await fetchPage(await kubernetes(), path, token);
      return { list, nextPageToken: textOf(objectOf(list.metadata).continue) || null };
    },
    ({ list }) => {
      if (!textOf(list.kind).endsWith('List')) throw new ApiError('the answer is no list', 200, 'notAList');
      items.push(...namedObjects(list.items, false).flatMap(convert));
      return [];
    },
  );
  return { items, gaps };
}

/** What cannot be told from others may be the very one that is looked for: its whole list counts as unread (P-07). */
export function namedObjects(items: unknown, isNamespaced: boolean): JsonObject[] {
  const named = objectsOf(items as Json).filter(({ metadata }) => {
    const { name, namespace } = objectOf(metadata);
    return textOf(name) !== '' && (!isNamespaced || textOf(namespace) !== '');
  });
  if (Array.isArray(items) && named.length === items.length) return named;
  throw new ApiError('the answer is no list of objects with names', 200, 'notAList');
}

async function fetchPage({ access }: KubernetesClients, path: string, token: string): Promise<JsonObject> {
  const query = new URLSearchParams({ limit: '500', ...(token && { continue: token }) });
  const url = `${access.server.replace(/\/$/, '')}${path}?${query}`;
  const response = await access.transport(url, { method: 'GET', headers: { accept: 'application/json' } });
  return (await response.json()) as JsonObject;
}

export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function textsOf(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([key, one]) => [key, String(one)]));
}
