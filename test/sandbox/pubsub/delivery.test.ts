import test from 'ava';
import { createPubsub } from '../../../sandbox/pubsub/pubsub.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';

const [topic, subscription, deadTopic, deadSubscription] = [
  'projects/p/topics/nodes',
  'projects/p/subscriptions/node-change',
  'projects/p/topics/dead',
  'projects/p/subscriptions/dead',
];

interface Envelope {
  message: {
    data: string;
    messageId: string;
    message_id: string;
    publishTime: string;
    publish_time: string;
    attributes: Record<string, string>;
  };
  subscription: string;
  deliveryAttempt?: number;
}

interface Received extends Envelope {
  at: number;
  headers: Headers;
}

interface Answer {
  status?: number;
  afterSeconds?: number;
}

/** A world with one push subscription; `answers` are given in turn, the last one for ever. */
function aPush(facts: object = {}, answers: Answer[] = [{}]) {
  const clock = createVirtualClock();
  const received: Received[] = [];
  const began = clock.now();
  const pubsub = createPubsub({
    runtime: clock,
    identityToken: async ({ email, audience }) => `token of ${email} for ${audience}`,
    transport: async (_url, { body, headers, signal }) => {
      const envelope = JSON.parse(String(body)) as Envelope;
      received.push({ ...envelope, at: (clock.now() - began) / 1000, headers: new Headers(headers) });
      const { status = 204, afterSeconds = 0 } = answers[Math.min(received.length, answers.length) - 1] ?? {};
      await clock.sleep(afterSeconds * 1000, signal ?? undefined);
      return new Response(null, { status });
    },
  });
  for (const name of [topic, deadTopic]) pubsub.createTopic(name);
  pubsub.createSubscription({ name: deadSubscription, topic: deadTopic });
  pubsub.createSubscription({ name: subscription, topic, pushConfig: { pushEndpoint: 'https://f.test/' }, ...facts });
  return { clock, pubsub, received };
}

const retryPolicy = { minimumBackoff: '10s', maximumBackoff: '600s' };

test('a push carries the envelope in both spellings, with a token for its audience', async (t) => {
  const oidcToken = { serviceAccountEmail: 'push@p.iam.gserviceaccount.com', audience: 'https://f.test/aud' };
  const { clock, pubsub, received } = aPush({ pushConfig: { pushEndpoint: 'https://f.test/', oidcToken } });
  const id = pubsub.publish(topic, { data: '{"a":1}', attributes: { k: 'v' } });
  await clock.advance(1000);
  const [push] = received;
  t.like(push, {
    subscription,
    message: { data: 'eyJhIjoxfQ==', messageId: id, message_id: id, attributes: { k: 'v' } },
  });
  t.is(push?.message.publishTime, push?.message.publish_time);
  t.is(push?.deliveryAttempt, undefined);
  t.is(push?.headers.get('authorization'), 'Bearer token of push@p.iam.gserviceaccount.com for https://f.test/aud');
  t.is(pubsub.unacknowledged(subscription), 0);
});

test('a push that is refused comes again after 10 seconds, then twice as late each time, up to 10 minutes', async (t) => {
  const { clock, pubsub, received } = aPush({ retryPolicy }, [{ status: 500 }]);
  pubsub.publish(topic, { data: 'x' });
  await clock.advance(3 * 3_600_000);
  const pauses = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
  const expected = [10, 20, 40, 80, 160, 320, 600, 600];
  expected.forEach((seconds, index) => {
    const pause = pauses[index] ?? 0;
    t.true(pause >= seconds * 0.89 && pause <= seconds * 1.11, `${pause} is not about ${seconds}`);
  });
});

test('a push without an answer in the ack deadline is delivered again, though the first is still at work', async (t) => {
  const { clock, pubsub, received } = aPush({ retryPolicy, ackDeadlineSeconds: 30 }, [{ afterSeconds: 200 }, {}]);
  pubsub.publish(topic, { data: 'x' });
  await clock.advance(120_000);
  t.is(received.length, 2);
  t.true((received[1]?.at ?? 0) >= 40);
  t.deepEqual(
    pubsub.attempts.map(({ outcome }) => outcome),
    ['deadline', 204],
  );
});

test('after its attempts are used up a message goes to the dead-letter topic, with where it came from', async (t) => {
  const deadLetterPolicy = { deadLetterTopic: deadTopic, maxDeliveryAttempts: 5 };
  const { clock, pubsub, received } = aPush({ retryPolicy, deadLetterPolicy }, [{ status: 500 }]);
  pubsub.publish(topic, { data: 'x', attributes: { k: 'v' } });
  await clock.advance(3_600_000);
  t.deepEqual(
    received.map(({ deliveryAttempt }) => deliveryAttempt),
    [1, 2, 3, 4, 5],
  );
  t.is(pubsub.unacknowledged(subscription), 0);
  const request = new Request(`http://pubsub/v1/${deadSubscription}:pull`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ maxMessages: 5, returnImmediately: true }),
  });
  const { receivedMessages } = (await (await pubsub.handle(request)).json()) as {
    receivedMessages: { message: Envelope['message'] }[];
  };
  t.like(receivedMessages[0]?.message.attributes, {
    k: 'v',
    CloudPubSubDeadLetterSourceDeliveryCount: '5',
    CloudPubSubDeadLetterSourceSubscription: 'node-change',
    CloudPubSubDeadLetterSourceSubscriptionProject: 'p',
  });
});

