import type { Runtime } from '../../shared/runtime.ts';
import { errorBody } from '../compute/api-error.ts';
import { connectionFault, hang, tornResponse } from '../compute/faults/connection.ts';
import type { Fault, FaultRule } from '../compute/faults/fault.ts';

export interface FaultedWork {
  runtime: Runtime;
  /** Aborts when the client gives up. */
  signal: AbortSignal;
  work(): Promise<Response>;
}

/** What the caller meets instead of the answer. The work is done only where the fault lets the call do it (F-02). */
export async function answerWithFault({ fault }: FaultRule, { runtime, signal, work }: FaultedWork): Promise<Response> {
  if (fault.kind === 'act') return aroundAct(fault, work);
  const done = 'applied' in fault && fault.applied ? await work() : undefined;
  switch (fault.kind) {
    case 'refused':
      throw connectionFault('ECONNREFUSED');
    case 'timeout':
      return hang(runtime, fault.seconds, signal);
    case 'reset':
      return tornResponse(done ?? new Response('{}'));
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

function htmlResponse(status: number): Response {
  const headers = { 'content-type': 'text/html; charset=UTF-8' };
  return new Response(`<!DOCTYPE html><title>Error ${status}</title><p>That’s an error.`, { status, headers });
}

function errorResponse({ error, retryAfterSeconds }: Extract<Fault, { kind: 'error' }>): Response {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return Response.json(errorBody(error), { status: error.status, headers });
}
