import test from 'ava';
import type { Instance, ManagedMember } from '../../../shared/model/live.ts';
import { aManagedGroup, anInstance } from '../../builders/compute.ts';
import { aNode } from '../../builders/kubernetes.ts';
import { doneBy, planOf, three, with3 } from './a-pool-case.ts';

const keptPool = 'https://www.googleapis.com/compute/beta/projects/1234/regions/us-central1/targetPools/nodes';

test('P-17 a managed group that keeps the pool by itself is told so, and left to it', (t) => {
  const vms = three();
  const plan = planOf({ vms, live: { managedGroups: [aManagedGroup(vms, { targetPools: [keptPool] })] } });
  t.deepEqual(
    plan.findings.map(({ rule, severity, undeclared }) => [rule, severity, undeclared]),
    [['P-17', 'info', false]],
  );
});

test('P-17 such a pool is verified: what the group did not add or take out is told, and not done', (t) => {
  const vms = three();
  const group = aManagedGroup(vms, { targetPools: [keptPool] });
  const members = [...vms.slice(0, 2), anInstance({ name: 'gone' })];
  const plan = planOf({ vms, members, live: { managedGroups: [group] } });
  t.deepEqual([plan.actions, plan.blocked], [[], []]);
  t.deepEqual(
    plan.findings.map(({ rule, path }) => `${rule} ${path}`),
    ['P-17 nodeGroups[default]', 'P-17 instances[us-central1-a/node-3]', 'P-17 instances[us-central1-a/gone]'],
  );
});

const leftIn = test.macro((t, third: Partial<Instance>, expected: RegExp | null, more: More = {}) => {
  const vms = with3(third);
  const nodes = vms.map((vm, at) => aNode(vm, at === 2 ? { labels: more.labels ?? {} } : {}));
  const members = aManagedGroup(vms).members?.map((one, at) => (at === 2 ? { ...one, ...more.member } : one)) ?? [];
  const group = aManagedGroup(vms, { targetPools: [keptPool], members });
  const plan = planOf({ vms, nodes, live: { managedGroups: [group] } });
  t.deepEqual([plan.actions, plan.blocked], [[], []]);
  const told = plan.findings.filter(({ path }) => path.startsWith('instances['));
  t.is(told.length, expected ? 1 : 0);
  t.regex(told[0]?.why ?? '', expected ?? /^$/);
  t.regex(told[0]?.command ?? '', expected ? /^gcloud compute target-pools remove-instances nodes .*node-3/ : /^$/);
});
interface More {
  labels?: Record<string, string>;
  member?: Partial<ManagedMember>;
}
const excluded = { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } };
test(
  'P-17 P-09 a member whose node is excluded is told',
  leftIn,
  {},
  /has the label .* has not taken it out$/,
  excluded,
);
test(
  'P-17 P-08 one that is off is told',
  leftIn,
  { status: 'TERMINATED' },
  /is TERMINATED, and the managed group that keeps/,
);
test('P-17 P-08 one that is suspended is told', leftIn, { status: 'SUSPENDED' }, /is SUSPENDED, and the managed group/);
test('P-17 one that is about to be off is the group’s', leftIn, { status: 'STOPPING' }, null);
test('P-17 and so is one that it makes anew', leftIn, { status: 'TERMINATED' }, null, {
  member: { currentAction: 'RECREATING' },
});

const twoGroups = {
  nodeGroups: [
    { name: 'tagged', tag: 'k8s-home-node' },
    { name: 'managed', instanceGroupManager: 'us-central1-a/minions' },
  ],
  pools: [{ name: 'nodes', nodeGroups: ['tagged', 'managed'] }],
};

test('a VM in two groups is added once', (t) => {
  const vms = three();
  t.deepEqual(doneBy({ vms, members: vms.slice(0, 2) }, twoGroups), ['add-pool-members node-3']);
});

test('P-08 a VM in two groups leaves when one of them is deleting it', (t) => {
  const vms = three();
  const deleting = (instance: Instance) => ({
    instance: instance.reference,
    currentAction: instance.reference.name === 'node-3' ? 'DELETING' : 'NONE',
    lastAttemptErrors: [],
    keeps: [],
  });
  const live = { managedGroups: [aManagedGroup(vms, { members: vms.map(deleting) })] };
  t.deepEqual(doneBy({ vms, live }, twoGroups), ['remove-pool-members node-3']);
  const reversed = { ...twoGroups, pools: [{ name: 'nodes', nodeGroups: ['managed', 'tagged'] }] };
  t.deepEqual(doneBy({ vms, members: vms.slice(0, 2), live }, reversed), []);
  const keeping = { managedGroups: [aManagedGroup(vms, { members: vms.map(deleting), targetPools: [keptPool] })] };
  t.deepEqual(
    doneBy({ vms, members: vms.slice(0, 2), live: keeping }, twoGroups),
    [],
    'P-17 nor when that keeps the pool',
  );
});
