import test from 'ava';
import { aCompute, aPoolWith, region, type TestCompute, zone } from './a-compute.ts';

const pool = `${region}/targetPools/nodes`;
const checkers = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];

async function aServedPool(cloud: TestCompute, { rules = ['web'], firewall = true } = {}): Promise<TestCompute> {
  await aPoolWith(cloud, 'a');
  await cloud.work('POST', '/global/httpHealthChecks', { name: 'hc', port: 10256, requestPath: '/healthz' });
  await cloud.work('POST', `${pool}/addHealthCheck`, { healthChecks: [{ healthCheck: 'global/httpHealthChecks/hc' }] });
  for (const name of rules) {
    await cloud.work('POST', `${region}/forwardingRules`, {
      name,
      portRange: '80',
      target: 'regions/us-central1/targetPools/nodes',
    });
  }
  if (firewall) await cloud.work('POST', '/global/firewalls', aFirewall());
  await cloud.pass(30);
  return cloud;
}

function aFirewall(more: object = {}): object {
  return { name: 'health', allowed: [{ IPProtocol: 'tcp', ports: ['10256'] }], sourceRanges: checkers, ...more };
}

async function statesOf({ post }: TestCompute): Promise<string[]> {
  const { healthStatus = [] } = await post(`${pool}/getHealth`, { instance: 'zones/us-central1-a/instances/a' });
  return (healthStatus as { healthState: string }[]).map(({ healthState }) => healthState);
}

test('There is an entry for each address that leads to the pool', async (t) => {
  const cloud = await aServedPool(aCompute(), { rules: ['web', 'game'] });
  const { healthStatus } = await cloud.post(`${pool}/getHealth`, { instance: 'zones/us-central1-a/instances/a' });
  const addresses = (healthStatus as { ipAddress: string }[]).map(({ ipAddress }) => ipAddress);
  t.is(new Set(addresses).size, 2);
  t.deepEqual(await statesOf(cloud), ['HEALTHY', 'HEALTHY']);
});

test('Without a forwarding rule, or without a health check, there is no status at all', async (t) => {
  t.deepEqual(await statesOf(await aServedPool(aCompute(), { rules: [] })), []);
  const bare = aCompute();
  await aPoolWith(bare, 'a');
  t.deepEqual(await statesOf(bare), []);
});

test('Without a firewall for the health checkers every member looks dead (N-11)', async (t) => {
  t.deepEqual(await statesOf(await aServedPool(aCompute(), { firewall: false })), ['UNHEALTHY']);
  t.deepEqual(await statesOf(await aServedPool(aCompute({ firewallsMatter: false }), { firewall: false })), [
    'HEALTHY',
  ]);
});

const through = test.macro({
  exec: async (t, more: object, state: string) => {
    const cloud = await aServedPool(aCompute(), { firewall: false });
    await cloud.work('POST', '/global/firewalls', aFirewall(more));
    t.deepEqual(await statesOf(cloud), [state]);
  },
  title: (name, _: object, state: string) => `A firewall ${name}: ${state}`,
});

test('for another port', through, { allowed: [{ IPProtocol: 'tcp', ports: ['80'] }] }, 'UNHEALTHY');
test(
  'for a range that holds the port',
  through,
  { allowed: [{ IPProtocol: 'TCP', ports: ['10000-11000'] }] },
  'HEALTHY',
);
test('for all protocols', through, { allowed: [{ IPProtocol: 'all' }] }, 'HEALTHY');
test('from everywhere', through, { sourceRanges: ['0.0.0.0/0'] }, 'HEALTHY');
test('from one of the ranges only', through, { sourceRanges: ['35.191.0.0/16'] }, 'UNHEALTHY');
test('for a tag the VM lacks', through, { targetTags: ['other'] }, 'UNHEALTHY');
test('that is disabled', through, { disabled: true }, 'UNHEALTHY');
test('that points outwards', through, { direction: 'EGRESS' }, 'UNHEALTHY');

test('A denial of a lower number goes before', async (t) => {
  const cloud = await aServedPool(aCompute());
  const { allowed: denied } = aFirewall() as { allowed: object };
  await cloud.work('POST', '/global/firewalls', { name: 'no', denied, sourceRanges: ['0.0.0.0/0'], priority: 900 });
  t.deepEqual(await statesOf(cloud), ['UNHEALTHY']);
});

test('A VM is healthy while it runs and listens, and only some time after it began', async (t) => {
  const cloud = await aServedPool(aCompute({ latencySeconds: { 'instances.stop': 1, 'instances.start': 1 } }));
  const path = 'projects/demo/zones/us-central1-a/instances/a';
  cloud.compute.state.setListening(path, 10256, false);
  t.deepEqual(await statesOf(cloud), ['UNHEALTHY']);
  cloud.compute.state.setListening(path, 10256, true);
  t.deepEqual(await statesOf(cloud), ['UNHEALTHY']);
  await cloud.pass(11);
  t.deepEqual(await statesOf(cloud), ['HEALTHY']);
  await cloud.work('POST', `${zone}/instances/a/stop`);
  t.deepEqual(await statesOf(cloud), ['UNHEALTHY']);
});

test('Asking for a VM that is gone is an error, as is asking for one that is no member', async (t) => {
  const cloud = await aServedPool(aCompute());
  await cloud.work('DELETE', `${zone}/instances/a`);
  const gone = await cloud.send('POST', `${pool}/getHealth`, { instance: 'zones/us-central1-a/instances/a' });
  t.is(gone.status, 400);
  t.regex(await gone.text(), /resourceNotReady/);
  t.is((await cloud.send('POST', `${pool}/getHealth`, { instance: 'zones/us-central1-a/instances/b' })).status, 400);
});
