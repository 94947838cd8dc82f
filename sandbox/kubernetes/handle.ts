import { type Answer, type Asked, type Body, readAsked, type User } from './asked.ts';
import { type Authenticate, type Authorize, authenticated, refuseUnauthorized } from './authorize.ts';
import { type Call, callOf } from './call.ts';
import { discover } from './discovery.ts';
import { type Fault, type FaultPlan, isApplied, suffer } from './faults.ts';
import { describeApi } from './open-api.ts';
import type { Resource } from './resource-table.ts';
import { readProtobuf } from './schema/protobuf.ts';
import { StatusError, statusBody, unknownPath } from './status.ts';
import { dispatch } from './verbs/dispatch.ts';
import { ExpiredError } from './verbs/list.ts';
import { isReview, review } from './verbs/review.ts';
import { dispatchSubresource, type Logs } from './verbs/subresources.ts';
import type { World } from './world.ts';

export interface Server {
  world: World;
  calls: Call[];
  faults: FaultPlan;
  logs: Logs;
  authorize: Authorize | undefined;
  authenticate: Authenticate | undefined;
}

/** One request from its record to its answer, by way of the faults it meets. */
export async function handleRequest(server: Server, request: Request): Promise<Response> {
  const asked = readAsked(request);
  const resource = resourceOf(server, asked);
  const body = await readBytes(request);
  const call = callOf(asked, {
    resource,
    user: userOf(server, asked),
    body: body.text,
    now: server.world.runtime.now(),
  });
  server.calls.push(call);
  const fault = server.faults.take(call);
  fault?.act?.();
  const real =
    fault && !isApplied(fault) ? undefined : dated(server, respond(server, { asked, resource, body, fault }));
  const answer = fault ? dated(server, await suffer(fault, real, server.world.runtime)) : real;
  call.status = answer?.status ?? 0;
  return answer ?? new Response(null, { status: 500 });
}

/** Protobuf is turned to JSON here, so that nobody behind has to know of it; what it cannot be read as stays unreadable. */
async function readBytes(request: Request): Promise<Body> {
  const contentType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  if (contentType !== 'application/vnd.kubernetes.protobuf') return { contentType, text: await request.text() };
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return { contentType: 'application/json', text: '' };
  try {
    return { contentType: 'application/json', text: JSON.stringify(readProtobuf(bytes)) };
  } catch (error) {
    if (error instanceof StatusError) return { contentType, text: error.message };
    throw error;
  }
}

/** The server's own time: what an expiry is judged by (I-34). */
function dated({ world }: Server, answer: Response): Response {
  answer.headers.set('date', new Date(world.runtime.now() + world.clockOff).toUTCString());
  return answer;
}

function resourceOf({ world }: Server, { target }: Asked): Resource | undefined {
  return target && world.table.find(target.group, target.version, target.plural);
}

function userOf({ authenticate }: Server, asked: Asked): User | undefined {
  try {
    return authenticated(asked, authenticate);
  } catch {
    return undefined;
  }
}

interface Way {
  asked: Asked;
  resource: Resource | undefined;
  body: Body;
  fault: Fault | undefined;
}

function respond(server: Server, way: Way): Response {
  try {
    return toResponse(answerTo(server, way));
  } catch (error) {
    if (error instanceof StatusError) return toRefusal(error);
    throw error;
  }
}

function answerTo(server: Server, { asked, resource, body, fault }: Way): Answer {
  const user = authenticated(asked, server.authenticate);
  const found = probe(asked) ?? discover(server.world.table, asked) ?? describeApi(server.world.table, asked);
  if (found) return found;
  const { target } = asked;
  if (!target || !(resource ?? serves(server.world, target)))
    return { status: 404, body: '404 page not found\n', contentType: 'text/plain; charset=utf-8' };
  if (!resource) throw unknownPath();
  if (resource.namespaced && target.namespace === undefined && asked.verb !== 'list' && asked.verb !== 'watch')
    throw unknownPath();
  const { group, name, namespace, subresource } = target;
  refuseUnauthorized(
    { verb: asked.verb, group, resource: target.plural, subresource, namespace, name, user },
    resource,
    server.authorize,
  );
  const ask = { world: worldFor(server, fault), resource, target, asked, body, user };
  if (isReview(resource)) return review(ask, server.authorize);
  const serve = () => (subresource === undefined ? dispatch(ask) : dispatchSubresource(ask, server.logs));
  return server.world.store.as(user.name, serve);
}

function serves({ table }: World, { group, version }: { group: string; version: string }): boolean {
  return table.all().some((one) => one.group === group && one.version === version);
}

function probe({ path }: Asked): Answer | undefined {
  return ['/healthz', '/livez', '/readyz'].includes(path)
    ? { status: 200, body: 'ok', contentType: 'text/plain' }
    : undefined;
}

/** F-14: a read as of some writes ago. */
function worldFor({ world }: Server, fault: Fault | undefined): World {
  return fault?.fault === 'F-14' ? { ...world, store: world.store.before(fault.writesBehind ?? 1) } : world;
}

function toResponse({ status, body, contentType = 'application/json', warnings = [] }: Answer): Response {
  const headers = new Headers({ 'content-type': contentType, 'cache-control': 'no-cache, private' });
  for (const warning of warnings) headers.append('warning', `299 - ${JSON.stringify(warning)}`);
  const isReady = typeof body === 'string' || body instanceof ReadableStream;
  return new Response(isReady ? body : JSON.stringify(body), { status, headers });
}

function toRefusal(error: StatusError): Response {
  const body = statusBody(error);
  const metadata = error instanceof ExpiredError ? { continue: error.continue } : {};
  return toResponse({ status: error.code, body: { ...body, metadata } });
}
