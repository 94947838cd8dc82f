import { ApiError, hasStatus } from '../errors.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import type { Resource } from './discovery.ts';
import { text } from './discovery.ts';
import { namedObjects } from './kubernetes-list.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';

const pageSize = 500;
const mostPages = 2000;

export interface ListOptions {
  namespace: string | null;
  labelSelector?: string;
  /** Names, labels and owners alone, without spec and data. */
  metadataOnly?: boolean;
}

interface Keeping<T> {
  options: ListOptions;
  /** What is kept of an object, as its page comes in. */
  keep: (object: JsonObject) => T;
}

/** Throws when any page fails: a list that was not read to its end proves no absence (P-07). */
export async function listObjects<T>(rest: KubernetesRest, resource: Resource, keeping: Keeping<T>): Promise<T[]> {
  try {
    return await readPages(rest, resource, keeping);
  } catch (error) {
    // The token of a page may expire while the pages before it are read: once more from the start, for what is there by now.
    if (!hasStatus(error, 410)) throw error;
    return await readPages(rest, resource, keeping);
  }
}

async function readPages<T>(rest: KubernetesRest, resource: Resource, { options, keep }: Keeping<T>): Promise<T[]> {
  const { apiVersion, kind } = resource;
  const kept: T[] = [];
  const seen = new Set<string>();
  let token = '';
  do {
    const list = await rest.get(listPath(resource, options, token), options.metadataOnly ? metadataList : undefined);
    // An empty list of metadata says `items: null`.
    if (!text(list.kind).endsWith('List')) throw new ApiError(`${kind}: the answer is no list`, 200, 'notAList');
    // The items of a list name neither kind nor version.
    const items = namedObjects(list.items ?? [], resource.namespaced);
    for (const item of items) kept.push(keep({ ...item, apiVersion, kind }));
    token = text(asObject(list.metadata).continue);
    if (seen.has(token)) throw new ApiError(`${kind}: the page token \`${token}\` came twice`, 200, 'repeatedPage');
    seen.add(token);
  } while (token !== '' && seen.size < mostPages);
  if (token !== '') throw new ApiError(`${kind}: more than ${mostPages} pages`, 200, 'tooManyPages');
  return kept;
}

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** Names, labels and owners of one object. */
export const metadataObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

function listPath(resource: Resource, { namespace, labelSelector }: ListOptions, token: string): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (token !== '') query.set('continue', token);
  return `${collectionPath(resource, namespace)}?${query}`;
}

export function collectionPath({ apiVersion, plural }: Resource, namespace: string | null): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespace === null ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

export function objectPath(resource: Resource, namespace: string | null, name: string): string {
  return `${collectionPath(resource, resource.namespaced ? namespace : null)}/${encodeURIComponent(name)}`;
}
