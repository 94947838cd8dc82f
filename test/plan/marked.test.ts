import test from 'ava';
import type { Action } from '../../shared/model/action.ts';
import { finding } from '../../shared/model/finding.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Live } from '../../shared/model/live.ts';
import { unlessMarked } from '../../shared/plan/marked.ts';
import { aFirewall, aForwardingRule, anInstance, aPool, reference } from '../builders/compute.ts';
import { aDeclaration, aStack } from '../builders/declaration.ts';
import { aNode, aPod, aService, aServiceManifest } from '../builders/kubernetes.ts';
import { aLive } from '../builders/live.ts';

const vm = anInstance();
const identity = { reference: vm.reference, id: vm.id };
const disk = reference('disks', 'foodata', 'us-central1-a');
const pool = aPool([vm]).reference;
const mount = { node: 'node-1', disk: 'foodata', deviceName: 'foodata', mountPath: '/mnt/foodata' };

const markedVm = aLive({ instances: [anInstance({ protected: true })] });
const markedNode = aLive({
  instances: [vm],
  nodes: [aNode(anInstance({ name: 'a' })), aNode(vm, { protected: true })],
});
const markedPool = aLive({ pools: [aPool([vm], { description: 'kept by ann: underpin.dev/protect' })] });
const markedRule = aLive({ forwardingRules: [aForwardingRule({ protected: true })] });
const markedFirewall = aLive({ firewalls: [aFirewall({ description: 'underpin-protect' })] });

const isHeld = test.macro((t, action: object, live: Live) => {
  const one = finding({ severity: 'warning', subject: 'Thing/it', path: '', why: 'it differs', rule: 'X-01' });
  const step = { ...one, action: action as Action, stack: 'web' };
  const declared = aDeclaration({ stacks: [{ name: 'web', objects: [] }] });
  const held = unlessMarked(step, declared, live);
  t.regex(held.blockedBy ?? '', /is marked underpin\.dev\/protect \(I-26\)/);
  t.deepEqual({ ...held, blockedBy: null }, step, 'and is told as before');
  t.is(unlessMarked(step, declared, aLive({ instances: [vm], nodes: [aNode(vm)] })).blockedBy, null);
});

test('a VM that is marked joins no pool', isHeld, { kind: 'add-pool-members', pool, instances: [identity] }, markedVm);
test('it leaves none', isHeld, { kind: 'remove-pool-members', pool, instances: [identity] }, markedVm);
test('it gets no disk', isHeld, { kind: 'attach-disk', disk, instance: identity }, markedVm);
test('it loses none', isHeld, { kind: 'detach-disk', disk, instance: identity }, markedVm);
test('its disks keep how they are attached', isHeld, { kind: 'keep-disk', disk, instance: identity }, markedVm);
test('a node that is marked mounts nothing', isHeld, { kind: 'mount-disk', mount, instance: identity }, markedNode);
test('it unmounts nothing', isHeld, { kind: 'unmount-disk', mount, instance: identity }, markedNode);
test('it keeps its labels', isHeld, { kind: 'label-node', node: 'node-1' }, markedNode);
test('a pool takes the mark in its description', isHeld, { kind: 'add-pool-members', pool, instances: [] }, markedPool);
test('also when somebody leaves', isHeld, { kind: 'remove-pool-members', pool, instances: [] }, markedPool);
test('so does a firewall', isHeld, { kind: 'patch-firewall', firewall: aFirewall().reference }, markedFirewall);
test(
  'a forwarding rule has labels',
  isHeld,
  { kind: 'set-forwarding-rule-target', forwardingRule: aForwardingRule().reference, pool },
  markedRule,
);

test('a stack that is marked gets nothing made or changed, in the cluster or outside', (t) => {
  const [stack] = aDeclaration({ stacks: [{ name: 'web', objects: [] }] }).stacks;
  const declared = aDeclaration({ stacks: [{ name: 'web', objects: [] }] });
  const marked = { ...declared, stacks: stack ? [{ ...stack, protected: true }] : [] };
  for (const kind of [
    'create-firewall',
    'create-forwarding-rule',
    'create-disk',
    'apply-object',
    'set-service-status',
  ]) {
    const one = finding({ severity: 'warning', subject: 'Thing/it', path: '', why: 'it differs', rule: 'X-01' });
    const step = { ...one, action: { kind } as Action, stack: 'web' };
    t.regex(unlessMarked(step, marked, aLive()).blockedBy ?? '', /^stack `web` is marked/, kind);
    t.is(unlessMarked({ ...step, stack: 'other' }, marked, aLive()).blockedBy, null, kind);
  }
});

