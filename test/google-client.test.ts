import { InstancesClient } from '@google-cloud/compute/build/src/v1/instances_client.js';
import test from 'ava';
import { fixedCredentials } from '../shared/credentials.ts';
import { ApiError, RefusedError } from '../shared/errors.ts';
import { clientOptions, gax } from '../shared/google-client.ts';
import type { Transport } from '../shared/transport.ts';

/** One GET by Google's own client over this transport; how often it was asked, and what was thrown. */
async function failure(transport: Transport) {
  let asked = 0;
  const counting: Transport = (url, init) => {
    asked += 1;
    return transport(url, init);
  };
  const endpoint = 'https://compute.googleapis.com';
  const options = clientOptions({ endpoint, transport: counting, credentials: fixedCredentials('token') });
  const client = new InstancesClient(options as never, gax as never);
  const error: unknown = await client
    .get({ project: 'p', zone: 'z', instance: 'i' })
    .catch((thrown: unknown) => thrown);
  return { asked, error };
}

const body = (code: number, reason: string) => ({ error: { code, message: 'told', errors: [{ reason }] } });

for (const [status, reason] of [
  [404, 'notFound'],
  [403, 'rateLimitExceeded'],
  [401, 'authError'],
  [503, 'backendError'],
] as const)
  test(`an answer ${status} keeps its status and reason, and the client does not ask again by itself`, async (t) => {
    const { asked, error } = await failure(async () => Response.json(body(status, reason), { status }));
    t.true(error instanceof ApiError);
    t.like(error, { status, reason });
    t.is(asked, 1);
  });

const page = (status: number, headers = {}) =>
  new Response('<title>Error</title>', { status, headers: { 'content-type': 'text/html', ...headers } });

for (const [what, answer] of Object.entries({
  'a page with 200': () => page(200),
  'a page with 404': () => page(404),
  'a 404 in JSON that is not Google’s': () => Response.json({ error: 'not found' }, { status: 404 }),
  'a redirect': () => page(302, { location: 'https://login.example/?state=secret' }),
}))
  test(`F-12 ${what} is no answer of Google's: neither a success nor an absence`, async (t) => {
    const { error } = await failure(async () => answer());
    t.true(error instanceof ApiError);
    t.like(error, { status: 502, reason: 'notOfTheApi' });
    t.regex(
      String(error),
      /: compute\.googleapis\.com answered \d+ with `.*`.*, where Google .*; a proxy or a sign-in/,
    );
    t.notRegex(String(error), /secret/);
  });

test('what the transport throws comes out as it is, at once', async (t) => {
  for (const thrown of [new RefusedError('late', 504), new ApiError('no way', 0, 'unreachable')]) {
    const { asked, error } = await failure(async () => {
      throw thrown;
    });
    t.is(error, thrown);
    t.is(asked, 1);
  }
});

test.serial('no request leaves a timer of the client behind, which would hold on to all it knows', async (t) => {
  const { timeout } = AbortSignal;
  let timers = 0;
  AbortSignal.timeout = (milliseconds) => {
    timers += 1;
    return timeout.call(AbortSignal, milliseconds);
  };
  await failure(async () => Response.json({ name: 'i' }));
  AbortSignal.timeout = timeout;
  t.is(timers, 0);
});
