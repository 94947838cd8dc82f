import test from 'ava';
import { planFor } from '../../../shared/plan/plan.ts';
import { aManagedGroup, anInstance } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aNode } from '../../builders/kubernetes.ts';
import { aGap } from '../../builders/live.ts';
import { aCluster, doneBy, many, planOf, scope, three, with3 } from './a-pool-case.ts';

const exclusion = 'node.kubernetes.io/exclude-from-external-load-balancers';
test('a pool that has all its VMs is left alone', (t) => {
  t.deepEqual(planOf({}).findings, []);
});

test('P-08 a RUNNING VM of the group that is no member is added', (t) => {
  const vms = three();
  t.deepEqual(doneBy({ vms, members: vms.slice(0, 2) }), ['add-pool-members node-3']);
});

test('P-15 what is missing from one pool is one addition, whatever its number', (t) => {
  const vms = many(250);
  const { actions } = planOf({ vms, members: vms.slice(0, 50) });
  t.deepEqual(
    actions.map(({ kind, action }) => [kind, 'instances' in action && action.instances.length]),
    [['add-pool-members', 200]],
  );
});

for (const status of ['PROVISIONING', 'STAGING', 'REPAIRING', 'PENDING']) {
  test(`P-08 a VM that is ${status} is kept when it is a member and waited for when it is not`, (t) => {
    const vms = with3({ status });
    t.deepEqual(planOf({ vms }).findings, []);
    const waiting = planOf({ vms, members: vms.slice(0, 2) });
    t.deepEqual(waiting.actions, []);
    t.deepEqual(
      waiting.waiting.map(({ waitingFor }) => waitingFor),
      [`the VM is ${status}`],
    );
  });
}

for (const status of [
  'STOPPING',
  'TERMINATED',
  'STOPPED',
  'SUSPENDING',
  'SUSPENDED',
  'DEPROVISIONING',
  'PENDING_STOP',
]) {
  test(`P-08 a member that is ${status} leaves`, (t) => {
    t.deepEqual(doneBy({ vms: with3({ status }) }), ['remove-pool-members node-3']);
  });
}

test('a status nobody knows is neither a reason to add nor to remove', (t) => {
  const vms = with3({ status: 'LEVITATING' });
  t.deepEqual(doneBy({ vms }), []);
  t.deepEqual(doneBy({ vms, members: vms.slice(0, 2) }), []);
});

test('P-13 the stale URL of a VM that is gone is removed', (t) => {
  const vms = three();
  t.deepEqual(
    doneBy({ vms: vms.slice(0, 2), members: vms, live: { managedGroups: [aManagedGroup(vms.slice(0, 2))] } }),
    ['remove-pool-members node-3'],
  );
});

test('P-14 a member that its managed group is making anew is kept, and waited for', (t) => {
  const vms = three();
  const group = aManagedGroup(vms);
  const plan = planOf({ vms: vms.slice(0, 2), members: vms, live: { managedGroups: [group] } });
  t.deepEqual(plan.actions, []);
  t.is(plan.waiting.length, 1);
});

test('P-07 a member of a zone that could not be read is unknown, not being made anew', (t) => {
  const vms = three();
  const live = { managedGroups: [aManagedGroup(vms)], gaps: [aGap('instances', 'us-central1-a')] };
  const { actions, findings } = planOf({ vms: vms.slice(0, 2), members: vms, live });
  t.deepEqual(actions, []);
  t.like(findings, [{ outcome: 'unknown', rule: 'P-07', path: 'instances[us-central1-a/node-3]' }]);
});

test('P-14 the same name with another id is one member, and stays', (t) => {
  const vms = with3({ id: 'another' });
  t.deepEqual(doneBy({ vms, members: three() }), []);
});

for (const [words, node] of [
  ['is NotReady', { ready: 'False' }],
  ['cannot be heard', { ready: 'Unknown' }],
  ['is cordoned', { unschedulable: true }],
] as const) {
  test(`P-09, I-12 a node that ${words} stays a member`, (t) => {
    const vms = three();
    t.deepEqual(doneBy({ vms, nodes: vms.map((vm) => aNode(vm, node)) }), []);
  });
}

