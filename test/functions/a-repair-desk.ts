import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpFunction, http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { manualRepair } from '../../functions/manual-repair.ts';
import type { IdentityTokenFacts } from '../../sandbox/accounts/identity-token.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Transport } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { aHomeWorld, type HomeWorld, type HomeWorldOptions } from '../a-home-world.ts';

export const audience = 'https://manual-repair.example.com';
export const operator = 'ann@example.com';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: JsonObject;
}

export interface RepairDesk extends HomeWorld {
  url: string;
  /** To the function itself, with time passing while it works and not while bytes are on the way. */
  transport: Transport;
  token(facts?: Partial<IdentityTokenFacts>): string;
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(init: RequestInit, path?: string): Promise<Answer>;
}

let served = 0;

/** Loading them is work that the virtual clock does not see. */
const libraries = ['@kubernetes/client-node', 'jose'];

/** manual-repair on the real framework, over the sandbox, asked by an account that may ask. */
export async function aRepairDesk(
  options: HomeWorldOptions = {},
  make: (world: World) => HttpFunction = manualRepair,
): Promise<RepairDesk> {
  const environment = { UNDERPIN_AUDIENCE: audience, UNDERPIN_CALLERS: operator, ...options.environment };
  const home = await aHomeWorld({ ...options, environment });
  const name = `manualRepair${++served}`;
  await Promise.all(libraries.map((library) => import(library)));
  const held = holdWhileTravelling(home.clock);
  http(name, held.serve(make(home.world)));
  const server = getTestServer(name);
  const url = await listen(server);
  const token = (facts: Partial<IdentityTokenFacts> = {}) =>
    home.cloud.accounts.identityToken({ audience, email: operator, ...facts });
  const send = (init: RequestInit, path = '') => home.clock.drive(held.ask(url + path, init).then(readAnswer));
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    send({
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}`, ...headers },
    });
  const close = () => {
    server.close();
    home.close();
  };
  return { ...home, url, transport: held.ask, token, post, send, close };
}

/** Time passes while the function works, which waits for operations, and not while bytes are on the way. */
function holdWhileTravelling(clock: HomeWorld['clock']) {
  const journeys = new Map<string, { there: PromiseWithResolvers<void>; back: PromiseWithResolvers<void> }>();
  return {
    serve:
      (answer: HttpFunction): HttpFunction =>
      async (request, response) => {
        const journey = journeys.get(String(request.headers['x-journey']));
        journey?.there.resolve();
        await answer(request, response);
        if (journey) clock.hold(journey.back.promise);
      },
    ask: (url: string, init: RequestInit) => {
      const journey = { there: Promise.withResolvers<void>(), back: Promise.withResolvers<void>() };
      const headers = new Headers(init.headers);
      headers.set('x-journey', String(journeys.size));
      journeys.set(String(journeys.size), journey);
      clock.hold(journey.there.promise);
      return fetch(url, { ...init, headers }).finally(() => {
        journey.there.resolve();
        journey.back.resolve();
      });
    },
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
}
