import { ApiError, messageOf, RefusedError } from './errors.ts';
import type { Runtime } from './runtime.ts';

/**
 * How a request leaves the process. Google's clients and the Kubernetes client are all built on one of these
 * (clients.ts), so that a read-only run is held here and not by good will (C-06, I-25), and a simulation can answer
 * without a socket.
 */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

/** Of a request that may take longer than others: a function at work on a repair. */
export interface Patience {
  limitSeconds?: number;
}

const attempts = 4;
const firstPauseMilliseconds = 500;

/**
 * fetch with a time limit for each request, answer read to its end: a reset in mid-body (F-03) is an error here, not later.
 * No redirect is followed: no API sends one, and the sign-in page it leads to would answer in its place (F-12).
 */
export function fetchTransport(fetcher: Transport = fetchWithAgent, timeoutSeconds = 130): Transport {
  return async (url, init) => {
    const { limitSeconds = timeoutSeconds }: RequestInit & Patience = init;
    const limit = AbortSignal.timeout(limitSeconds * 1000);
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return buffered(await fetcher(url, { redirect: 'manual', ...init, signal }));
  };
}

/** Node's own fetch refuses the agents of the undici package, which carry a cluster's certificates (kubernetes-access.ts). */
async function fetchWithAgent(url: string, init: RequestInit): Promise<Response> {
  if (!('dispatcher' in init || 'limitSeconds' in init)) return fetch(url, init);
  const undici = await import('undici');
  // By itself, it gives up when nothing has come for five minutes.
  const patient = 'limitSeconds' in init && { dispatcher: new undici.Agent({ headersTimeout: 0, bodyTimeout: 0 }) };
  return (await undici.fetch(url, { ...patient, ...init } as never)) as unknown as Response;
}

/**
 * Repeats what may be repeated: reads, messages, and writes that carry a `requestId` (P-16) or are known not to have been
 * applied. The same request goes out again, so a write whose outcome is unknown keeps its `requestId` (I-28).
 */
export function retrying(transport: Transport, runtime: Runtime): Transport {
  return async (url, init) => {
    let before: Attempt | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const result = await attemptOnce(transport, url, init);
      if (before && 'error' in result && result.error instanceof RefusedError)
        throw notAgain(result.error, before, { url, init });
      before = result;
      if (attempt >= attempts || !(await mayRepeat(url, init, result))) return settle(result, url, init);
      await runtime.sleep(pauseMilliseconds(attempt, result, runtime), init.signal ?? undefined);
    }
  };
}

/** C-06, I-25: a plan or an audit cannot change anything, whatever the code above does. */
export function readOnly(transport: Transport): Transport {
  return (url, init) => {
    if (mutates(url, init)) {
      throw new RefusedError(
        `a read-only run tried \`${init.method} ${new URL(url).pathname}\`: nothing was sent`,
        500,
      );
    }
    return transport(url, init);
  };
}

export type Check = (url: string, init: RequestInit) => Promise<void>;

/** Calls `check` before each request that changes something; it throws to hold the request back (I-24). */
export function guarded(transport: Transport, check: Check): Transport {
  return async (url, init) => {
    if (mutates(url, init)) await check(url, init);
    return transport(url, init);
  };
}

const readingPosts = [
  /\/listManagedInstances$/,
  /\/listInstances$/,
  /\/getHealth$/,
  /\/operations\/[^/]+\/wait$/,
  /\/entries:list$/,
  // Only looked at: without an acknowledgement the message stays (observe/wiring.ts).
  /\/subscriptions\/[^/]+:pull$/,
  /:(?:testIamPermissions|generateAccessToken|generateIdToken)$/,
  /\/testIamPermissions$/,
  /\/self(?:subjectaccess|subjectrules)reviews$/,
];

/** Pub/Sub may deliver a message twice anyway, and one that comes twice is better than none. */
const publishes = /\/topics\/[^/]+:publish$/;

export function mutates(url: string, init: RequestInit): boolean {
  const method = (init.method ?? 'GET').toUpperCase();
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return false;
  const { pathname, searchParams } = new URL(url);
  if (searchParams.get('dryRun') === 'All') return false;
  return !(method === 'POST' && readingPosts.some((pattern) => pattern.test(pathname)));
}

type Attempt = { response: Response } | { error: unknown };

async function attemptOnce(transport: Transport, url: string, init: RequestInit): Promise<Attempt> {
  try {
    return { response: await buffered(await transport(url, init)) };
  } catch (error) {
    return { error };
  }
}

async function buffered(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  const bytes = await response.arrayBuffer();
  return new Response(bytes.byteLength > 0 ? bytes : null, { status, statusText, headers });
}

function settle(result: Attempt, url: string, { method = 'GET' }: RequestInit): Response {
  if ('response' in result) return result.response;
  if (result.error instanceof RefusedError) throw result.error;
  const cause = deepestCause(result.error);
  const words = hasNoConnection(cause)
    ? `${new URL(url).host} cannot be reached (${messageOf(cause)}): check the network, the address, and any proxy in between`
    : `${method} ${new URL(url).pathname}: ${messageOf(cause)}`;
  throw new ApiError(words, 0, 'unreachable', { cause: result.error });
}

/** What came of the attempt before is what counts: it may have been applied, and only a read can tell (I-28). */
function notAgain(refusal: RefusedError, before: Attempt, { url, init }: { url: string; init: RequestInit }): ApiError {
  const [status, words] =
    'response' in before
      ? [before.response.status, `${before.response.status}`]
      : [0, messageOf(deepestCause(before.error))];
  return new ApiError(
    `${init.method ?? 'GET'} ${new URL(url).pathname}: ${words}; it was not sent again: ${refusal.message}`,
    status,
    'not-sent-again',
    { cause: refusal },
  );
}

/** Where a host does not answer at all, what was asked of it does not matter: one line for all requests. */
function hasNoConnection(cause: unknown): boolean {
  const { code = '' } = cause as { code?: string };
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code);
}

async function mayRepeat(url: string, init: RequestInit, result: Attempt): Promise<boolean> {
  if ('error' in result) {
    return !(result.error instanceof RefusedError) && init.signal?.aborted !== true && isRepeatable(url, init);
  }
  const { status } = result.response;
  if (status === 429 || (await isRateLimit(result.response))) return true;
  return [408, 500, 502, 503, 504].includes(status) && isRepeatable(url, init);
}

/** Compute Engine says 403 where others say 429; only the reason tells it from a missing permission. */
async function isRateLimit(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  return /"rateLimitExceeded"|Quota exceeded for quota metric/.test(await response.clone().text());
}

function isRepeatable(url: string, init: RequestInit): boolean {
  const { searchParams, pathname } = new URL(url);
  return !mutates(url, init) || searchParams.has('requestId') || publishes.test(pathname);
}

function pauseMilliseconds(attempt: number, result: Attempt, runtime: Runtime): number {
  const asked = 'response' in result ? Number(result.response.headers.get('retry-after')) : 0;
  if (asked > 0) return Math.min(asked, 30) * 1000;
  return firstPauseMilliseconds * 2 ** (attempt - 1) * (0.5 + runtime.random());
}

/** `fetch failed` says nothing; its cause says `connect ECONNREFUSED 127.0.0.1:1`. */
function deepestCause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? deepestCause(error.cause) : error;
}
