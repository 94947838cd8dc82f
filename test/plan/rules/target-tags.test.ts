import test from 'ava';
import type { Firewall } from '../../../shared/model/live.ts';
import { firewalls } from '../../../shared/plan/rules/firewalls.ts';
import { targetTags } from '../../../shared/plan/rules/target-tags.ts';
import { aFirewall, aHealthCheckersFirewall, aManagedGroup, anInstance } from '../../builders/compute.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { anOpenedService, anOpening } from '../../builders/live.ts';

test('N-06: the VM that lacks the tag is named, with the command', (t) => {
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const live = anOpenedService({ instances, managedGroups: [aManagedGroup(instances)] });
  const found = targetTags(anOpening(), live);
  t.deepEqual(
    found.map(({ rule, subject, path }) => [rule, subject, path]),
    [['N-06', 'Instance/us-central1-a/node-2', 'tags']],
  );
  t.is(
    found[0]?.command,
    'gcloud compute instances add-tags node-2 --project=my-project --zone=us-central1-a --tags=k8s-home-node',
  );
});

test('N-05, N-06: it is given the tag that the others have, and none that opens more', (t) => {
  const bastion = anInstance({ name: 'bastion', tags: ['a-bastion'] });
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const commandWith = (...tags: string[]) => {
    const live = anOpenedService({
      instances: [...instances, bastion],
      managedGroups: [aManagedGroup(instances)],
      firewalls: [aFirewall({ targetTags: tags }), aHealthCheckersFirewall()],
    });
    return targetTags(anOpening(), live)[0]?.command ?? null;
  };
  t.regex(commandWith('a-bastion', 'k8s-home-node') ?? '', / --tags=k8s-home-node$/);
  t.regex(commandWith('a-new-one', 'k8s-home-node') ?? '', / --tags=k8s-home-node$/);
});

test('N-06: a VM that lacks the tag of every firewall is told once, and no firewall is called missing', (t) => {
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const live = anOpenedService({ instances, managedGroups: [aManagedGroup(instances)] });
  const found = targetTags(anOpening(), live);
  t.is(found.length, 1);
  t.regex(
    found[0]?.why ?? '',
    /firewall `allow-minecraft` and `allow-health-checkers` .* the health check of pool nodes reaches it/,
  );
  t.deepEqual(firewalls(anOpening(), live), []);
});

test('N-06: a list of who is kept out from all of them hides no VM without the tag, nor does that hide the list', (t) => {
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const list = aFirewall({
    name: 'list',
    priority: 10,
    targetTags: [],
    allowed: [],
    denied: [{ protocol: 'all', ports: [] }],
    sourceRanges: ['35.191.0.0/24'],
  });
  const live = anOpenedService({
    instances,
    managedGroups: [aManagedGroup(instances)],
    firewalls: [aFirewall(), aHealthCheckersFirewall(), list],
  });
  t.regex(targetTags(anOpening(), live)[0]?.why ?? '', /`allow-minecraft` and `allow-health-checkers`/);
  t.like(firewalls(anOpening(), live), [
    { rule: 'N-05', severity: 'info' },
    { rule: 'N-11', severity: 'info', action: null, live: ['list'] },
  ]);
});

test('N-11: a firewall that is turned off serves nobody, tags or not', (t) => {
  const instances = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', tags: ['web'] })];
  const live = anOpenedService({
    instances,
    managedGroups: [aManagedGroup(instances)],
    firewalls: [aFirewall(), { ...aHealthCheckersFirewall(), disabled: true }],
  });
  t.like(firewalls(anOpening(), live), [{ rule: 'N-11', severity: 'critical' }]);
});

test('N-06: one of several tags is enough', (t) => {
  const firewalls = [aFirewall({ targetTags: ['other', 'k8s-home-node'] }), aHealthCheckersFirewall()];
  t.deepEqual(targetTags(anOpening(), anOpenedService({ firewalls })), []);
});

const twoTags = () => [anInstance({ name: 'node-1', tags: ['a'] }), anInstance({ name: 'node-2', tags: ['b'] })];
const letIn = test.macro((t, name: string, fields: Partial<Firewall>) => {
  const instances = twoTags();
  const own = aFirewall({ name: 'allow-a', targetTags: ['a'] });
  const live = anOpenedService({
    instances,
    managedGroups: [aManagedGroup(instances)],
    firewalls: [own, aFirewall({ name, ...fields }), { ...aHealthCheckersFirewall(), targetTags: [] }],
  });
  t.deepEqual(targetTags(anOpening(), live), []);
  const without = { ...live, firewalls: live.firewalls.filter((one) => one.reference.name !== name) };
  t.like(targetTags(anOpening(), without), [{ subject: 'Instance/us-central1-a/node-2', declared: ['a'] }]);
});
test('N-06: a VM without the tag lacks nothing where another firewall is for its own', letIn, 'allow-b', {
  targetTags: ['b'],
});
test('N-06: nor where one is for all VMs', letIn, 'allow-all', { targetTags: [] });

test('N-06: whether a VM lacks a tag is not told where a firewall for some destinations may let in', (t) => {
  const instances = twoTags();
  const some = aFirewall({ name: 'allow-b', targetTags: ['b'], destinationRanges: ['203.0.113.7/32'] });
  const firewalls = [aFirewall({ name: 'allow-a', targetTags: ['a'] }), some];
  const live = anOpenedService({ instances, managedGroups: [aManagedGroup(instances)] });
  const toldOf = (all: Firewall[]) =>
    targetTags(anOpening(), { ...live, firewalls: [...all, { ...aHealthCheckersFirewall(), targetTags: [] }] }).length;
  t.is(toldOf(firewalls), 0);
  t.is(toldOf(firewalls.slice(0, 1)), 1);
  t.is(toldOf([...firewalls.slice(0, 1), { ...some, network: 'other' }]), 1);
});

test('N-06: of a firewall that nobody said the sources of, what it lets in itself is what the VM may lack', (t) => {
  const instances = twoTags();
  const declared = anOpening({ stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: [] } })] }] });
  const firewalls = [
    aFirewall({ name: 'allow-a', targetTags: ['a'] }),
    { ...aHealthCheckersFirewall(), targetTags: [] },
  ];
  const live = anOpenedService({ instances, managedGroups: [aManagedGroup(instances)], firewalls });
  t.like(targetTags(declared, live), [{ subject: 'Instance/us-central1-a/node-2' }]);
  const both = [...firewalls, aFirewall({ name: 'allow-b', targetTags: ['b'] })];
  t.deepEqual(targetTags(declared, { ...live, firewalls: both }), []);
});
