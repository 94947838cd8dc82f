import test from 'ava';
import { orphans } from '../../../shared/plan/rules/orphans.ts';
import { quotaHeadroom } from '../../../shared/plan/rules/quota-headroom.ts';
import { aFirewall, aForwardingRule, anAddress, anInstance, aPool } from '../../builders/compute.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

const leftOver = anOpenedService();
leftOver.pools.push(aPool([anInstance()], { name: 'old' }));
leftOver.addresses.push(anAddress({ name: 'spare', address: '203.0.113.9', status: 'RESERVED' }));
leftOver.forwardingRules.push(
  aForwardingRule({
    name: 'nowhere',
    address: '203.0.113.10',
    target: 'projects/my-project/regions/us-central1/targetPools/gone',
  }),
);
leftOver.firewalls.push(
  aFirewall({ name: 'home-ghost', description: 'Kept by Underpin for Service default/ghost of cluster home' }),
);
leftOver.quotas.push({ scope: 'project', metric: 'TARGET_POOLS', limit: 50, usage: 12 });

test('N-10: what is not declared and nothing uses, with what is left of the quota', (t) => {
  const found = orphans(anOpening(), leftOver);
  t.deepEqual(
    found.map(({ subject }) => subject),
    [
      'TargetPool/us-central1/old',
      'ForwardingRule/us-central1/nowhere',
      'Address/us-central1/spare',
      'Firewall/home-ghost',
    ],
  );
  t.true(found.every(({ action, undeclared }) => action === null && undeclared));
  t.regex(found[0]?.why ?? '', /12 of 50 used/);
  t.regex(
    found[2]?.command ?? '',
    /^gcloud compute addresses describe spare --project=my-project --region=us-central1$/,
  );
});

test("N-10: another cluster's declaration may name it: the commands look, and delete nothing", (t) => {
  for (const { command, why } of orphans(anOpening(), leftOver)) {
    t.regex(command ?? '', /^gcloud compute \S+ describe /);
    t.regex(why, /this cluster's declaration does not name it|its target pool/);
  }
});

test('N-10: a forwarding rule whose pool is empty serves nobody', (t) => {
  const live = anOpenedService();
  live.pools.push(aPool([], { name: 'theirs' }));
  const target = 'projects/my-project/regions/us-central1/targetPools/theirs';
  live.forwardingRules.push(aForwardingRule({ name: 'theirs', address: '203.0.113.10', target }));
  t.like(orphans(anOpening(), live), [{ subject: 'ForwardingRule/us-central1/theirs' }]);
});

test('N-10: a global address that nobody uses is paid for too; a range for private services is no orphan', (t) => {
  const live = anOpenedService();
  live.addresses.push(anAddress({ name: 'spare', address: '203.0.113.9', location: 'global', status: 'RESERVED' }));
  live.addresses.push(
    anAddress({ name: 'range', address: '10.9.0.0', location: 'global', status: 'RESERVED', type: 'INTERNAL' }),
  );
  const found = orphans(anOpening(), live);
  t.is(found.length, 1);
  t.regex(found[0]?.command ?? '', /^gcloud compute addresses describe spare --project=my-project --global$/);
});

test('N-10: a pool that a forwarding rule of somebody uses is no orphan', (t) => {
  const live = anOpenedService();
  live.pools.push(aPool([anInstance()], { name: 'theirs' }));
  live.forwardingRules.push(
    aForwardingRule({
      name: 'theirs',
      address: '203.0.113.10',
      target: 'projects/my-project/regions/us-central1/targetPools/theirs',
    }),
  );
  t.deepEqual(orphans(anOpening(), live), []);
});

test('N-10: a rule that leads to a namesake elsewhere uses no pool here', (t) => {
  const told = (target: string) => {
    const pools = [...anOpenedService().pools, aPool([anInstance()], { name: 'theirs' })];
    const theirs = aForwardingRule({ name: 'theirs', address: '203.0.113.10', target });
    const forwardingRules = [...anOpenedService().forwardingRules, theirs];
    const found = orphans(anOpening(), anOpenedService({ pools, forwardingRules }));
    return found.map(({ subject }) => subject).filter((subject) => subject.startsWith('TargetPool/'));
  };
  const orphan = ['TargetPool/us-central1/theirs'];
  t.deepEqual(told('projects/my-project/regions/europe-west1/targetPools/theirs'), orphan);
  t.deepEqual(told('projects/my-project/regions/us-central1/backendServices/theirs'), orphan);
  t.deepEqual(told('projects/1234/regions/us-central1/targetPools/theirs'), [], 'P-02: the project by its number');
  t.deepEqual(told('what/is/this/theirs'), [], 'P-02: nobody knows what that is');
});

test('P-07: with a gap nobody is called an orphan', (t) => {
  t.deepEqual(orphans(anOpening(), { ...leftOver, gaps: [aGap('forwardingRules')] }), []);
});

test('N-10: a quota that is nearly used up is told before it stops somebody', (t) => {
  const quotas = [
    { scope: 'region' as const, metric: 'STATIC_ADDRESSES', limit: 8, usage: 8 },
    { scope: 'project' as const, metric: 'FIREWALLS', limit: 100, usage: 89 },
    { scope: 'project' as const, metric: 'SNAPSHOTS', limit: 10, usage: 10 },
  ];
  const found = quotaHeadroom(anOpening(), anOpenedService({ quotas }));
  t.deepEqual(
    found.map(({ subject, path }) => [subject, path]),
    [['Region/us-central1', 'quotas[STATIC_ADDRESSES]']],
  );
});
