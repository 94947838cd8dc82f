import { readFileSync } from 'node:fs';
import test from 'ava';
import { wireDriftAudit, wireNodeChange } from '../../../sandbox/cloud/wiring.ts';
import { cloudTransport, createCloud } from '../../../sandbox/cloud.ts';
import { serveCloud } from '../../../sandbox/serve-cloud.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';
import { systemRuntime } from '../../../shared/runtime.ts';
import { pubsubClients } from '../pubsub/clients.ts';
import { aVm, compute } from './a-vm.ts';

test('a VM that is preempted and deleted is told to node-change by push, without the noise', async (t) => {
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  const told: string[] = [];
  cloud.hosts.set('node-change.test', async (request) => {
    const { message } = (await request.json()) as { message: { data: string } };
    const entry = JSON.parse(Buffer.from(message.data, 'base64').toString());
    const phase = Object.keys(entry.operation).filter((key) => key === 'first' || key === 'last');
    told.push(`${entry.protoPayload.methodName} ${phase.join('+')}`);
    return new Response(null, { status: 204 });
  });
  wireNodeChange(cloud, { project: 'my-project', endpoint: 'https://node-change.test/' });
  const transport = cloudTransport(cloud);
  await transport(`${compute}/zones/us-central1-a/instances`, { method: 'POST', body: JSON.stringify(aVm()) });
  await clock.advance(60_000);
  cloud.compute.state.preempt('projects/my-project/zones/us-central1-a/instances/vm-1');
  await clock.advance(60_000);
  await transport(`${compute}/zones/us-central1-a/instances/vm-1`, { method: 'DELETE' });
  await clock.advance(300_000);
  t.deepEqual(told, [
    'v1.compute.instances.insert first',
    'v1.compute.instances.insert last',
    'compute.instances.preempted first+last',
    'v1.compute.instances.delete first',
    'v1.compute.instances.delete last',
  ]);
  t.true(cloud.logging.entries.length > told.length, 'the noise is in the log');
});

test('the same seed makes the same entries', async (t) => {
  const run = async () => {
    const clock = createVirtualClock({ seed: 7 });
    const cloud = createCloud({ runtime: clock });
    await cloudTransport(cloud)(`${compute}/zones/us-central1-a/instances`, {
      method: 'POST',
      body: JSON.stringify(aVm()),
    });
    await clock.advance(60_000);
    return cloud.logging.entries;
  };
  t.deepEqual(await run(), await run());
});

test('the filter of the wiring is the one that is deployed', (t) => {
  const text = readFileSync(new URL('../../../infra/terraform/events.tf', import.meta.url), 'utf8');
  const deployed = /instance_filter = <<-EOT\n([\s\S]*?)\n\s*EOT/.exec(text)?.[1] ?? '';
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  wireNodeChange(cloud, { project: 'my-project', endpoint: 'https://node-change.test/' });
  const { filter = '' } = cloud.logging.sinks.get('projects/my-project/sinks/underpin-nodes');
  t.is(filter.replace(/\s+/g, ' ').trim(), deployed.replace(/\s+/g, ' ').trim());
});

test('drift-audit is called at night with a token for its audience', async (t) => {
  const clock = createVirtualClock({ start: Date.parse('2026-11-22T12:00:00Z') });
  const cloud = createCloud({ runtime: clock });
  const calls: { at: number; authorization: string | null }[] = [];
  cloud.hosts.set('drift-audit.test', async (request) => {
    calls.push({ at: clock.now(), authorization: request.headers.get('authorization') });
    return new Response('{}');
  });
  wireDriftAudit(cloud, { project: 'my-project', region: 'us-central1', endpoint: 'https://drift-audit.test/' });
  await clock.advance(24 * 3_600_000);
  t.deepEqual(
    calls.map(({ at }) => new Date(at).toISOString()),
    ['2026-11-23T03:17:00.000Z'],
  );
  const claims = JSON.parse(Buffer.from(calls[0]?.authorization?.split('.')[1] ?? '', 'base64url').toString());
  t.like(claims, { aud: 'https://drift-audit.test/', email: 'underpin-schedule@my-project.iam.gserviceaccount.com' });
});

test('on ports, a call to one part is heard at another', async (t) => {
  const cloud = createCloud({
    runtime: systemRuntime,
    compute: { latencyScale: 0.001 },
    logging: { delaySeconds: [0, 0.01] },
  });
  const endpoints = await serveCloud(cloud);
  t.teardown(() => endpoints.close());
  const { publisher, subscriber } = pubsubClients(endpoints.pubsub);
  const [topic, subscription] = ['projects/my-project/topics/nodes', 'projects/my-project/subscriptions/node-change'];
  await publisher.createTopic({ name: topic });
  await subscriber.createSubscription({ name: subscription, topic });
  const sink = { name: 's', destination: `pubsub.googleapis.com/${topic}`, filter: 'operation.last=true' };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${endpoints.logging}/v2/projects/my-project/sinks`, {
    method: 'POST',
    headers,
    body: JSON.stringify(sink),
  });
  const url = `${endpoints.compute}/compute/v1/projects/my-project/zones/us-central1-a/instances`;
  t.is((await fetch(url, { method: 'POST', headers, body: JSON.stringify(aVm()) })).status, 200);
  const [{ receivedMessages }] = await subscriber.pull({ subscription, maxMessages: 1 });
  t.regex(String(receivedMessages?.[0]?.message?.data), /v1\.compute\.instances\.insert/);
});
