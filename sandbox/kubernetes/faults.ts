import type { JsonObject } from '../../shared/model/json.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Call } from './call.ts';
import { objectAt } from './object.ts';
import { statusBody } from './status.ts';

export type FaultName =
  | 'F-01'
  | 'F-02'
  | 'F-03'
  | 'F-04'
  | 'F-05'
  | 'F-06'
  | 'F-07'
  | 'F-08'
  | 'F-09'
  | 'F-10'
  | 'F-12'
  | 'F-13'
  | 'F-14'
  | 'F-23';

/** What goes wrong, with which calls, how often. */
export interface Fault {
  fault: FaultName;
  when?: (call: Call) => boolean;
  /** How many calls it meets; for good when absent. */
  times?: number;
  /** How many calls of its kind go well first. */
  after?: number;
  /** The request is carried out, only its answer is lost or replaced. F-02 is so without saying. */
  isApplied?: boolean;
  /** Of the answer, where the fault leaves a choice: F-06 500, 502, 503 (default), 504; F-10 409 (default), 412; F-12 any, 502 by default. */
  status?: number;
  /** F-12: a line of text in place of a page. */
  isPlain?: boolean;
  /** F-02: how long the caller waits before the connection ends. */
  delayMilliseconds?: number;
  /** F-14: how many writes the answer is behind. */
  writesBehind?: number;
  /** F-23: what another actor does just before this call. */
  act?: () => void;
}

export interface Faults {
  /** Takes it back when called. */
  add(fault: Fault): () => void;
  clear(): void;
}

export class FaultPlan implements Faults {
  #planned: { fault: Fault; passed: number; met: number }[] = [];

  add(fault: Fault): () => void {
    const plan = { fault, passed: 0, met: 0 };
    this.#planned.push(plan);
    return () => {
      this.#planned = this.#planned.filter((one) => one !== plan);
    };
  }

  clear(): void {
    this.#planned = [];
  }

  /** The first that this call meets. */
  take(call: Call): Fault | undefined {
    for (const plan of this.#planned) {
      const { fault } = plan;
      if (plan.met >= (fault.times ?? Number.POSITIVE_INFINITY) || !(fault.when?.(call) ?? true)) continue;
      if (plan.passed++ < (fault.after ?? 0)) continue;
      plan.met++;
      return fault;
    }
    return undefined;
  }
}

/** F-02 has happened to the server already when it happens to the caller. */
export function isApplied(fault: Fault): boolean {
  return (
    fault.isApplied ??
    (fault.fault === 'F-02' || fault.fault === 'F-13' || fault.fault === 'F-14' || fault.fault === 'F-23')
  );
}

/** The answer in place of the true one, or the failure of the connection. `real` is absent when nothing was carried out. */
export async function suffer(fault: Fault, real: Response | undefined, runtime: Runtime): Promise<Response> {
  switch (fault.fault) {
    case 'F-01':
      throw connectionError('ECONNREFUSED', 'connect ECONNREFUSED');
    case 'F-02':
      await runtime.sleep(fault.delayMilliseconds ?? 30_000);
      throw connectionError('ETIMEDOUT', 'request timed out');
    case 'F-03':
      return cutInMidBody(real);
    case 'F-12':
      return fault.isPlain ? lineOf(fault.status ?? 502) : pageOf(fault.status ?? 502);
    case 'F-13':
      return withoutRest(real);
    case 'F-14':
    case 'F-23':
      return real ?? refusal(503, 'ServiceUnavailable', 'the server is currently unable to handle the request');
    default:
      return refused(fault);
  }
}

/** Of a proxy that finds no server, or of the place where one is to sign in. */
function pageOf(status: number): Response {
  const title = status === 502 ? '502 Bad Gateway' : 'Sign in';
  const isRedirect = status >= 300 && status < 400;
  return new Response(`<html><head><title>${title}</title></head><body>${title}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html', ...(isRedirect && { location: 'https://login.example/?state=secret' }) },
  });
}

/** As many a proxy has it, and the API server itself for a group that it does not have. */
function lineOf(status: number): Response {
  const words = status === 404 ? '404 page not found\n' : `upstream answered ${status}\n`;
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

function refused({ fault, status }: Fault): Response {
  switch (fault) {
    case 'F-04':
      return refusal(
        429,
        'TooManyRequests',
        'the server has received too many requests and has asked us to try again later',
      );
    case 'F-05':
      return refusal(403, 'Forbidden', 'rateLimitExceeded: Rate Limit Exceeded');
    case 'F-07':
      return refusal(401, 'Unauthorized', 'Unauthorized');
    case 'F-08':
      return refusal(403, 'Forbidden', 'forbidden: User "sandbox-admin" cannot do this');
    case 'F-09':
      return refusal(404, 'NotFound', 'the server could not find the requested resource');
    case 'F-10':
      return refusal(
        status ?? 409,
        'Conflict',
        'Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
      );
    default:
      return refusal(
        status ?? 503,
        serverReasons[status ?? 503] ?? 'InternalError',
        'the server is currently unable to handle the request',
      );
  }
}

const serverReasons: Readonly<Record<number, string>> = {
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function refusal(code: number, reason: string, message: string): Response {
  const isForLater = code === 429;
  const details = isForLater ? { retryAfterSeconds: 1 } : undefined;
  const headers: Record<string, string> = isForLater ? { 'retry-after': '1' } : {};
  return Response.json(statusBody({ code, reason, message, details }), { status: code, headers });
}

function connectionError(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

/** The head of an answer and half of its body, and then the connection is gone. */
async function cutInMidBody(real: Response | undefined): Promise<Response> {
  const whole = new Uint8Array((await real?.arrayBuffer()) ?? new TextEncoder().encode('{"kind":"List","items":['));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(whole.subarray(0, Math.ceil(whole.length / 2))),
    pull: (controller) => controller.error(connectionError('ECONNRESET', 'terminated')),
  });
  return new Response(body, { status: real?.status ?? 200, headers: { 'content-type': 'application/json' } });
}

/** A list that stops short: a page without its `continue`, and without the rest. */
async function withoutRest(real: Response | undefined): Promise<Response> {
  if (!real?.ok)
    return real ?? refusal(503, 'ServiceUnavailable', 'the server is currently unable to handle the request');
  const list: JsonObject = JSON.parse(await real.text());
  const { continue: _, remainingItemCount: __, ...metadata } = objectAt(list, 'metadata');
  return Response.json({ ...list, metadata }, { status: real.status, headers: real.headers });
}
