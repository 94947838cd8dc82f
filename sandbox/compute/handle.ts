import { ApiError, type ErrorFacts, errorBody } from './api-error.ts';
import { requirePermission } from './authorization.ts';
import { handleBatch, isBatch } from './batch.ts';
import { matchRoute } from './description/match.ts';
import { breakAnswer, type PlannedFaults, prepareFaults } from './faults/apply.ts';
import type { JsonObject } from './json.ts';
import { methodOf } from './methods.ts';
import { type Opening, openCall, openingOf } from './open-call.ts';
import { recordCall } from './record-call.ts';
import { emitRefusal } from './refused-event.ts';
import { repeatedOperation } from './request-id.ts';
import { answerWith, notFoundPage } from './response.ts';
import type { World } from './world.ts';

/** One request to the API, answered as Compute Engine would. It rejects only as `fetch` does: connection faults, abort. */
export async function handle(world: World, request: Request): Promise<Response> {
  world.agenda.runDue();
  const url = new URL(request.url);
  if (isBatch(url)) return handleBatch(request, (part) => handle(world, part));
  const match = matchRoute(request.method, url.pathname);
  if (!match) return notFoundPage(url.pathname);
  const opening = openingOf(world, match, request);
  const planned = prepareFaults(opening, request.signal);
  return answer({ request, url, opening, planned });
}

interface Turn {
  request: Request;
  url: URL;
  opening: Opening;
  planned: PlannedFaults;
}

async function answer(turn: Turn): Promise<Response> {
  const { url, opening, planned } = turn;
  await planned.before();
  const done = (await planned.instead()?.catch(neverAnswered(opening, planned))) ?? (await perform(turn));
  await planned.after();
  const { world, match } = opening;
  const base = world.settings.linkBase ?? `${url.origin}/compute/${match.version}/`;
  const { response, bytes } = answerWith(done, {
    base,
    references: world.settings.references,
    numberOf: world.projects.numberOf,
  });
  response.headers.set('date', new Date(world.agenda.now()).toUTCString());
  recordCall(opening, { status: response.status, bytes, fault: planned.name });
  return planned.isResponse ? breakAnswer(planned, response) : response;
}

function neverAnswered(opening: Opening, { name }: PlannedFaults) {
  return (error: unknown): never => {
    recordCall(opening, { status: 0, bytes: 0, fault: name });
    throw error;
  };
}

export interface Answer {
  status: number;
  body: JsonObject | undefined;
  headers?: Record<string, string>;
}

async function perform({ request, url, opening, planned }: Turn): Promise<Answer> {
  try {
    const call = await openCall(opening, request, url);
    planned.lend(call);
    requirePermission(call);
    const body = repeatedOperation(call) ?? (await methodOf(call)(call));
    return planned.edit({ status: body ? 200 : 204, body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    emitRefusal(opening, error.facts);
    return refused(error.facts);
  }
}

function refused(facts: ErrorFacts): Answer {
  return { status: facts.status, body: errorBody(facts) };
}
