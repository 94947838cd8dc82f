import test from 'ava';
import type { Firewall, Live } from '../../../shared/model/live.ts';
import type { Hop, TrafficPath } from '../../../shared/model/path.ts';
import { pathsOf } from '../../../shared/plan/traffic/paths.ts';
import { aFirewall, aForwardingRule, anInstance, aPool, reference } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { holding } from '../../builders/disks.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

function onlyPath(live: Live): TrafficPath {
  const [path, ...others] = pathsOf(anOpening(), live);
  if (!path || others.length > 0) throw new Error('expected one path');
  return path;
}

test('N-07: an open way is told from the address to the pods of every node', (t) => {
  const path = onlyPath(anOpenedService());
  t.like(path, { ip: '203.0.113.7', ports: '25565', taker: 'status', reaches: 'all', service: { name: 'minecraft' } });
  t.deepEqual(
    [path.address, path.forwardingRule, path.pool, path.firewall].map(({ name, state }) => [name, state]),
    [
      ['cluster-ip', 'open'],
      ['minecraft', 'open'],
      ['nodes', 'open'],
      ['allow-minecraft', 'open'],
    ],
  );
  t.deepEqual(
    path.nodes.map(({ name, state, pods }) => [name, state, pods]),
    ['node-1', 'node-2', 'node-3'].map((name) => [name, 'open', ['default/minecraft-1']]),
  );
  t.deepEqual(
    path.pods.map(({ name, node, state }) => [name, node, state]),
    [['minecraft-1', 'node-1', 'open']],
  );
});

const brokenAt = test.macro(
  (
    t,
    at: (path: TrafficPath) => Hop | undefined,
    fields: Partial<Live>,
    why: RegExp,
    reaches: TrafficPath['reaches'],
  ) => {
    const path = onlyPath(anOpenedService(fields));
    t.is(at(path)?.state, 'broken');
    t.regex(at(path)?.why ?? '', why);
    t.is(path.reaches, reaches);
  },
);

test('N-07: how members are by another address is nothing to the path', (t) => {
  const { instances } = anOpenedService();
  const by = (address: string | null) =>
    instances.map(({ reference: instance }) => ({
      pool: reference('targetPools', 'nodes', 'us-central1'),
      instance,
      address,
      healthy: false,
    }));
  t.is(onlyPath(anOpenedService({ health: by('203.0.113.8') })).reaches, 'all');
  for (const address of ['203.0.113.7', null]) {
    const path = onlyPath(anOpenedService({ health: by(address) }));
    t.is(path.reaches, 'none');
    t.is(path.nodes[0]?.why, 'its health check fails');
  }
});

const node = (name: string) => (path: TrafficPath) => path.nodes.find((one) => one.name === name);
const members = ['node-1', 'node-2'].map((name) => anInstance({ name }));
test('no address', brokenAt, (path) => path.address, { addresses: [] }, /not reserved/, 'none');
test(
  'no forwarding rule',
  brokenAt,
  (path) => path.forwardingRule,
  { forwardingRules: [] },
  /no forwarding rule/,
  'none',
);
test(
  'another target',
  brokenAt,
  (path) => path.forwardingRule,
  { forwardingRules: [aForwardingRule({ target: 'global/x/old' })] },
  /`old`/,
  'none',
);
test('no pool', brokenAt, (path) => path.pool, { pools: [] }, /does not exist/, 'none');
test('an empty pool', brokenAt, (path) => path.pool, { pools: [aPool([])] }, /no members/, 'none');
test(
  'a VM that is no member is seen, and the others carry the traffic',
  brokenAt,
  node('node-3'),
  { pools: [aPool(members)] },
  /not a member/,
  'all',
);
test(
  'a member whose VM is gone',
  brokenAt,
  node('node-9'),
  { pools: [aPool([...members, anInstance({ name: 'node-9' })])] },
  /no longer exists/,
  'some',
);
test(
  'a member that no firewall lets traffic to',
  brokenAt,
  node('node-2'),
  { firewalls: [aFirewall({ sourceRanges: ['10.0.0.0/8'] })] },
  /no VPC firewall rule/,
  'none',
);
test('no pod', brokenAt, node('node-1'), { endpoints: [] }, /no ready pod/, 'none');

