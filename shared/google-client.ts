import * as fallback from 'google-gax/fallback';
import protobuf from 'protobufjs';
import type { Credentials } from './credentials.ts';
import { ApiError } from './errors.ts';
import type { Transport } from './transport.ts';

/** What Google's generated clients take; `auth.fetch` is where their requests come out. */
export interface ClientOptions {
  apiEndpoint: string;
  port: number;
  protocol: string;
  fallback: true;
  auth: { getClient(): Promise<object>; fetch(url: string, init: RequestInit): Promise<Response> };
}

export interface GoogleEndpoint {
  /** Scheme, host and port; the path belongs to the client. */
  endpoint: string;
  transport: Transport;
  credentials: Credentials;
}

export function clientOptions(of: GoogleEndpoint): ClientOptions {
  const { protocol, hostname, port } = new URL(of.endpoint);
  return {
    apiEndpoint: hostname,
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    protocol: protocol.slice(0, -1),
    fallback: true,
    auth: { getClient: async () => ({ universeDomain: 'googleapis.com' }), fetch: googleFetch(of) },
  };
}

/** Adds the token and turns every error answer into an ApiError that keeps `errors[].reason`, which the clients drop. */
export function googleFetch({ transport, credentials }: Pick<GoogleEndpoint, 'transport' | 'credentials'>): Transport {
  return async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await credentials.accessToken()}`);
    const response = await transport(url, { ...init, headers });
    if (!response.ok) throw await errorOf(response, `${init.method ?? 'GET'} ${new URL(url).pathname}`);
    return checkedJson(response, url);
  };
}

/** Where the real API would answer JSON, a proxy may answer HTML with 200 (F-12). */
function checkedJson(response: Response, url: string): Response {
  const type = response.headers.get('content-type') ?? 'application/json';
  if (/json/.test(type)) return response;
  throw new ApiError(`${new URL(url).host} answered \`${type}\` where JSON was expected`, response.status, 'notJson');
}

async function errorOf(response: Response, request: string): Promise<ApiError> {
  const text = await response.text();
  const { message, reason } = readError(text);
  return new ApiError(
    `${request}: ${response.status} ${message ?? text.slice(0, 200)}`,
    response.status,
    reason ?? 'unknown',
  );
}

function readError(text: string): { message?: string; reason?: string } {
  try {
    const { error } = JSON.parse(text);
    if (typeof error === 'string') return { message: error, reason: error };
    return { message: error?.message, reason: error?.errors?.[0]?.reason ?? error?.status };
  } catch {
    return {};
  }
}

const roots = new WeakMap<object, protobuf.Root>();

/**
 * The clients hash their whole description (11.7 MB for Compute Engine) each time one is built, to find it in a cache.
 * Looking it up by identity instead, and reading only `v1`, halves the start of a process that is not bundled.
 */
class CachingGrpcClient extends fallback.GrpcClient {
  override loadProtoJSON(description: protobuf.INamespace): protobuf.Root {
    const known = roots.get(description);
    if (known) return known;
    const root = protobuf.Root.fromJSON(withoutBetaVersions(description));
    roots.set(description, root);
    return root;
  }
}

function withoutBetaVersions(description: protobuf.INamespace): protobuf.INamespace {
  const copy = structuredCloneShallow(description, ['google', 'cloud', 'compute']);
  const compute = path(copy, ['google', 'cloud', 'compute']);
  for (const version of Object.keys(compute?.nested ?? {})) {
    if (version !== 'v1' && compute?.nested) delete compute.nested[version];
  }
  return copy;
}

function structuredCloneShallow(namespace: protobuf.INamespace, [next, ...rest]: string[]): protobuf.INamespace {
  const copy = { ...namespace, nested: { ...namespace.nested } };
  const child = next === undefined ? undefined : copy.nested[next];
  if (next !== undefined && child) copy.nested[next] = structuredCloneShallow(child as protobuf.INamespace, rest);
  return copy;
}

function path(namespace: protobuf.INamespace, names: string[]): protobuf.INamespace | undefined {
  return names.reduce<protobuf.INamespace | undefined>(
    (parent, name) => parent?.nested?.[name] as protobuf.INamespace | undefined,
    namespace,
  );
}

export const gax = { ...fallback, fallback: { ...fallback, GrpcClient: CachingGrpcClient } };
