import { errorBody } from '../api-error.ts';
import type { Call } from '../call.ts';
import type { Answer } from '../handle.ts';
import type { Opening } from '../open-call.ts';
import { htmlPage } from '../response.ts';
import { connectionFault, hang, tornResponse } from './connection.ts';
import type { Fault, FaultRule, OperationFault, ResponseFault, WorldFault } from './fault.ts';
import { editPage } from './list-fault.ts';

/** What goes wrong with one call, from its first moment to its answer. */
export interface PlannedFaults {
  name: string | undefined;
  /** Whether the response as such is broken. */
  isResponse: ResponseFault | undefined;
  before(): Promise<void>;
  /** The answer in place of the work, when the work is not done. */
  instead(): Promise<Answer> | undefined;
  /** Gives the call what it is to be misled by. */
  lend(call: Call): void;
  edit(answer: Answer): Answer;
  after(): Promise<void>;
  signal: AbortSignal;
  opening: Opening;
}

export function prepareFaults(opening: Opening, signal: AbortSignal): PlannedFaults {
  const rules = opening.world.faults.take(factsOf(opening));
  const faults = rules.map(({ fault }) => fault);
  const response = faults.find(isResponseFault);
  return {
    name: rules.length ? rules.map(nameOf).join(' ') : undefined,
    isResponse: response,
    before: () => runActs(faults, 'before'),
    instead: () => (response ? insteadOf(response, opening, signal) : undefined),
    lend: (call) => lend(faults, call),
    edit: (answer) => (response?.kind === 'page' || response?.kind === 'partial' ? editPage(response, answer) : answer),
    after: () => runActs(faults, 'after'),
    signal,
    opening,
  };
}

function factsOf({ method, project, target, actor, match }: Opening) {
  return { method, project, resource: target, principal: actor.principal, mutating: match.route.mutating };
}

function nameOf({ name, fault }: FaultRule): string {
  return name ?? fault.kind;
}

async function runActs(faults: Fault[], when: 'before' | 'after'): Promise<void> {
  for (const fault of faults) if (fault.kind === 'act' && fault.when === when) await fault.act();
}

function insteadOf(fault: ResponseFault, { world }: Opening, signal: AbortSignal): Promise<Answer> | undefined {
  if (fault.kind === 'refused') return Promise.reject(connectionFault('ECONNREFUSED'));
  if (fault.kind === 'timeout' && !fault.applied) return hang(world.runtime, fault.seconds, signal);
  if (fault.kind === 'error' && !fault.applied) return Promise.resolve(errorAnswer(fault));
  const unapplied = (fault.kind === 'html' || fault.kind === 'reset') && !fault.applied;
  return unapplied ? Promise.resolve({ status: 200, body: {} }) : undefined;
}

function errorAnswer({ error, retryAfterSeconds }: Extract<ResponseFault, { kind: 'error' }>): Answer {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: error.status, body: errorBody(error), headers };
}

function lend(faults: Fault[], call: Call): void {
  const { store, agenda } = call.world;
  const stale = faults.find((fault) => fault.kind === 'stale');
  if (stale) call.reader = store.asOf(agenda.now() - stale.seconds * 1000);
  call.operationFault = faults.find(isOperationFault);
}

/** The work is done; now the client does not get to know it, or hears something else. */
export async function breakAnswer(
  { isResponse: fault, signal, opening }: PlannedFaults,
  response: Response,
): Promise<Response> {
  if (!fault) return response;
  if (fault.kind === 'timeout') return hang(opening.world.runtime, fault.seconds, signal);
  if (fault.kind === 'reset') return tornResponse(response);
  if (fault.kind === 'html')
    return htmlPage(fault.status, 'The server encountered an error and could not complete your request.');
  if (fault.kind === 'error') return new Response(JSON.stringify(errorBody(fault.error)), answerInit(fault));
  return response;
}

function answerInit(fault: Extract<ResponseFault, { kind: 'error' }>): ResponseInit {
  const { status, headers = {} } = errorAnswer(fault);
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers } };
}

function isResponseFault(fault: Fault): fault is ResponseFault {
  return !isOperationFault(fault) && !isWorldFault(fault);
}

function isOperationFault(fault: Fault): fault is OperationFault {
  return fault.kind === 'operation error' || fault.kind === 'operation stuck';
}

function isWorldFault(fault: Fault): fault is WorldFault {
  return fault.kind === 'stale' || fault.kind === 'act';
}
