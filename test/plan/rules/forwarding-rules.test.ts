import test from 'ava';
import type { ForwardingRule } from '../../../shared/model/live.ts';
import { forwardingRules } from '../../../shared/plan/rules/forwarding-rules.ts';
import {
  aFirewall,
  aForwardingRule,
  aHealthCheckersFirewall,
  aManagedGroup,
  anAddress,
  anInstance,
} from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

const region = 'projects/my-project/regions/us-central1';

const inSync = test.macro((t, fields: Partial<ForwardingRule>) =>
  t.deepEqual(forwardingRules(anOpening(), anOpenedService({ forwardingRules: [aForwardingRule(fields)] })), []),
);
test('N-04: a port is the range of itself', inSync, { portRange: '25565' });
test('N-04: the protocol in lower case', inSync, { protocol: 'tcp' });
test('N-04: the protocol by number', inSync, { protocol: '6' });
test('N-04: the target as a beta link', inSync, {
  target: `https://compute.googleapis.com/compute/beta/${region}/targetPools/nodes`,
});
test('N-04: the target by the number of the project', inSync, {
  target: 'projects/123456789012/regions/us-central1/targetPools/nodes',
});

test('C-15: an address that one stack calls by its name and another by its number is one, and neither is led away', (t) => {
  const exposing = (address: string, pool: string, ...ports: string[]) => ({
    expose: [{ address, ports, pool, firewall: 'none' }],
  });
  const stacks = (...ports: string[]) => [
    { name: 'a', spec: exposing('cluster-ip', 'nodes', '25565') },
    { name: 'b', spec: exposing('203.0.113.7', 'others', ...ports) },
  ];
  const pools = ['nodes', 'others'].map((name) => ({ name, nodeGroups: ['default'] }));
  const of = (...ports: string[]) =>
    forwardingRules(aDeclaration({ spec: { pools }, stacks: stacks(...ports) }), anOpenedService());
  for (const ports of ['25565', '25500-25600']) {
    const found = of(ports);
    t.deepEqual(
      found.map(({ stack, action, command, isForPerson }) => [stack, action, command, isForPerson]),
      [
        ['a', null, null, true],
        ['b', null, null, true],
      ],
    );
    t.regex(found[1]?.why ?? '', /stack `a` declares 25565 of `cluster-ip`, which is the same address/);
  }
  t.is(of('80').find(({ stack }) => stack === 'b')?.action?.kind, 'create-forwarding-rule');
});

test('N-01: a missing one is made on the reserved address, after all that it needs', (t) => {
  const live = anOpenedService({ forwardingRules: [] });
  const [found, ...others] = forwardingRules(anOpening(), live);
  t.deepEqual(others, []);
  t.is(found?.subject, 'ForwardingRule/us-central1/home-minecraft-tcp-25565');
  t.like(found?.action, {
    kind: 'create-forwarding-rule',
    body: {
      IPAddress: '203.0.113.7',
      IPProtocol: 'TCP',
      portRange: '25565-25565',
      target: `${region}/targetPools/nodes`,
    },
    requires: [{ name: 'nodes' }, { name: 'allow-minecraft' }],
  });
  t.is(
    found?.command,
    'gcloud compute forwarding-rules create home-minecraft-tcp-25565 --project=my-project --region=us-central1 --address=cluster-ip --ip-protocol=TCP --ports=25565 --target-pool=nodes',
  );
});

test('N-01: where one on another address has its name it is made under another, as that one is not re-addressed', (t) => {
  const former = aForwardingRule({ name: 'home-minecraft-tcp-25565', address: '203.0.113.99' });
  const [found, ...others] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [former] }));
  t.deepEqual(others, []);
  const name = 'home-minecraft-tcp-25565-203-0-113-7';
  t.is(found?.subject, `ForwardingRule/us-central1/${name}`);
  t.like(found?.action, { forwardingRule: { name }, body: { name, IPAddress: '203.0.113.7' } });
  t.regex(found?.command ?? '', new RegExp(` create ${name} `));
  const made = aForwardingRule({ name });
  t.deepEqual(forwardingRules(anOpening(), anOpenedService({ forwardingRules: [former, made] })), []);
});

test('N-01: what is made in the same plan is required too', (t) => {
  const live = anOpenedService({ forwardingRules: [], firewalls: [], pools: [], healthChecks: [] });
  const [found] = forwardingRules(anOpening(), live);
  const requires = found?.action?.kind === 'create-forwarding-rule' ? found.action.requires : [];
  t.deepEqual(
    requires.map(({ name }) => name),
    ['home-nodes', 'nodes', 'home-minecraft', 'home-nodes-health'],
  );
});

test('N-01: a firewall that is not made, as a denial would stand before it, is not waited for', (t) => {
  const deny = aFirewall({ name: 'deny', priority: 1, allowed: [], denied: [{ protocol: 'all', ports: [] }] });
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [], firewalls: [deny] }));
  t.true(found?.action?.kind === 'create-forwarding-rule');
  t.deepEqual(found?.action?.kind === 'create-forwarding-rule' && found.action.requires.map(({ name }) => name), [
    'nodes',
  ]);
});

test('N-01: none is made while another network has the name of a firewall that it needs', (t) => {
  const namesake = aFirewall({ name: 'home-minecraft', network: 'other' });
  const live = anOpenedService({ forwardingRules: [], firewalls: [namesake, aHealthCheckersFirewall()] });
  const [found] = forwardingRules(anOpening(), live);
  t.regex(found?.blockedBy ?? '', /firewall `home-minecraft` .* network `other`/);
  t.is(forwardingRules(anOpening(), anOpenedService({ forwardingRules: [] }))[0]?.blockedBy, null);
});

