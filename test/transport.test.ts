import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { serveHttp } from '../sandbox/serve-http.ts';
import { createVirtualClock } from '../sandbox/virtual-clock.ts';
import { fetchTransport, type Patience, retrying } from '../shared/transport.ts';

test('a connection that fails says what was asked of it', async (t) => {
  const clock = createVirtualClock();
  const refused = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
  const asked = clock.drive(retrying(refused, clock)('https://kubernetes.internal/api/v1/nodes?limit=500', {}));
  await t.throwsAsync(asked, { message: 'GET /api/v1/nodes: connect ECONNREFUSED' });
});

test('a request is given up after the time that all have, unless it says how long it may take', async (t) => {
  const ends = new AbortController();
  const slow = await serveHttp(async ({ url }) => {
    await sleep(url.endsWith('/never') ? 60_000 : 300, undefined, { signal: ends.signal }).catch(() => undefined);
    return new Response('at last');
  });
  t.teardown(() => {
    ends.abort();
    return slow.close();
  });
  const transport = fetchTransport(undefined, 0.1);
  await t.throwsAsync(transport(`${slow.url}/never`, {}), { name: 'TimeoutError' });
  const patient: RequestInit & Patience = { limitSeconds: 30 };
  t.is(await (await transport(`${slow.url}/slow`, patient)).text(), 'at last');
  const hasty: RequestInit & Patience = { limitSeconds: 0.1 };
  await t.throwsAsync(fetchTransport()(`${slow.url}/never`, hasty), { name: 'TimeoutError' });
});

test('F-12 no redirect is followed: the page that it leads to would answer in the place of an API', async (t) => {
  const asked: string[] = [];
  const server = await serveHttp(async ({ url }) => {
    asked.push(new URL(url).pathname);
    return url.endsWith('/page') ? new Response('sign in') : Response.redirect(new URL('/page', url), 302);
  });
  t.teardown(() => server.close());
  t.is((await fetchTransport()(`${server.url}/api`, {})).status, 302);
  t.deepEqual(asked, ['/api']);
});
