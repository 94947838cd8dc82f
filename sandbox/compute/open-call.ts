import { unauthenticated } from './authorization.ts';
import type { Call } from './call.ts';
import type { Match } from './description/match.ts';
import { messageOf } from './description/message.ts';
import { readQuery } from './description/query.ts';
import { malformed, validateBody } from './description/validate.ts';
import type { Actor } from './event.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { pathOf } from './link.ts';
import { requireLocation } from './location.ts';
import { refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What the path and the headers say before anything is checked: enough for the list of calls and for faults. */
export interface Opening {
  world: World;
  match: Match;
  method: string;
  verb: string;
  project: string;
  place: string;
  name: string | undefined;
  target: string;
  actor: Actor;
  known: boolean;
  requestId: string | undefined;
  body: JsonObject;
  query: JsonObject;
}

export function openingOf(world: World, match: Match, request: Request): Opening {
  const { route, parameters, version } = match;
  const project = world.projects.idOf(parameters.project ?? '');
  const token = /^Bearer (.*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const principal = world.settings.principalOf(token);
  return {
    world,
    match,
    method: `compute.${route.id}`,
    verb: `${route.collection}.${route.id.slice(route.id.indexOf('.') + 1)}`,
    project,
    ...locate(match, project),
    actor: { principal: principal ?? 'anonymous', userAgent: request.headers.get('user-agent') ?? '', version },
    known: principal !== undefined,
    requestId: undefined,
    body: {},
    query: {},
  };
}

/** `place` is where a collection lies, `target` what the call is on, in the words of error messages. */
function locate(
  { route, parameters }: Match,
  project: string,
): { place: string; name: string | undefined; target: string } {
  const [, , scope = '', ...rest] = route.segments;
  const values = route.parameters.slice(1).map((name) => parameters[name] ?? '');
  const root = `projects/${project}`;
  if (scope === 'global') return named(`${root}/global`, rest, values[0]);
  const located = (scope === 'zones' || scope === 'regions') && rest.length > 1;
  if (located) return named(`${root}/${scope}/${values[0]}`, rest.slice(1), values[1]);
  const tail = [scope, ...rest]
    .filter(Boolean)
    .map((segment) => (segment.startsWith('{') ? (values[0] ?? '') : segment));
  return { place: root, name: values[0], target: [root, ...tail].join('/') };
}

function named(place: string, [collection = '', second = '']: string[], value: string | undefined) {
  const name = second.startsWith('{') ? value : undefined;
  return { place, name, target: [place, collection, ...(name === undefined ? [] : [name])].join('/') };
}

export async function openCall(opening: Opening, request: Request, url: URL): Promise<Call> {
  const { world, match } = opening;
  if (!opening.known) throw unauthenticated();
  requireLocation(world, match.parameters);
  opening.project = world.projects.open(match.parameters.project ?? '').id;
  opening.target = targetByName(opening);
  opening.query = readQuery(match, url.searchParams);
  opening.requestId = typeof opening.query.requestId === 'string' ? opening.query.requestId : undefined;
  opening.body = match.route.bodyField ? await readBody(match, request) : {};
  return { ...opening, reader: world.store, operationFault: undefined, signal: request.signal };
}

/** Paths may name a resource by its id. */
function targetByName({ world, match, name, target }: Opening): string {
  if (name === undefined || !/^\d/.test(name)) return target;
  const found = world.store.read(match.route.collection, target);
  return found ? pathOf(found.selfLink) : target;
}

async function readBody({ route, version }: Match, request: Request): Promise<JsonObject> {
  const text = await request.text();
  const type = messageOf(version, route.requestType)?.get(route.bodyField ?? '')?.type;
  const body = parseBody(text);
  if (isEmpty(body) && needsBody(route.id)) throw refusal.required('resource');
  return type ? validateBody(version, type, body) : {};
}

/** Google's Node clients write an empty message as `""`. */
function parseBody(text: string): Json {
  if (text.trim() === '' || text === '""') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw malformed(`Invalid JSON payload received. Unexpected token.\n${text.slice(0, 40)}\n^`, 'resource');
  }
}

function isEmpty(body: Json): boolean {
  return isObject(body) && Object.keys(body).length === 0;
}

/** Verbs take `{}` (`setBackup` without a pool, `addInstance` of nothing); what creates or replaces does not. */
function needsBody(id: string): boolean {
  return /\.(?:insert|update)$/.test(id);
}
