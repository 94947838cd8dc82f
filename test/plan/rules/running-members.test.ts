import test from 'ava';
import type { Live } from '../../../shared/model/live.ts';
import { runningMembers } from '../../../shared/plan/rules/running-members.ts';
import { aForwardingRule, aManagedGroup, anInstance, aPool } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aNode, aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import { many, three } from './a-pool-case.ts';

function whyOf(live: Partial<Live>, declared = anOpening()): string[] {
  return runningMembers(declared, anOpenedService(live)).map(({ severity, why }) => `${severity}: ${why}`);
}

const ofVms = (instances = three()) => ({
  instances,
  managedGroups: [aManagedGroup(instances)],
  pools: [aPool(instances)],
});

for (const status of ['REPAIRING', 'STAGING', 'PROVISIONING', 'PENDING', 'UNKNOWN', 'TERMINATED'])
  test(`N-07: nothing gets anywhere while each member is ${status}`, (t) => {
    const states = ['node-1', 'node-2', 'node-3'].map((name) => `${name} ${status}`).join(', ');
    t.deepEqual(whyOf(ofVms(three().map((one) => ({ ...one, status })))), [
      `critical: no member runs (${states}): nothing takes what comes to 203.0.113.7:25565`,
    ]);
  });

test('N-07: one member that runs is enough', (t) => {
  t.deepEqual(whyOf(ofVms(three().map((one, at) => ({ ...one, status: at > 0 ? 'STAGING' : 'RUNNING' })))), []);
});

test('N-07: who needs a pool that stands still is named, and of a big one a few members', (t) => {
  const vms = many(8).map((one) => ({ ...one, status: 'STAGING' }));
  const [found] = runningMembers(anOpening(), anOpenedService(ofVms(vms)));
  t.like(found, { subject: 'TargetPool/us-central1/nodes', rule: 'N-07', neededBy: ['minecraft'] });
  t.regex(found?.why ?? '', /node-004 STAGING and 3 more\)/);
});

test('N-07: an empty pool that nobody is to join', (t) => {
  const [why, ...others] = whyOf(ofVms([]));
  t.deepEqual(others, []);
  t.regex(why ?? '', /it has no member, and no VM of its node groups \(default\) can join it now: nothing takes/);
});

test('N-07: who needs it is named in order, and where it stops for some is told of all', (t) => {
  const service = (name: string, port: number) => aServiceManifest({ name, spec: { ports: [{ port }] } });
  const stacks = [
    { name: 'web', objects: [service('web', 80)] },
    { name: 'game', objects: [service('game', 25565)] },
  ];
  const forwardingRules = [aForwardingRule(), aForwardingRule({ name: 'web', portRange: '80-80' })];
  const [found] = runningMembers(anOpening({ stacks }), anOpenedService({ ...ofVms([]), forwardingRules }));
  t.deepEqual(found?.neededBy, ['game', 'web']);
  t.regex(found?.why ?? '', /203\.0\.113\.7:80, 203\.0\.113\.7:25565$/);
});

test('N-07: five members are all named, and one is', (t) => {
  const named = (count: number) => whyOf(ofVms(many(count).map((one) => ({ ...one, status: 'STAGING' }))))[0] ?? '';
  t.regex(named(5), /node-004 STAGING\)/);
  t.regex(named(6), /node-004 STAGING and 1 more\)/);
  t.regex(named(1), /no member runs \(node-000 STAGING\)/);
});

test('N-07: nor is it saved by a VM that is still to start', (t) => {
  const vms = [anInstance({ status: 'STAGING' })];
  t.regex(
    whyOf({ ...ofVms(vms), pools: [aPool([])] })[0] ?? '',
    /no VM of its node groups \(default\) can join it now/,
  );
});

test('P-07: of an empty pool of two groups nothing is said of VMs while one group is not known', (t) => {
  const nodeGroups = [
    { name: 'default', instanceGroupManager: 'us-central1-a/minions' },
    { name: 'other', instanceGroupManager: 'us-central1-a/others' },
  ];
  const pools = [{ name: 'nodes', nodeGroups: ['default', 'other'] }];
  t.regex(whyOf(ofVms([]), anOpening({ spec: { nodeGroups, pools } }))[0] ?? '', /: it has no member: nothing/);
});

test('N-07: nor does it get a VM that runs and is excluded', (t) => {
  const vm = anInstance();
  const nodes = [aNode(vm, { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } })];
  t.is(whyOf({ ...ofVms([vm]), pools: [aPool([])], nodes }).length, 1);
});

test('P-08: a VM that is to join the pool is told as missing, and as nothing else', (t) => {
  t.deepEqual(whyOf({ pools: [aPool([])] }), []);
  t.deepEqual(whyOf({ pools: [aPool([anInstance({ name: 'old' })])] }), []);
});

test('N-07: a backup pool takes what this one cannot', (t) => {
  const vms = three().map((one) => ({ ...one, status: 'STAGING' }));
  const pools = [aPool(vms, { backupPool: 'projects/my-project/regions/us-central1/targetPools/spare' })];
  t.regex(whyOf({ ...ofVms(vms), pools })[0] ?? '', /^warning: .* its backup pool `spare` alone is left to take/);
});

test('P-07: a member that could not be seen may run, and so may one whose URL says nothing (P-02)', (t) => {
  t.deepEqual(whyOf({ instances: [], gaps: [aGap('instances', 'us-central1-a')] }), []);
  t.is(whyOf({ instances: [], gaps: [aGap('instances', 'us-central1-b')] }).length, 1);
  t.deepEqual(whyOf({ ...ofVms([]), pools: [aPool(['https://example.com/vm'])] }), []);
});

test('N-07: where no way leads to the pool, that is told, and a pool that nobody needs may stand still', (t) => {
  t.deepEqual(whyOf({ ...ofVms([]), forwardingRules: [] }), []);
  t.deepEqual(whyOf({ ...ofVms([]), addresses: [] }), []);
  t.deepEqual(whyOf(ofVms([]), aDeclaration()), []);
});
