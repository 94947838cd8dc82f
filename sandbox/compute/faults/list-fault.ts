import type { Answer } from '../handle.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { scopeOf } from '../link.ts';
import type { ResponseFault } from './fault.ts';

type ListFault = Extract<ResponseFault, { kind: 'page' | 'partial' }>;

/** A list that lacks something: its further pages, its end, or the scopes that could not be reached. */
export function editPage(fault: ListFault, answer: Answer): Answer {
  const { body } = answer;
  if (!body || answer.status !== 200) return answer;
  if (fault.kind === 'partial') return { ...answer, body: withoutScopes(body, fault) };
  return { ...answer, body: fault.how === 'repeated' ? repeatPage(body) : losePage(body) };
}

/** The token leads to the same page again and again. */
function repeatPage(body: JsonObject): JsonObject {
  return { ...body, nextPageToken: typeof body.nextPageToken === 'string' ? body.nextPageToken : 'C-LTA6=' };
}

/** The page comes without its items although the list goes on. */
function losePage(body: JsonObject): JsonObject {
  const { items: _, managedInstances: __, ...rest } = body;
  return isObject(body.items) ? { ...rest, items: {} } : rest;
}

/** As with returnPartialSuccess: what was reached, a warning for what was not, and its name among `unreachables`. */
function withoutScopes(body: JsonObject, { scopes, tells }: Extract<ListFault, { kind: 'partial' }>): JsonObject {
  const told = {
    ...((tells === undefined || tells === 'unreachables') && { unreachables: [...scopes] }),
    ...((tells === undefined || tells === 'warning') && { warning: unreachable(scopes) }),
  };
  if (Array.isArray(body.items)) return { ...body, items: body.items.filter((item) => !isIn(item, scopes)), ...told };
  if (!isObject(body.items)) return { ...body, ...told };
  const kept = Object.entries(body.items).filter(([scope]) => !scopes.includes(scope));
  const isNamed = tells === undefined || tells === 'warning of the place' || tells === 'silence of the place';
  const own = (scope: string) => (tells === 'silence of the place' ? {} : { warning: unreachable([scope]) });
  const lost = isNamed ? scopes.map((scope) => [scope, own(scope)] as const) : [];
  return { ...body, items: Object.fromEntries([...kept, ...lost]), ...told };
}

function isIn(item: Json, scopes: readonly string[]): boolean {
  if (!isObject(item) || typeof item.selfLink !== 'string') return false;
  return scopes.includes(scopeOf(item.selfLink.slice(item.selfLink.indexOf('projects/'))));
}

function unreachable(scopes: readonly string[]): JsonObject {
  const data = scopes.map((scope) => ({ key: 'scope', value: scope }));
  return { code: 'UNREACHABLE', message: `Could not reach ${scopes.join(', ')}.`, data };
}