test('P-09 the exclusion label takes a node out, unless it says false', (t) => {
  const vms = three();
  const labelled = (value: string) =>
    vms.map((vm, index) => aNode(vm, index === 2 ? { labels: { [exclusion]: value } } : {}));
  t.deepEqual(doneBy({ vms, nodes: labelled('') }), ['remove-pool-members node-3']);
  t.deepEqual(doneBy({ vms, nodes: labelled('true') }), ['remove-pool-members node-3']);
  t.deepEqual(doneBy({ vms, nodes: labelled('false') }), []);
});

test('P-08 a node that the autoscaler is about to delete leaves early', (t) => {
  const vms = three();
  const nodes = vms.map((vm, index) => aNode(vm, index === 2 ? { taints: ['ToBeDeletedByClusterAutoscaler'] } : {}));
  t.deepEqual(doneBy({ vms, nodes }), ['remove-pool-members node-3']);
});

test('I-19 who leaves for what its node says alone names the node, which is asked again', (t) => {
  const taints = ['ToBeDeletedByClusterAutoscaler'];
  const leaving = (status: string) => {
    const vms = with3({ status });
    const nodes = vms.map((vm, index) => aNode(vm, index === 2 ? { taints } : {}));
    return planOf({ vms, nodes }).actions.map(({ action }) => 'instances' in action && action.instances);
  };
  t.like(leaving('RUNNING'), [[{ node: 'node-3', status: undefined }]]);
  t.like(leaving('TERMINATED'), [[{ node: undefined, status: 'TERMINATED' }]]);
});

test('P-02 a member that cannot be understood is kept and reported', (t) => {
  const vms = three();
  const plan = planOf({ vms, members: [...vms, 'gopher://somewhere/else'] });
  t.deepEqual(plan.actions, []);
  t.deepEqual(
    plan.findings.map(({ rule }) => rule),
    ['P-02'],
  );
});

test('P-10 a living VM of no declared group is reported and never touched', (t) => {
  const stranger = anInstance({ name: 'somebody-else' });
  const vms = three();
  const plan = planFor(
    aDeclaration(),
    { ...aCluster({ vms, members: [...vms, stranger] }), instances: [...vms, stranger] },
    scope,
  );
  t.deepEqual(plan.actions, []);
  t.deepEqual(
    plan.findings.map(({ rule, action }) => [rule, action]),
    [['P-10', null]],
  );
});

for (const [words, pool] of [
  ['by its description', { description: '{"kubernetes.io/service-name":"default/web"}' }],
  ['by its name', { name: `a${'0123456789abcdef'.repeat(2).slice(0, 31)}` }],
] as const) {
  test(`P-10 a pool of the cloud controller, known ${words}, is refused`, (t) => {
    const vms = three();
    const name = 'name' in pool ? pool.name : 'nodes';
    const plan = planOf({ vms, members: vms.slice(0, 1), pool }, { pools: [{ name, nodeGroups: ['default'] }] });
    t.deepEqual(plan.actions, []);
    t.true(plan.findings.some(({ rule }) => rule === 'P-10'));
  });
}

for (const area of ['instances', 'managedGroups', 'nodes', 'pools'] as const) {
  test(`P-07, I-18 with a gap in ${area} nothing is removed`, (t) => {
    const vms = three();
    const stale = anInstance({ name: 'node-9' });
    const plan = planOf({ vms, members: [...vms.slice(0, 2), stale], live: { gaps: [aGap(area)] } });
    t.false(plan.actions.some(({ risk }) => risk !== 'additive'));
    t.true(
      plan.actions.some(({ kind }) => kind === 'add-pool-members'),
      'additions still go',
    );
  });
}

test('P-07 a gap in the zone of a VM keeps it; a gap in another zone is told too and removes nothing', (t) => {
  const vms = three();
  const plan = planOf({
    vms: vms.slice(0, 2),
    members: vms,
    live: { managedGroups: [aManagedGroup(vms.slice(0, 2))], gaps: [aGap('instances', 'us-central1-a')] },
  });
  t.deepEqual(plan.actions, []);
  t.deepEqual(
    plan.findings.map(({ outcome }) => outcome),
    ['unknown'],
  );
});

test('P-03, I-11 what is added goes before what is removed', (t) => {
  const vms = [...three(), anInstance({ name: 'node-4', status: 'TERMINATED' })];
  const { actions } = planOf({ vms, members: vms.slice(1) });
  t.deepEqual(
    actions.map(({ kind }) => kind),
    ['add-pool-members', 'remove-pool-members'],
  );
});

