import type { Request, Response } from '@google-cloud/functions-framework';
import { DeclarationError, messageOf, RefusedError, RetryLaterError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { RepairAnswer } from '../shared/model/repair.ts';
import { repairExitStatus } from '../shared/report/repair-exit.ts';
import { pageOf, repairHtml } from '../shared/report/repair-html.ts';
import { repairJson } from '../shared/report/repair-json.ts';
import { repairText } from '../shared/report/repair-text.ts';
import { InvalidRequest } from './repair-request.ts';

const retryAfterSeconds = 30;

/**
 * 200 for a plan and for what came of one, 409 when it is not the plan that was read. `Underpin-Exit-Status` is what the
 * command line would exit with.
 */
export function sendRepair(answer: RepairAnswer, request: Request, response: Response): void {
  response.status(answer.kind === 'moved' ? 409 : 200);
  response.set('Underpin-Exit-Status', String(repairExitStatus(answer)));
  send(request, response, {
    json: () => repairJson(answer),
    text: () => repairText(answer),
    html: () => repairHtml(answer),
  });
}

interface Exchange {
  request: Request;
  response: Response;
  log: Log;
}

export function sendRepairError(error: unknown, { request, response, log }: Exchange): void {
  const status = statusOf(error);
  const message = status === 500 ? 'the repair broke off; the log of the function tells why' : messageOf(error);
  log[status >= 500 ? 'error' : 'warning']('repair not served', { status, why: messageOf(error) });
  response.status(status);
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 405) response.set('Allow', 'POST');
  if (error instanceof RetryLaterError) response.set('Retry-After', String(retryAfterSeconds));
  const field = error instanceof InvalidRequest ? { field: error.field } : {};
  send(request, response, {
    json: () => ({ error: message, ...field }),
    text: () => `${message}\n`,
    html: () => pageOf('Underpin: not served', message),
  });
}

function statusOf(error: unknown): number {
  if (error instanceof RefusedError) return error.status;
  return error instanceof RetryLaterError || error instanceof DeclarationError ? 503 : 500;
}

interface Bodies {
  json(): object;
  text(): string;
  html(): string;
}

/** JSON unless something else is asked for by name: an `Accept` that takes anything means no wish. */
function send(request: Request, response: Response, { json, text, html }: Bodies): void {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Accept' });
  const wish = request.accepts(['application/json', 'text/html', 'text/plain']);
  if (wish === 'text/html') {
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'").type('html').send(html());
  } else if (wish === 'text/plain') response.type('text').send(text());
  else response.json(json());
}
