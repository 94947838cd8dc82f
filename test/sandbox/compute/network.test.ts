import test from 'ava';
import { aCompute, messageOf, reasonOf, region, type TestCompute } from './a-compute.ts';

const rules = `${region}/forwardingRules`;
const target = 'projects/demo/regions/us-central1/targetPools/nodes';

async function withPool(): Promise<TestCompute> {
  const cloud = aCompute();
  await cloud.work('POST', `${region}/targetPools`, { name: 'nodes' });
  await cloud.work('POST', `${region}/addresses`, { name: 'ip' });
  return cloud;
}

test('A port reads back as a range, an address URL as its number, scheme and tier though nobody said them (N-04)', async (t) => {
  const { work, get } = await withPool();
  await work('POST', rules, { name: 'web', IPAddress: 'regions/us-central1/addresses/ip', portRange: '80', target });
  const { address } = await get(`${region}/addresses/ip`);
  t.like(await get(`${rules}/web`), {
    IPAddress: address,
    portRange: '80-80',
    IPProtocol: 'TCP',
    loadBalancingScheme: 'EXTERNAL',
    networkTier: 'PREMIUM',
  });
});

test('An address knows its users while it has some (N-02)', async (t) => {
  const { work, get, send, post } = await withPool();
  t.like(await get(`${region}/addresses/ip`), { status: 'RESERVED', users: undefined });
  const { address } = await get(`${region}/addresses/ip`);
  for (const [name, portRange] of [
    ['web', '80'],
    ['game', '25565'],
  ]) {
    await work('POST', rules, { name, IPAddress: address, portRange, target });
  }
  const used = await get(`${region}/addresses/ip`);
  t.is(used.status, 'IN_USE');
  t.is((used.users as string[]).length, 2);
  t.is((await send('DELETE', `${region}/addresses/ip`)).status, 400);
  for (const name of ['web', 'game']) await work('DELETE', `${rules}/${name}`);
  t.like(await get(`${region}/addresses/ip`), { status: 'RESERVED', users: undefined });
  t.is(reasonOf(await post(rules, { name: 'web', IPAddress: '192.0.2.1', portRange: '80', target })), 'invalid');
});

test('Two rules cannot answer on the same address, protocol and port', async (t) => {
  const { work, post } = await withPool();
  const rule = (name: string, more: object) => ({
    name,
    IPAddress: 'regions/us-central1/addresses/ip',
    target,
    ...more,
  });
  await work('POST', rules, rule('web', { portRange: '80-90' }));
  t.regex(messageOf(await post(rules, rule('other', { portRange: '85' }))), /in-use and would result in a conflict/);
  t.is((await work('POST', rules, rule('udp', { portRange: '85', IPProtocol: 'UDP' }))).error, undefined);
  t.is((await work('POST', rules, rule('next', { portRange: '91' }))).error, undefined);
});

test('A rule gets another target of the same kind, new labels, and nothing else', async (t) => {
  const { work, post, get } = await withPool();
  await work('POST', `${region}/targetPools`, { name: 'other' });
  await work('POST', rules, { name: 'web', portRange: '80', target });
  await work('POST', `${rules}/web/setTarget`, { target: target.replace('nodes', 'other') });
  t.regex(String((await get(`${rules}/web`)).target), /targetPools\/other$/);
  t.is(reasonOf(await post(`${rules}/web/setTarget`, { target: 'global/targetHttpProxies/x' })), 'invalid');
  const { labelFingerprint } = await get(`${rules}/web`);
  await work('POST', `${rules}/web/setLabels`, { labels: { app: 'web' }, labelFingerprint });
  t.like(await get(`${rules}/web`), { labels: { app: 'web' } });
  t.is(reasonOf(await work('PATCH', `${rules}/web`, { portRange: '81-81' })), 'invalid');
});

test('A rule for a pool that does not exist is refused', async (t) => {
  t.is(reasonOf(await aCompute().post(rules, { name: 'web', portRange: '80', target })), 'notFound');
});