test('a Service that is marked keeps its status, whether its manifest says so or the live one', (t) => {
  const annotations = { 'underpin.dev/protect': 'true' };
  const action: Action = {
    kind: 'set-service-status',
    namespace: 'default',
    name: 'minecraft',
    address: '203.0.113.7',
    leaves: [],
  };
  const one = finding({ severity: 'warning', subject: 'Service/default/minecraft', path: '', why: '', rule: 'N-07' });
  const heldBy = (manifest: object, live: Live, kind: object = {}) => {
    const declared = aDeclaration({ stacks: [{ name: 'web', objects: [{ ...aServiceManifest(manifest), ...kind }] }] });
    return unlessMarked({ ...one, action, stack: 'web' }, declared, live).blockedBy;
  };
  t.regex(heldBy({ annotations }, aLive()) ?? '', /^Service default\/minecraft is marked/);
  t.regex(heldBy({}, aLive({ services: [aService({ annotations })] })) ?? '', /^Service default\/minecraft is marked/);
  t.is(heldBy({}, aLive({ services: [aService()] })), null);
  const others = [{ name: 'other' }, { namespace: 'elsewhere' }];
  for (const other of others) {
    t.is(heldBy({ annotations, ...other }, aLive()), null, 'another one’s manifest');
    t.is(heldBy({}, aLive({ services: [{ ...aService({ annotations }), ...other }] })), null, 'another one');
  }
  t.is(heldBy({ annotations }, aLive(), { kind: 'ConfigMap' }), null, 'what is no Service');
});

test('the mark of a pool, a node or a firewall is nobody else’s', (t) => {
  const one = finding({ severity: 'warning', subject: 'Thing/it', path: '', why: '', rule: 'X-01' });
  const byMark = (action: object, live: Live) =>
    unlessMarked({ ...one, action: action as Action }, aDeclaration(), live);
  const other = aFirewall({ name: 'other', description: 'underpin.dev/protect' });
  t.is(
    byMark({ kind: 'patch-firewall', firewall: aFirewall().reference }, aLive({ firewalls: [other] })).blockedBy,
    null,
  );
  t.is(byMark({ kind: 'label-node', node: 'a' }, markedNode).blockedBy, null);
  t.is(
    byMark({ kind: 'patch-firewall', firewall: aFirewall().reference }, markedFirewall).blockedBy,
    `firewall \`${aFirewall().reference.name}\` is marked underpin.dev/protect (I-26)`,
  );
  t.is(
    byMark({ kind: 'remove-pool-members', pool, instances: [] }, markedPool).blockedBy,
    'pool `nodes` is marked underpin.dev/protect (I-26)',
  );
});

const restart: Action = { kind: 'restart-pod', namespace: 'default', pod: 'minecraft-1', uid: 'u', startedAt: null };
const restarted = (stacks: ReturnType<typeof aStack>[]) => {
  const one = finding({ severity: 'warning', subject: 'Disk/it', path: '', why: 'it differs', rule: 'D-10' });
  const declared = { ...aDeclaration(), stacks };
  return unlessMarked({ ...one, action: restart, stack: 'disks' }, declared, aLive({ pods: [aPod()] })).blockedBy;
};
const maker = (annotations: object, app = 'minecraft') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'minecraft', annotations },
  spec: { template: { metadata: { labels: { app } } } },
});
const mark = { 'underpin.dev/protect': '' };

test('a pod is left alone with the stack that it is of, and with what makes it, whose disk it may be', (t) => {
  const own = aStack({ objects: [maker(mark) as JsonObject] });
  t.is(restarted([{ ...aStack(), protected: true }]), 'stack `minecraft` is marked underpin.dev/protect (I-26)');
  t.is(restarted([own]), 'Deployment default/minecraft is marked underpin.dev/protect (I-26)');
  t.is(restarted([aStack({ objects: [maker({}) as JsonObject] })]), null);
  t.is(restarted([aStack({ objects: [maker(mark, 'another') as JsonObject] })]), null);
  t.is(restarted([{ ...aStack({ name: 'another' }), protected: true }]), null);
});
