import test, { type ExecutionContext } from 'ava';
import { publishReports } from '../../shared/report/publish.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';
import { anAudit } from './an-audit.ts';

const topic = 'projects/my-project/topics/underpin-reports';
const reader = 'projects/my-project/subscriptions/reader';

async function aDesk(t: ExecutionContext) {
  const home = await aHomeWorld({ environment: { UNDERPIN_REPORT_TOPIC: topic } });
  t.teardown(home.close);
  home.cloud.pubsub.createTopic(topic);
  home.cloud.pubsub.createSubscription({ name: reader, topic });
  const sizes: number[] = [];
  /** By their turn, from 1. */
  const refused = new Set<number>();
  const failing = new Map<number, () => Response>();
  const world: HomeWorld['world'] = {
    ...home.world,
    transport: async (url, init) => {
      if (new URL(url).pathname.endsWith(':publish')) sizes.push(String(init.body).length);
      if (new URL(url).pathname.endsWith(':publish') && refused.has(sizes.length))
        return Response.json(
          { error: { code: 403, status: 'PERMISSION_DENIED', message: 'not this one' } },
          { status: 403 },
        );
      const fail = new URL(url).pathname.endsWith(':publish') && failing.get(sizes.length);
      return fail ? fail() : home.world.transport(url, init);
    },
  };
  await import('@google-cloud/pubsub-api/build/src/v1/publisher_client.js');
  /** Of one cluster for each number, with so many findings of some 1,200 bytes. */
  const publish = (...findings: number[]) =>
    home.clock.drive(publishReports({ results: findings.flatMap(audited), problems: [] }, world));
  return { home, sizes, refused, failing, publish };
}

const finding = { why: 'x'.repeat(800) };

function audited(findings: number, index: number) {
  const all = Array.from({ length: findings }, (_, at) => ({ ...finding, path: `spec.${at}` }));
  return anAudit(all, { cluster: `cluster-${1000 + index}` }).results;
}

async function received({ cloud, clock }: HomeWorld) {
  const body = JSON.stringify({ maxMessages: 1000, returnImmediately: true });
  const headers = { 'content-type': 'application/json' };
  const request = new Request(`https://pubsub.googleapis.com/v1/${reader}:pull`, { method: 'POST', headers, body });
  const answer: unknown = await (await clock.drive(cloud.pubsub.handle(request))).json();
  return (answer as { receivedMessages: { message: { attributes: Record<string, string> } }[] }).receivedMessages
    .map(({ message: { attributes } }) => `${attributes.cluster} ${attributes.truncated}`)
    .sort();
}

test('reports of many clusters leave in one request', async (t) => {
  const { home, sizes, publish } = await aDesk(t);
  await publish(1, 2, 3);
  t.is(sizes.length, 1);
  t.deepEqual(await received(home), ['cluster-1000 false', 'cluster-1001 false', 'cluster-1002 false']);
});

test('what together is longer than Pub/Sub takes in a request leaves in several', async (t) => {
  const { home, sizes, publish } = await aDesk(t);
  await publish(4000, 500, 4000, 4000, 1);
  t.is(sizes.length, 3, sizes.join());
  t.true(
    sizes.every((bytes) => bytes < 10_000_000),
    sizes.join(),
  );
  t.deepEqual(
    await received(home),
    [0, 1, 2, 3, 4].map((index) => `cluster-${1000 + index} false`),
  );
});

test('a thousand messages fill a request', async (t) => {
  const { sizes, publish } = await aDesk(t);
  await publish(...Array.from({ length: 1001 }, () => 0));
  t.is(sizes.length, 2);
});

test('a report that is too long for a message leaves without its findings, and says so', async (t) => {
  const { home, publish } = await aDesk(t);
  await publish(6000);
  t.deepEqual(await received(home), ['cluster-1000 true']);
});

test('a request that fails holds back no other, and is told (I-35)', async (t) => {
  const { home, publish, refused } = await aDesk(t);
  refused.add(1);
  await t.throwsAsync(publish(4000, 4000, 1), { message: /not this one/ });
  t.deepEqual(await received(home), ['cluster-1001 false', 'cluster-1002 false']);
});

test('a request that Pub/Sub had no room for, or that broke off, leaves again (I-35)', async (t) => {
  const { home, sizes, failing, publish } = await aDesk(t);
  failing.set(1, () => new Response('slow down', { status: 429 }));
  failing.set(2, () => new Response('not now', { status: 503 }));
  failing.set(3, () => {
    throw new TypeError('fetch failed');
  });
  await publish(1);
  t.is(sizes.length, 4);
  t.deepEqual(await received(home), ['cluster-1000 false']);
});
