import { isObject } from '../../sandbox/kubernetes/object.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { SentCall } from './history.ts';

/** Of a list that comes in pages, what one answer is about: the keys after `after` and up to `upTo`. */
export interface ListPart {
  after: string;
  /** `null`: to the end. */
  upTo: string | null;
  /** Asks for the rest. */
  next: string | null;
}

/** Words of the parts that were given so far, by the token that asks for what comes after. */
export type PartEnds = Map<string, string>;

export async function partOf(call: SentCall, answer: Response, ends: PartEnds): Promise<ListPart | undefined> {
  const body = JSON.parse(await answer.clone().text()) as JsonObject;
  if (!String(body.kind).endsWith('List') && !call.path.endsWith('/listManagedInstances')) return undefined;
  const { continue: rest } = isObject(body.metadata) ? body.metadata : {};
  const next = String(body.nextPageToken ?? rest ?? '') || null;
  const after = ends.get(tokenOf(call) ?? '') ?? '';
  const end = keysIn(body).sort().at(-1) ?? after;
  if (next) ends.set(next, end);
  return { after, upTo: next ? end : null, next };
}

/** Of the page that is asked for; `null` for the first. */
export function tokenOf({ query }: SentCall): string | null {
  const asked = new URLSearchParams(query);
  return asked.get('pageToken') || asked.get('continue') || null;
}

/** Which list it is of, whatever the page. */
export function listOf({ method, path, query }: SentCall): string {
  const asked = new URLSearchParams(query);
  asked.delete('pageToken');
  asked.delete('continue');
  return `${method} ${path} ${asked}`;
}

/** Whether what has this key, `projects/…/NAME`, `NAMESPACE/NAME` or `NAME`, would be in this part if it were there. */
export function isIn({ part }: SentCall, key: string): boolean {
  if (!part) return true;
  const place = placeOf(key);
  return place > part.after && (part.upTo === null || place <= part.upTo);
}

function keysIn({ items, managedInstances }: JsonObject): string[] {
  if (isObject(items)) return Object.values(items).flatMap((scope) => (isObject(scope) ? keysOfScope(scope) : []));
  return objectsIn(items ?? managedInstances).map(keyOf);
}

function keysOfScope(scope: JsonObject): string[] {
  return Object.values(scope).flatMap(objectsIn).map(keyOf);
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value : [];
}

function keyOf({ selfLink, instance, metadata }: JsonObject): string {
  const link = String(selfLink ?? instance ?? '');
  if (link) return link.slice(link.indexOf('projects/'));
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return placeOf(namespace ? `${namespace}/${name}` : String(name));
}

/** Objects are in the order of their namespaces. */
function placeOf(key: string): string {
  return key.startsWith('projects/') ? key : key.replace('/', '\0');
}