test('N-01: where a VM lacks the tag of a firewall that serves the others, that one is required and no new one', (t) => {
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const live = anOpenedService({ instances, managedGroups: [aManagedGroup(instances)], forwardingRules: [] });
  const [found] = forwardingRules(anOpening(), live);
  t.deepEqual(found?.action?.kind === 'create-forwarding-rule' && found.action.requires.map(({ name }) => name), [
    'nodes',
    'allow-health-checkers',
    'allow-minecraft',
  ]);
});

test('N-02: nothing is made on an address that is not reserved', (t) => {
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [], addresses: [] }));
  t.is(found?.action, null);
  t.regex(found?.why ?? '', /the address comes first/);
});

test('one for each protocol and port', (t) => {
  const ports = [{ port: 80 }, { port: 443 }, { port: 53, protocol: 'UDP' }];
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest({ namespace: 'games', spec: { ports } })] }] });
  const names = forwardingRules(declared, anOpenedService({ forwardingRules: [] })).map(({ subject }) =>
    subject.slice(27),
  );
  t.deepEqual(names, ['home-games-minecraft-tcp-80', 'home-games-minecraft-tcp-443', 'home-games-minecraft-udp-53']);
});

test('N-01: one that leads elsewhere is pointed back', (t) => {
  const target = `${region}/targetPools/old`;
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [aForwardingRule({ target })] }));
  t.like(found, { path: 'target', declared: 'nodes', live: 'old' });
  t.like(found?.action, { kind: 'set-forwarding-rule-target', pool: { name: 'nodes' }, replaces: target });
  t.is(
    found?.command,
    'gcloud compute forwarding-rules set-target minecraft --project=my-project --region=us-central1 --target-pool=nodes',
  );
});

test('a target of another kind is told and not touched', (t) => {
  const target = 'projects/my-project/global/targetHttpProxies/web';
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [aForwardingRule({ target })] }));
  t.like(found, { path: 'target', action: null });
});

test('P-10: one that the cloud controller keeps is attributed to its Service', (t) => {
  const description = '{"kubernetes.io/service-name":"default/other"}';
  const rule = aForwardingRule({ description, target: `${region}/targetPools/a0123456789abcdef0123456789abcdef` });
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [rule] }));
  t.is(found?.action, null);
  t.regex(found?.why ?? '', /Service default\/other/);
  t.regex(found?.command ?? '', /^gcloud compute forwarding-rules describe /);
});

test('N-04: an overlapping range is in the way, and never deleted', (t) => {
  const rule = aForwardingRule({ name: 'wide', portRange: '25000-26000' });
  const found = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [rule] }));
  t.is(found.length, 1);
  t.like(found[0], {
    subject: 'ForwardingRule/us-central1/wide',
    path: 'portRange',
    live: '25000-26000',
    action: null,
  });
  t.regex(found[0]?.command ?? '', /^gcloud compute forwarding-rules delete wide \S+ \S+ && gcloud .* create /);
});

test('N-02: an address that is not reserved is reserved before the rule that holds it goes', (t) => {
  const rule = aForwardingRule({ name: 'wide', portRange: '25000-26000' });
  const declared = anOpening({
    stacks: [{ objects: [aServiceManifest({ annotations: { 'underpin.dev/address': '203.0.113.7' } })] }],
  });
  const [found] = forwardingRules(declared, anOpenedService({ forwardingRules: [rule], addresses: [] }));
  t.regex(
    found?.command ?? '',
    /^gcloud compute addresses create NAME --addresses=203\.0\.113\.7 .* && .* delete wide /,
  );
});

test('P-10: one of a Service that is in the way is not to be deleted', (t) => {
  const description = '{"kubernetes.io/service-name":"default/other"}';
  const rule = aForwardingRule({ description, portRange: '25000-26000' });
  const [found] = forwardingRules(anOpening(), anOpenedService({ forwardingRules: [rule] }));
  t.regex(found?.command ?? '', /^gcloud compute forwarding-rules describe /);
  t.regex(found?.why ?? '', /Service default\/other/);
});

test('N-02: on an address of the STANDARD tier a rule is made of that tier', (t) => {
  const live = anOpenedService({ forwardingRules: [], addresses: [anAddress({ networkTier: 'STANDARD' })] });
  t.regex(forwardingRules(anOpening(), live)[0]?.command ?? '', / --network-tier=STANDARD$/);
});

test('N-02: the tier is that of the address', (t) => {
  const live = anOpenedService({ addresses: [anAddress({ networkTier: 'STANDARD' })] });
  t.like(forwardingRules(anOpening(), live)[0], {
    path: 'networkTier',
    declared: 'STANDARD',
    live: 'PREMIUM',
    action: null,
  });
});

test('P-07: forwarding rules of a region that could not be read are unknown', (t) => {
  const live = anOpenedService({ forwardingRules: [], gaps: [aGap('forwardingRules', 'us-central1')] });
  t.like(forwardingRules(anOpening(), live), [{ outcome: 'unknown', action: null }]);
  const elsewhere = anOpenedService({ gaps: [aGap('forwardingRules', 'europe-west1')] });
  t.deepEqual(forwardingRules(anOpening(), elsewhere), []);
});
