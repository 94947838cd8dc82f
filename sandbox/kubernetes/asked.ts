import type { JsonObject } from '../../shared/model/json.ts';

export interface User {
  name: string;
  groups: readonly string[];
}

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** What a request asks for, read from its path and method alone. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  verb: Verb;
  /** `undefined` for paths that are no resource, such as `/version`. */
  target: Target | undefined;
}

export interface Target {
  group: string;
  version: string;
  plural: string;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

export interface Body {
  contentType: string;
  text: string;
}

/** `/api/v1/namespaces/N/pods/P/log`, `/apis/G/V/RESOURCE/NAME` and their like. */
export function readAsked(request: Request): Asked {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\/+$/, '') || '/';
  const target = readTarget(path);
  return {
    method: request.method,
    path,
    query: url.searchParams,
    headers: request.headers,
    target,
    verb: verbOf(request.method, target, url.searchParams),
  };
}

function readTarget(path: string): Target | undefined {
  const steps = path.split('/').slice(1).map(decodeURIComponent);
  const isCore = steps[0] === 'api';
  if (!isCore && steps[0] !== 'apis') return undefined;
  const [group = '', version = ''] = isCore ? ['', steps[1]] : [steps[1], steps[2]];
  const rest = steps.slice(isCore ? 2 : 3);
  if (!version || rest.length === 0) return undefined;
  const isNamespaced =
    rest[0] === 'namespaces' && rest.length > 2 && !(rest.length === 3 && isNamespaceSubresource(rest[2]));
  const [plural = '', name, ...subresource] = isNamespaced ? rest.slice(2) : rest;
  return {
    group,
    version,
    plural,
    name,
    namespace: isNamespaced ? rest[1] : undefined,
    subresource: subresource.length ? subresource.join('/') : undefined,
  };
}

function isNamespaceSubresource(step: string | undefined): boolean {
  return step === 'status' || step === 'finalize';
}

function verbOf(method: string, target: Target | undefined, query: URLSearchParams): Verb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return target?.name === undefined ? 'deletecollection' : 'delete';
    default:
      if (target === undefined || target.name !== undefined) return 'get';
      return isTrue(query.get('watch')) ? 'watch' : 'list';
  }
}

export function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1' || value === 'True';
}

/** What a verb answers. A text that is JSON already saves making it again. */
export interface Answer {
  status: number;
  body: JsonObject | string | ReadableStream<Uint8Array>;
  contentType?: string;
  warnings?: readonly string[];
}
