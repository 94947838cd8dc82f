import { PubSub } from '@google-cloud/pubsub';
import test from 'ava';
import { createPubsub } from '../../../sandbox/pubsub/pubsub.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { fixedCredentials } from '../../../shared/credentials.ts';
import { clientOptions } from '../../../shared/google-client.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

/** The package as people use it: topics and subscriptions as objects, its own batching and retries, by REST. */
test('a program that publishes by @google-cloud/pubsub works against the sandbox as it is', async (t) => {
  const received: string[] = [];
  const { server: sink, arrived } = await aPushEndpoint((body) => received.push(body));
  const sandbox = await serveHttp(createPubsub({ runtime: systemRuntime }).handle);
  t.teardown(() => Promise.all([sandbox.close(), sink.close()]));
  const options = clientOptions({ endpoint: sandbox.url, transport: fetch, credentials: fixedCredentials('token') });
  const apiEndpoint = new URL(sandbox.url).host;
  const pubsub = new PubSub({ ...options, apiEndpoint, projectId: 'my-project' } as never);

  const [topic] = await pubsub.createTopic('underpin-reports');
  const [subscription] = await topic.createSubscription('readers', {
    pushEndpoint: sink.url,
    deadLetterPolicy: { deadLetterTopic: topic.name, maxDeliveryAttempts: 5 },
  });
  const messageId = await topic.publishMessage({ json: { inSync: 3 }, attributes: { cluster: 'home' } });
  await arrived;

  const { message } = JSON.parse(received[0] ?? '{}');
  t.deepEqual(JSON.parse(Buffer.from(message.data, 'base64').toString()), { inSync: 3 });
  t.like(message, { messageId, attributes: { cluster: 'home' } });
  const [{ deadLetterPolicy }] = await subscription.getMetadata();
  t.is(deadLetterPolicy?.maxDeliveryAttempts, 5);
  const [topics] = await pubsub.getTopics();
  t.deepEqual(
    topics.map(({ name }) => name),
    ['projects/my-project/topics/underpin-reports'],
  );
  await t.throwsAsync(pubsub.topic('nobody-made-it').getMetadata(), { message: /not.?found/i });
});

async function aPushEndpoint(take: (body: string) => void) {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const server = await serveHttp(async (request) => {
    take(await request.text());
    resolve();
    return new Response(null, { status: 204 });
  });
  return { server, arrived };
}
