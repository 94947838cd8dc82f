import test from 'ava';
import { createPubsub } from '../../../sandbox/pubsub/pubsub.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { systemRuntime } from '../../../shared/runtime.ts';
import { pubsubClients } from './clients.ts';

const [topic, subscription] = ['projects/p/topics/nodes', 'projects/p/subscriptions/node-change'];

async function aServer(close: (work: () => Promise<void>) => void) {
  const pubsub = createPubsub({ runtime: systemRuntime, pullWaitSeconds: 0.1 });
  const server = await serveHttp(pubsub.handle);
  close(() => server.close());
  return { pubsub, ...pubsubClients(server.url) };
}

test("Google's own clients create, publish, pull, acknowledge and delete over HTTP", async (t) => {
  const { publisher, subscriber } = await aServer(t.teardown);
  await publisher.createTopic({ name: topic });
  await subscriber.createSubscription({ name: subscription, topic });
  const attributes = { kind: 'test' };
  const [{ messageIds }] = await publisher.publish({ topic, messages: [{ data: Buffer.from('hello'), attributes }] });
  const [{ receivedMessages }] = await subscriber.pull({ subscription, maxMessages: 10 });
  const [received] = receivedMessages ?? [];
  t.is(String(received?.message?.data), 'hello');
  t.like(received?.message, { attributes, messageId: messageIds?.[0] });
  await subscriber.acknowledge({ subscription, ackIds: [received?.ackId ?? ''] });
  t.deepEqual((await subscriber.pull({ subscription, maxMessages: 10 }))[0].receivedMessages, []);
  await subscriber.deleteSubscription({ subscription });
  await publisher.deleteTopic({ topic });
  t.deepEqual((await publisher.listTopics({ project: 'projects/p' }))[0], []);
});

test('a subscription keeps its retry policy and its dead-letter topic, and changes by mask', async (t) => {
  const { publisher, subscriber } = await aServer(t.teardown);
  await publisher.createTopic({ name: topic });
  await subscriber.createSubscription({
    name: subscription,
    topic,
    ackDeadlineSeconds: 600,
    pushConfig: {
      pushEndpoint: 'https://example.com/',
      oidcToken: { serviceAccountEmail: 'push@p.iam.gserviceaccount.com' },
    },
    retryPolicy: { minimumBackoff: { seconds: 10 }, maximumBackoff: { seconds: 600 } },
    deadLetterPolicy: { deadLetterTopic: `${topic}-dead`, maxDeliveryAttempts: 20 },
  });
  const change = {
    subscription: { name: subscription, ackDeadlineSeconds: 60 },
    updateMask: { paths: ['ack_deadline_seconds'] },
  };
  await subscriber.updateSubscription(change);
  const [read] = await subscriber.getSubscription({ subscription });
  t.like(read, {
    topic,
    ackDeadlineSeconds: 60,
    retryPolicy: { minimumBackoff: { seconds: '10' }, maximumBackoff: { seconds: '600' } },
    deadLetterPolicy: { deadLetterTopic: `${topic}-dead`, maxDeliveryAttempts: 20 },
    pushConfig: { pushEndpoint: 'https://example.com/' },
  });
});

test('what is not there, there already or malformed is told as Pub/Sub tells it', async (t) => {
  const { pubsub } = await aServer(t.teardown);
  pubsub.createTopic(topic);
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`http://pubsub/v1/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const response = await pubsub.handle(request);
    return { status: response.status, ...((await response.json()) as object) };
  };
  const missing = { code: 404, message: 'Resource not found (resource=none).', status: 'NOT_FOUND' };
  t.deepEqual(await ask('GET', 'projects/p/topics/none'), { status: 404, error: missing });
  t.like(await ask('PUT', topic), { status: 409, error: { status: 'ALREADY_EXISTS' } });
  t.like(await ask('PUT', 'projects/p/topics/google'), { status: 400 });
  t.like(await ask('POST', `${topic}:publish`, { messages: [{}] }), {
    status: 400,
    error: { status: 'INVALID_ARGUMENT' },
  });
  t.like(await ask('PUT', subscription, { topic: 'projects/p/topics/none' }), { status: 404 });
  t.like(await ask('PUT', subscription, { topic, filter: 'attributes.' }), { status: 400 });
});

test('a fault hits the calls it names, and the list of calls tells it (F-06)', async (t) => {
  const { pubsub, publisher } = await aServer(t.teardown);
  const error = { status: 503, reason: 'backendError', message: 'Try again' };
  pubsub.faults.add({ name: 'F-06', fault: { kind: 'error', error }, method: 'pubsub.topics.create' });
  await t.throwsAsync(publisher.createTopic({ name: topic }, { retry: null as never }), { message: /Try again/ });
  await publisher.createTopic({ name: topic });
  t.deepEqual(
    pubsub.calls.map(({ method, status, fault }) => [method, status, fault]),
    [
      ['pubsub.topics.create', 503, 'F-06'],
      ['pubsub.topics.create', 200, undefined],
    ],
  );
});
