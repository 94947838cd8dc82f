import type { Runtime } from '../../shared/runtime.ts';
import { Faults } from '../compute/faults/faults.ts';
import { isObject, type JsonObject } from '../compute/json.ts';
import type { Answer, Route, ServiceCall, ServiceCallRecord } from './call.ts';
import { failureResponse, ServiceFailure } from './failure.ts';
import { answerWithFault } from './fault.ts';
import { compilePattern } from './pattern.ts';

/** An emulated Google API: a WHATWG handler, what is to go wrong in it, and the list of calls it took. */
export interface Service {
  handle(request: Request): Promise<Response>;
  faults: Faults;
  calls: ServiceCallRecord[];
}

export interface ServiceOptions {
  runtime: Runtime;
  routes: readonly Route[];
  /** Who calls, by bearer token; an unknown token is answered with 401 when this gives undefined. */
  principalOf?: ((token: string | undefined) => string | undefined) | undefined;
  /** Says which permission is missing; everybody may do everything when absent. */
  authorize?: Authorize | undefined;
  callLimit?: number;
}

/** Judges one call: `pubsub.topics.get`, by whom, with which body. */
export type Authorize = (
  request: Pick<ServiceCall, 'method' | 'principal'> & { body: unknown },
) => { permission: string } | undefined;

export function createService(options: ServiceOptions): Service {
  const routes = options.routes.map((route) => ({ ...route, pattern: compilePattern(route.path) }));
  const faults = new Faults();
  const calls: ServiceCallRecord[] = [];

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    for (const { pattern, ...route } of routes) {
      const parameters = route.verb === request.method ? pattern.match(url.pathname) : undefined;
      if (parameters) return take(route, await readCall(request, url, route.method, parameters));
    }
    return failureResponse(
      new ServiceFailure('NOT_FOUND', `No method answers \`${request.method} ${url.pathname}\` here`),
    );
  }

  async function take(route: Route, read: ServiceCall): Promise<Response> {
    const call = { ...read, principal: principalOf(read) };
    const record = recordOf(call, route);
    calls.push(record);
    if (calls.length > (options.callLimit ?? 100_000)) calls.shift();
    const rule = faults.take(faultedCall(record))[0];
    record.fault = rule?.name;
    const checks = { needsPrincipal: options.principalOf !== undefined && !route.isOpen, authorize: options.authorize };
    const work = () => answerSafely(route, call, checks);
    const response = await (rule
      ? answerWithFault(rule, { runtime: options.runtime, signal: call.signal, work })
      : work());
    record.status = response.status;
    return dated(response, options.runtime.now());
  }

  function recordOf(call: ServiceCall, { verb, reads }: Route): ServiceCallRecord {
    const { method, principal, body } = call;
    const resource = Object.values(call.parameters).join('/');
    const time = options.runtime.now();
    const mutating = verb !== 'GET' && !reads;
    return { time, method, resource, mutating, status: 0, principal, body, fault: undefined };
  }

  function principalOf({ headers }: ServiceCall): string | undefined {
    const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    return options.principalOf?.(token);
  }

  return { handle, faults, calls };
}

async function readCall(
  request: Request,
  url: URL,
  method: string,
  parameters: Record<string, string>,
): Promise<ServiceCall> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  const { headers, signal } = request;
  const body = parseBody(bytes, headers.get('content-type') ?? '');
  return { method, parameters, query: url.searchParams, body, bytes, headers, url, principal: undefined, signal };
}

function parseBody(bytes: Uint8Array, contentType: string): JsonObject {
  if (!bytes.length || !/^(application\/json|$)/.test(contentType)) return {};
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

interface Checks {
  needsPrincipal: boolean;
  authorize: Authorize | undefined;
}

async function answerSafely(route: Route, call: ServiceCall, { needsPrincipal, authorize }: Checks): Promise<Response> {
  try {
    if (needsPrincipal && call.principal === undefined) throw unauthenticated();
    const refused = route.isOpen ? undefined : authorize?.(call);
    if (refused) throw forbidden(refused.permission, call);
    return asResponse(await route.answer(call));
  } catch (error) {
    if (error instanceof ServiceFailure) return failureResponse(error);
    throw error;
  }
}

/** By the clock of this world; an answer that has its own keeps it. */
function dated(response: Response, now: number): Response {
  if (response.headers.has('date')) return response;
  response.headers.set('date', new Date(now).toUTCString());
  return response;
}

function asResponse(answer: Answer): Response {
  return answer instanceof Response ? answer : Response.json(answer);
}

function forbidden(permission: string, { parameters }: ServiceCall): ServiceFailure {
  const resource = Object.values(parameters).join('/');
  const message = `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`;
  return new ServiceFailure('PERMISSION_DENIED', message);
}

function unauthenticated(): ServiceFailure {
  const message =
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
    'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';
  return new ServiceFailure('UNAUTHENTICATED', message);
}

function faultedCall({ method, resource, principal, mutating }: ServiceCallRecord) {
  const project = /projects\/([^/]+)/.exec(resource)?.[1] ?? '';
  return { method, project, resource, principal: principal ?? '', mutating };
}
