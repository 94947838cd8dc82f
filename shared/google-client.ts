import * as fallback from 'google-gax/fallback';
import protobuf from 'protobufjs';
import type { Credentials } from './credentials.ts';
import { type Described, pruneDescription } from './description.ts';
import { ApiError, RefusedError, RetryLaterError } from './errors.ts';
import { type Foreign, foreignAnswer, isJson, isRedirect } from './foreign-answer.ts';
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

/**
 * Adds the token and turns every error answer into an ApiError that keeps `errors[].reason`, which the clients drop. What
 * is not Google's own JSON says nothing, with 200 or with 404 (F-12).
 */
export function googleFetch({ transport, credentials }: Pick<GoogleEndpoint, 'transport' | 'credentials'>): Transport {
  return async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await credentials.accessToken()}`);
    const response = await transport(url, { ...init, headers });
    const foreign = (expected: string) => foreignAnswer(response, { url, init, expected });
    if (isRedirect(response)) throw foreign('Google answers itself');
    if (!response.ok) throw await errorOf(response, { url, init, foreign });
    if (response.headers.has('content-type') && !isJson(response)) throw foreign('Google answers JSON');
    return response;
  };
}

type Asked = Pick<Foreign, 'url' | 'init'> & { foreign: (expected: string) => ApiError };

async function errorOf(response: Response, { url, init, foreign }: Asked): Promise<ApiError> {
  const text = await response.text();
  const { message, reason, code } = readError(text);
  if (response.status === 404 && code !== 404) return foreign('Google names the error in JSON');
  const request = `${init.method ?? 'GET'} ${new URL(url).pathname}`;
  return new ApiError(
    `${request}: ${response.status} ${message ?? text.slice(0, 200)}${adviceFor(response.status)}`,
    response.status,
    reason ?? 'unknown',
  );
}

function adviceFor(status: number): string {
  return status === 401 ? '; `gcloud auth application-default login` gets a new token' : '';
}

function readError(text: string): { message?: string; reason?: string; code?: number } {
  try {
    const { error } = JSON.parse(text);
    if (typeof error === 'string') return { message: error, reason: error };
    return { message: error?.message, reason: error?.errors?.[0]?.reason ?? error?.status, code: error?.code };
  } catch {
    return {};
  }
}

/**
 * Google's clients hash and read their package's whole description (11.7 MB for Compute Engine) each time one is built.
 * This reads of it what leads from the client's own service, once.
 */
class ThriftyGrpcClient extends fallback.GrpcClient {
  override loadProtoJSON(description: protobuf.INamespace): protobuf.Root {
    const root = new protobuf.Root();
    root.lookupService = (name) => serviceIn(description, String(name));
    return root;
  }

  /** Asking again is the transport's business (transport.ts): the clients would do it for ten minutes, by their own clock. */
  override constructSettings(...of: Parameters<fallback.GrpcClient['constructSettings']>) {
    const [service] = of;
    const known = settingsOf.get(service);
    if (known) return known;
    const settings = super.constructSettings(...of);
    for (const { retry } of Object.values(settings) as fallback.CallSettings[]) if (retry) retry.retryCodes = [];
    settingsOf.set(service, settings);
    return settings;
  }

  /** A client asks for all its methods, up to a hundred, when the first is called, and seldom calls a third: each is made when it is called. */
  override async createStub(...[service, ...how]: Parameters<fallback.GrpcClient['createStub']>) {
    const { methods } = service.resolveAll() as protobuf.Service;
    const make = (name: string): StubCall | undefined => {
      const described = name.charAt(0).toUpperCase() + name.slice(1);
      if (!methods[described]) return undefined;
      const one: protobuf.Service = Object.create(service, {
        methods: { value: { [described]: methods[described] } },
      });
      const stub = super.createStub(one, ...how) as Promise<unknown> as Promise<Record<string, StubCall>>;
      return unwrapping(async (...call) => void (await stub)[name]?.(...call));
    };
    const made = new Map<string, StubCall | undefined>();
    const get = (_: object, name: string) => made.get(name) ?? made.set(name, make(name)).get(name);
    return new Proxy({}, { get }) as Awaited<ReturnType<fallback.GrpcClient['createStub']>>;
  }
}

/** The same for every client of a service, and as dear as its first request. */
const settingsOf = new Map<string, ReturnType<fallback.GrpcClient['constructSettings']>>();

type Callback = (error: unknown, ...answer: unknown[]) => void;
type StubCall = (request: object, metadata: object, options: object, callback: Callback) => unknown;

/**
 * The clients put every error into one of theirs, in which status and reason are lost. Their deadline is left out: each
 * request has its limit below (transport.ts), and theirs holds on to the call by a timer of ten minutes.
 */
function unwrapping(call: StubCall): StubCall {
  return (request, metadata, options, callback) =>
    call(request, metadata, { ...options, deadline: undefined }, (error, ...answer) =>
      callback(ownError(error), ...answer),
    );
}

/** What is not ours the client stumbled over itself: the answer was not of the shape that the API describes. */
function ownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { cause } = error;
  if (cause instanceof ApiError || cause instanceof RefusedError || cause instanceof RetryLaterError) return cause;
  return new ApiError(`the answer cannot be read: ${error.message}`, 200, 'notReadable', { cause: error });
}

const services = new WeakMap<object, Map<string, protobuf.Service>>();

function serviceIn(description: protobuf.INamespace, name: string): protobuf.Service {
  const known = services.get(description) ?? new Map<string, protobuf.Service>();
  services.set(description, known);
  const service = known.get(name) ?? readService(description, name);
  known.set(name, service);
  return service;
}

function readService(description: protobuf.INamespace, name: string): protobuf.Service {
  const pruned = pruneDescription(description as Described, new Map([[name, 'all']]));
  return protobuf.Root.fromJSON(pruned as protobuf.INamespace).lookupService(name);
}

/** What leads to a method of the stub is made when it is called, too. */
function createApiCall(...of: Parameters<typeof fallback.createApiCall>): ReturnType<typeof fallback.createApiCall> {
  let call: ReturnType<typeof fallback.createApiCall> | undefined;
  return (...args) => {
    call ??= fallback.createApiCall(...of);
    return call(...args);
  };
}

/** Laid over the library and not copied from it: a copy would load every part of it. */
export const gax = over({ fallback: over({ GrpcClient: ThriftyGrpcClient, createApiCall }) });

function over<T extends object>(own: T): typeof fallback & T {
  return Object.create(fallback, Object.getOwnPropertyDescriptors(own));
}
