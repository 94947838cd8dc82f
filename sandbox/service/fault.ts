import type { Runtime } from '../../shared/runtime.ts';
import { errorBody } from '../compute/api-error.ts';
import type { Fault, FaultRule } from '../compute/faults/fault.ts';

const usualTimeoutSeconds = 60;

/** What the caller meets instead of the answer. `work` is done only where the fault lets the call do its work (F-02). */
export async function answerWithFault(
  { fault }: FaultRule,
  runtime: Runtime,
  work: () => Promise<Response>,
): Promise<Response> {
  if (fault.kind === 'act') return aroundAct(fault, work);
  if ('applied' in fault && fault.applied) await work();
  switch (fault.kind) {
    case 'refused':
      throw failedFetch('ECONNREFUSED');
    case 'timeout':
      await runtime.sleep((fault.seconds ?? usualTimeoutSeconds) * 1000);
      throw failedFetch('ETIMEDOUT');
    case 'reset':
      throw failedFetch('ECONNRESET');
    case 'html':
      return htmlResponse(fault.status);
    case 'error':
      return errorResponse(fault);
    default:
      return work();
  }
}

async function aroundAct(fault: Extract<Fault, { kind: 'act' }>, work: () => Promise<Response>): Promise<Response> {
  if (fault.when === 'before') await fault.act();
  const answer = await work();
  if (fault.when === 'after') await fault.act();
  return answer;
}

function failedFetch(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function htmlResponse(status: number): Response {
  const headers = { 'content-type': 'text/html; charset=UTF-8' };
  return new Response(`<!DOCTYPE html><title>Error ${status}</title><p>That’s an error.`, { status, headers });
}

function errorResponse({ error, retryAfterSeconds }: Extract<Fault, { kind: 'error' }>): Response {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return Response.json(errorBody(error), { status: error.status, headers });
}