test('I-32 the same facts give the same plan, and another id another one', (t) => {
  const members = three().slice(0, 2);
  t.is(planOf({ members }).hash, planOf({ members }).hash);
  t.not(planOf({ members }).hash, planOf({ vms: with3({ id: 'another' }), members }).hash);
});

test('each finding carries the line that a person would type', (t) => {
  const vms = three();
  const [one] = planOf({ vms, members: vms.slice(0, 2) }).findings;
  t.is(
    one?.command,
    'gcloud compute target-pools add-instances nodes --project=my-project --region=us-central1 --instances=node-3 --instances-zone=us-central1-a',
  );
});

const ofCluster = test.macro((t, labels: Record<string, string>, spec: object, expected: string[]) => {
  const pool = { 'goog-k8s-node-pool-name': 'default-pool' };
  const vms = [
    anInstance({ name: 'node-1', labels: pool }),
    anInstance({ name: 'node-2', labels: { ...pool, ...labels } }),
  ];
  const nodeGroups = [{ name: 'default', label: pool }];
  t.deepEqual(doneBy({ vms, members: vms.slice(0, 1) }, { nodeGroups, ...spec }), expected);
});
const home = { 'goog-k8s-cluster-name': 'home', 'goog-k8s-cluster-location': 'us-central1-a' };
const added = ['add-pool-members node-2'];
test('P-08 a VM with the label of a node pool is of its group', ofCluster, home, {}, added);
test('not that of another cluster', ofCluster, { ...home, 'goog-k8s-cluster-name': 'shop' }, {}, []);
test('nor of one elsewhere', ofCluster, { ...home, 'goog-k8s-cluster-location': 'us-central1' }, {}, []);
const byServer = { kubernetes: { server: 'https://10.0.0.2' } };
test('whose name is declared nowhere, its labels alone tell', ofCluster, home, byServer, added);

test('P-08 a VM that its group fails to make in another region is nothing to the pool', (t) => {
  const lastAttemptErrors = ['QUOTA_EXCEEDED: too many'];
  const instance = { ...anInstance({ name: 'far' }).reference, location: 'europe-west1-b' };
  const members = [{ instance, currentAction: 'CREATING', lastAttemptErrors, keeps: [] }];
  t.deepEqual(planOf({ vms: [], live: { managedGroups: [aManagedGroup([], { members })] } }).findings, []);
});

/** A group of three whose last VM cannot be made. */
const withFailure = (lastAttemptErrors: string[]) => {
  const group = aManagedGroup(three());
  return {
    ...group,
    members: group.members?.map((one, at) => (at === 2 ? { ...one, lastAttemptErrors } : one)) ?? null,
  };
};
const stockout = "ZONE_RESOURCE_POOL_EXHAUSTED: The zone 'us-central1-a' does not have enough resources";

test('P-14 a member that its group fails to make anew is a warning, with what it failed of', (t) => {
  const vms = three();
  const { findings } = planOf({
    vms: vms.slice(0, 2),
    members: vms,
    live: { managedGroups: [withFailure([stockout])] },
  });
  t.like(findings, [
    {
      severity: 'warning',
      rule: 'P-14',
      path: 'instances[us-central1-a/node-3]',
      command: 'gcloud compute instance-groups managed list-errors minions --project=my-project --zone=us-central1-a',
    },
  ]);
  t.true(findings[0]?.why.endsWith(`has failed so far: ${stockout}`));
});

test('P-13 a VM that its group fails to make is told of also where its URL has left the pool, and not waited for', (t) => {
  const vms = three().slice(0, 2);
  const live = { managedGroups: [withFailure([stockout])] };
  const { findings, waiting } = planOf({ vms, live });
  t.like(findings, [{ severity: 'warning', rule: 'P-08', path: 'instances[us-central1-a/node-3]' }]);
  t.true(findings[0]?.why.endsWith(stockout));
  t.deepEqual(waiting, []);
  t.deepEqual(planOf({ vms, live: { managedGroups: [withFailure([])] } }).findings, []);
  t.deepEqual(planOf({ vms, live: { ...live, gaps: [aGap('instances', 'us-central1-a')] } }).findings, []);
});
