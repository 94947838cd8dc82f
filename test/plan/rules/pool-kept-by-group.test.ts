import test from 'ava';
import type { Instance } from '../../../shared/model/live.ts';
import { aManagedGroup, anInstance } from '../../builders/compute.ts';
import { doneBy, planOf, three } from './a-pool-case.ts';

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