test('a pulled message comes again when its lease ends, and not when it was acknowledged in time', async (t) => {
  const { clock, pubsub } = aPush({ pushConfig: {}, ackDeadlineSeconds: 10 });
  const call = async (verb: string, body: object) => {
    const request = new Request(`http://pubsub/v1/${subscription}:${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await (await pubsub.handle(request)).json()) as { receivedMessages?: { ackId: string }[] };
  };
  const pull = () => call('pull', { maxMessages: 5, returnImmediately: true });
  pubsub.publish(topic, { data: 'x' });
  const [first] = (await pull()).receivedMessages ?? [];
  t.is((await pull()).receivedMessages, undefined);
  await clock.advance(11_000);
  const [second] = (await pull()).receivedMessages ?? [];
  t.not(second?.ackId, first?.ackId);
  await call('acknowledge', { ackIds: [first?.ackId] });
  t.is(pubsub.unacknowledged(subscription), 1, 'the first lease has ended, so its acknowledgement is void');
  await call('acknowledge', { ackIds: [second?.ackId] });
  await clock.advance(60_000);
  t.is((await pull()).receivedMessages, undefined);
});

test('a pull waits for a message that is on its way', async (t) => {
  const { clock, pubsub } = aPush({ pushConfig: {} });
  const pulled = pubsub.handle(new Request(`http://pubsub/v1/${subscription}:pull`, { method: 'POST' }));
  await clock.advance(1000);
  pubsub.publish(topic, { data: 'x' });
  const body = (await (await clock.drive(pulled)).json()) as { receivedMessages: object[] };
  t.is(body.receivedMessages.length, 1);
  t.true(clock.now() - 1_799_982_000_000 < 2000);
});

test('a filter keeps what its subscription does not want', async (t) => {
  const filter = 'attributes.kind = "node" AND NOT hasPrefix(attributes.name, "test-") OR attributes:always';
  const { clock, pubsub, received } = aPush({ filter });
  pubsub.publish(topic, { data: 'a', attributes: { kind: 'node', name: 'prod-1' } });
  pubsub.publish(topic, { data: 'b', attributes: { kind: 'node', name: 'test-1' } });
  pubsub.publish(topic, { data: 'c', attributes: { kind: 'pod' } });
  pubsub.publish(topic, { data: 'd', attributes: { always: '' } });
  await clock.advance(1000);
  t.deepEqual(
    received.map(({ message }) => Buffer.from(message.data, 'base64').toString()),
    ['a', 'd'],
  );
});

test('messages older than their retention are not delivered any more', async (t) => {
  const { clock, pubsub, received } = aPush({ retryPolicy, messageRetentionDuration: '600s' }, [{ status: 500 }]);
  pubsub.publish(topic, { data: 'x' });
  await clock.advance(24 * 3_600_000);
  t.true((received.at(-1)?.at ?? 0) <= 600);
  t.is(pubsub.unacknowledged(subscription), 0);
});

test('disturbed, messages come twice, late, out of order or never, and the same ones for the same seed', async (t) => {
  const run = async () => {
    const { clock, pubsub, received } = aPush();
    pubsub.disturb({ duplicated: 0.3, dropped: 0.2, delayed: 0.5, delaySeconds: [1, 3600] });
    for (let number = 0; number < 100; number += 1) pubsub.publish(topic, { data: String(number) });
    await clock.advance(2 * 3_600_000);
    return received.map(({ message }) => Number(Buffer.from(message.data, 'base64').toString()));
  };
  const numbers = await run();
  const distinct = new Set(numbers);
  t.true(distinct.size < 95 && distinct.size > 60, `${distinct.size} of 100 came`);
  t.true(numbers.length > distinct.size, 'some came twice');
  t.notDeepEqual(
    numbers,
    [...numbers].sort((one, other) => one - other),
  );
  t.deepEqual(await run(), numbers);
});

test('only so many pushes are under way at once', async (t) => {
  const { clock, pubsub, received } = aPush({}, [{ afterSeconds: 1 }]);
  for (let number = 0; number < 250; number += 1) pubsub.publish(topic, { data: String(number) });
  await clock.advance(500);
  t.is(received.length, 100);
  await clock.advance(10_000);
  t.is(received.length, 250);
});