test('a wider forwarding rule carries the declared port too', (t) => {
  t.is(onlyPath(anOpenedService({ forwardingRules: [aForwardingRule({ portRange: null })] })).reaches, 'all');
});

test('P-07: the way through what could not be read is unknown', (t) => {
  const areas = ['addresses', 'forwardingRules', 'pools', 'firewalls', 'nodes', 'endpoints'] as const;
  for (const area of areas) {
    const path = onlyPath(anOpenedService({ [area]: [], gaps: [aGap(area)] }));
    t.is(path.reaches, 'unknown', area);
  }
});

const denial = (fields: Partial<Firewall>) =>
  aFirewall({ name: 'deny', priority: 500, allowed: [], denied: [{ protocol: 'tcp', ports: ['25565'] }], ...fields });

test('N-07: a way that is denied to all but a few is no open way', (t) => {
  const office = aFirewall({ name: 'office', priority: 400, sourceRanges: ['198.51.100.1/32'] });
  const path = onlyPath(anOpenedService({ firewalls: [office, aFirewall(), denial({})] }));
  t.like(path, {
    reaches: 'none',
    firewall: { state: 'broken', why: 'firewall `deny` denies tcp:25565 at priority 500' },
  });
  const nibbled = onlyPath(
    anOpenedService({ firewalls: [aFirewall(), denial({ sourceRanges: ['198.51.100.0/24'] })] }),
  );
  t.like(nibbled, { reaches: 'all', firewall: { state: 'open' } });
});

test('N-07: of two ports of a Service, each way is judged by its own', (t) => {
  const declared = aDeclaration({
    stacks: [{ objects: [aServiceManifest({ spec: { ports: [{ port: 25565 }, { port: 443 }] } })] }],
  });
  const both = aFirewall({ allowed: [{ protocol: 'tcp', ports: ['443', '25565'] }] });
  const shut = denial({ denied: [{ protocol: 'tcp', ports: ['443'] }] });
  const paths = pathsOf(declared, anOpenedService({ firewalls: [both, shut] }));
  t.deepEqual(
    paths.map(({ ports, firewall }) => [ports, firewall.state, firewall.why]),
    [
      ['25565', 'open', null],
      ['443', 'broken', 'firewall `deny` denies tcp:443 at priority 500'],
    ],
  );
});

const disk = { name: 'foodata', zone: 'us-central1-a', nodes: 'default', mountPath: '/mnt/foodata' };
const withDisk = aDeclaration({ stacks: [{ objects: [aServiceManifest()], spec: { disks: [disk] } }] });

test('the disks of the stack stand at the end', (t) => {
  t.like(pathsOf(withDisk, anOpenedService())[0]?.disks, [
    { name: 'foodata', state: 'broken', why: 'the disk is attached to no node' },
  ]);
});

test('a disk of that name in another zone is another disk', (t) => {
  const source = reference('disks', 'foodata', 'us-central1-b');
  const live = anOpenedService({ instances: [holding({}, { source })] });
  t.like(pathsOf(withDisk, live)[0]?.disks, [{ why: 'the disk is attached to no node', holders: [] }]);
  t.like(pathsOf(withDisk, anOpenedService({ instances: [holding()] }))[0]?.disks, [{ holders: ['node-1'] }]);
});

test('D-14: a boot disk is nothing that pods keep their data on', (t) => {
  const live = anOpenedService({ instances: [holding({}, { boot: true })] });
  t.is(pathsOf(withDisk, live)[0]?.disks[0]?.why, 'it is the boot disk of node-1');
});
