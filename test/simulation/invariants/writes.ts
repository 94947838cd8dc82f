import type { Author } from '../../../sandbox/compute/store.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry, SentCall } from '../history.ts';

/** Words in which checkers speak of requests and of who made them. */

export function isOurs(by: Author | string | undefined): boolean {
  const name = typeof by === 'string' ? by : by?.principal;
  return name?.startsWith('worker-') ?? false;
}

export function nameOfWorker(principal: string | undefined): string {
  return principal?.split('@')[0] ?? '';
}

export function isWriteTo(call: SentCall, pattern: RegExp): boolean {
  return call.mutates && pattern.test(call.path);
}

/** A request of ours to Compute Engine that changes something, when it leaves. */
export function computeWrite(entry: Entry): SentCall | null {
  return entry.kind === 'sent' && entry.call.api === 'compute' && entry.call.mutates ? entry.call : null;
}

const bodies = new WeakMap<SentCall, JsonObject>();

/** Read once: a dozen checkers ask for the same. */
export function bodyOf(call: SentCall): JsonObject {
  const known = bodies.get(call) ?? readBody(call);
  bodies.set(call, known);
  return known;
}

function readBody({ body }: SentCall): JsonObject {
  try {
    return body ? (JSON.parse(body) as JsonObject) : {};
  } catch {
    return {};
  }
}

export function queryOf({ query }: SentCall, name: string): string | null {
  return new URLSearchParams(query).get(name);
}

/** `projects/P/zones/Z/instances/N` of `…/instances/N/attachDisk`. */
export function ownerPath({ path }: SentCall): string {
  return path.replace(/\/[^/]+$/, '');
}

/** The VMs that an addInstance or removeInstance names, or with which a pool is created, as paths. */
export function membersIn(call: SentCall): string[] {
  const { instances } = bodyOf(call) as { instances?: ({ instance: string } | string)[] };
  return (instances ?? []).map((one) => pathIn(typeof one === 'string' ? one : one.instance));
}

export function pathIn(link: string): string {
  return link.slice(link.indexOf('projects/'));
}

/** Of a link or path. */
export function nameIn(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}