test('Addresses: an ephemeral one in use can be kept, one that is reserved cannot be had twice', async (t) => {
  const { work, get, post } = await withPool();
  await work('POST', rules, { name: 'web', portRange: '80', target });
  const { IPAddress } = await get(`${rules}/web`);
  await work('POST', `${region}/addresses`, { name: 'kept', address: IPAddress });
  t.like(await get(`${region}/addresses/kept`), { status: 'IN_USE', address: IPAddress });
  t.is(reasonOf(await post(`${region}/addresses`, { name: 'again', address: IPAddress })), 'invalid');
  await work('POST', '/global/addresses', { name: 'world' });
  t.is((await get('/global/addresses/world')).region, undefined);
});

test('A firewall has its defaults; patch merges, update replaces, name and direction stay (N-05)', async (t) => {
  const { work, get } = aCompute();
  const path = '/global/firewalls/web';
  const allowed = [{ IPProtocol: 'tcp', ports: ['80'] }];
  await work('POST', '/global/firewalls', { name: 'web', allowed, sourceRanges: ['0.0.0.0/0'], targetTags: ['node'] });
  t.like(await get(path), {
    direction: 'INGRESS',
    priority: 1000,
    disabled: false,
    logConfig: { enable: false },
    allowed,
  });
  await work('PATCH', path, { priority: 900 });
  t.like(await get(path), { priority: 900, targetTags: ['node'] });
  await work('PUT', path, { name: 'web', allowed, sourceRanges: ['10.0.0.0/8'] });
  const replaced = await get(path);
  t.like(replaced, { priority: 1000, sourceRanges: ['10.0.0.0/8'] });
  t.false('targetTags' in replaced);
  t.is(reasonOf(await work('PATCH', path, { direction: 'EGRESS' })), 'invalid');
});

const refusesFirewall = test.macro({
  exec: async (t, body: object, words: RegExp) => {
    t.regex(messageOf(await aCompute().post('/global/firewalls', { name: 'fw', ...body })), words);
  },
  title: (name) => `A firewall is refused ${name}`,
});

test(
  'with ranges of both families',
  refusesFirewall,
  { allowed: [{ IPProtocol: 'tcp' }], sourceRanges: ['0.0.0.0/0', '::/0'] },
  /IPv4 and IPv6/,
);
test('without a protocol', refusesFirewall, {}, /Exactly one of the fields/);
test(
  'that both allows and denies',
  refusesFirewall,
  { allowed: [{ IPProtocol: 'tcp' }], denied: [{ IPProtocol: 'udp' }] },
  /Exactly one/,
);
test('with a port that is none', refusesFirewall, { allowed: [{ IPProtocol: 'tcp', ports: ['http'] }] }, /valid port/);
test('with a priority out of range', refusesFirewall, { allowed: [{ IPProtocol: 'tcp' }], priority: 70_000 }, /65535/);

test('A health check that a pool uses is not deleted', async (t) => {
  const { work, send, get } = aCompute();
  await work('POST', '/global/httpHealthChecks', { name: 'hc', port: 10256 });
  t.like(await get('/global/httpHealthChecks/hc'), { requestPath: '/', checkIntervalSec: 5, healthyThreshold: 2 });
  await work('POST', `${region}/targetPools`, { name: 'nodes', healthChecks: ['global/httpHealthChecks/hc'] });
  t.is((await send('DELETE', '/global/httpHealthChecks/hc')).status, 400);
  await work('DELETE', `${region}/targetPools/nodes`);
  t.is((await work('DELETE', '/global/httpHealthChecks/hc')).status, 'DONE');
});

test('Quotas tell what is used', async (t) => {
  const { get } = await withPool();
  const { quotas } = (await get('')) as { quotas: { metric: string; usage: number }[] };
  t.is(quotas.find(({ metric }) => metric === 'TARGET_POOLS')?.usage, 1);
  const inRegion = (await get('/regions/us-central1')) as { quotas: { metric: string; usage: number }[] };
  t.is(inRegion.quotas.find(({ metric }) => metric === 'STATIC_ADDRESSES')?.usage, 1);
});
