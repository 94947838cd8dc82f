import test from 'ava';
import type { Address } from '../../../shared/model/live.ts';
import { addresses } from '../../../shared/plan/rules/addresses.ts';
import { aForwardingRule, anAddress } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

function told(found: Address[], declaredAddress = 'cluster-ip') {
  const objects = [aServiceManifest({ annotations: { 'underpin.dev/address': declaredAddress } })];
  return addresses(aDeclaration({ stacks: [{ objects }] }), anOpenedService({ addresses: found }));
}

test('an address may be declared by its number', (t) => {
  t.deepEqual(told([anAddress()], '203.0.113.7'), []);
});

test('N-02: an address that is not reserved is told with the command', (t) => {
  const [found] = addresses(anOpening(), anOpenedService({ addresses: [], forwardingRules: [] }));
  t.like(found, { rule: 'N-02', severity: 'critical', action: null });
  t.is(found?.command, 'gcloud compute addresses create cluster-ip --project=my-project --region=us-central1');
});

test('N-02: an ephemeral address in use will be lost', (t) => {
  const [found] = told([], '203.0.113.7');
  t.like(found, { rule: 'N-02', path: 'status', live: 'ephemeral' });
  t.regex(found?.why ?? '', /lost when its last forwarding rule is deleted/);
  t.regex(found?.command ?? '', /--addresses=203\.0\.113\.7/);
});

test('N-02: so will the one that a forwarding rule got by itself where a reserved one is declared', (t) => {
  const live = anOpenedService({ addresses: [], forwardingRules: [aForwardingRule({ address: '198.51.100.9' })] });
  const found = addresses(anOpening(), live);
  t.like(found, [{ rule: 'N-02', path: 'status', live: 'ephemeral' }]);
  t.regex(found[0]?.why ?? '', /serve it on 198\.51\.100\.9, .* lost when its last forwarding rule is deleted/);
  t.is(
    found[0]?.command,
    'gcloud compute addresses create cluster-ip --addresses=198.51.100.9 --project=my-project --region=us-central1',
  );
});

test('N-02: a forwarding rule of another port says nothing of a missing address', (t) => {
  const rule = aForwardingRule({ address: '198.51.100.9', portRange: '22-22' });
  const live = anOpenedService({ addresses: [], forwardingRules: [rule] });
  t.like(addresses(anOpening(), live), [{ rule: 'N-02', path: '' }]);
});

test('N-03: global where regional is needed is said in words', (t) => {
  const [found] = told([anAddress({ location: 'global' })]);
  t.like(found, { rule: 'N-03', path: 'region', declared: 'us-central1', live: 'global' });
  t.regex(found?.why ?? '', /is a global address/);
  t.is(found?.command, 'gcloud compute addresses create cluster-ip --project=my-project --region=us-central1');
});

test('N-03: so is another region', (t) => {
  const [found] = told([anAddress({ location: 'europe-west1' })]);
  t.like(found, { rule: 'N-03', live: 'europe-west1' });
});

test('N-02: nothing but the declared forwarding rules uses it', (t) => {
  const users = [
    'https://www.googleapis.com/compute/v1/projects/my-project/regions/us-central1/forwardingRules/minecraft',
    'https://www.googleapis.com/compute/v1/projects/my-project/regions/us-central1/forwardingRules/stranger',
    'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/vm',
  ];
  const live = anOpenedService({
    addresses: [anAddress({ users })],
    forwardingRules: [aForwardingRule(), aForwardingRule({ name: 'stranger', portRange: '22-22' })],
  });
  t.deepEqual(
    addresses(anOpening(), live).map(({ path, severity }) => [path, severity]),
    [
      ['users[stranger]', 'warning'],
      ['users[vm]', 'warning'],
    ],
  );
});

test('N-02: an internal address is reached by nobody outside', (t) => {
  t.like(told([anAddress({ type: 'INTERNAL' })]), [{ path: 'addressType', live: 'INTERNAL' }]);
});

test('P-07: addresses that could not be read are unknown', (t) => {
  const live = anOpenedService({ addresses: [], gaps: [aGap('addresses', 'us-central1')] });
  t.like(addresses(anOpening(), live), [{ outcome: 'unknown' }]);
});

test('an address that two stacks share is told once, for both', (t) => {
  const declared = aDeclaration({
    stacks: [
      { objects: [aServiceManifest()] },
      { name: 'frontend', objects: [aServiceManifest({ name: 'frontend', spec: { ports: [{ port: 80 }] } })] },
    ],
  });
  const found = addresses(declared, anOpenedService({ addresses: [] }));
  t.is(found.length, 1);
  t.deepEqual(found[0]?.neededBy, ['frontend', 'minecraft']);
});
