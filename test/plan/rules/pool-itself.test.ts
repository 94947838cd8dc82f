import test from 'ava';
import { poolItself } from '../../../shared/plan/rules/pool-itself.ts';
import { aManagedGroup, anInstance, aPool } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

test('N-01: a missing pool is made with its health check and its members', (t) => {
  const [found] = poolItself(anOpening(), anOpenedService({ pools: [] }));
  t.like(found?.action, {
    kind: 'create-pool',
    body: {
      name: 'nodes',
      sessionAffinity: 'NONE',
      healthChecks: ['projects/my-project/global/httpHealthChecks/home-nodes'],
      instances: ['node-1', 'node-2', 'node-3'].map(
        (name) => `projects/my-project/zones/us-central1-a/instances/${name}`,
      ),
    },
  });
  t.deepEqual(found?.neededBy, ['minecraft']);
  t.is(
    found?.command,
    'gcloud compute target-pools create nodes --project=my-project --region=us-central1 --http-health-check=home-nodes\n' +
      'gcloud compute target-pools add-instances nodes --project=my-project --region=us-central1 --instances=node-1,node-2,node-3 --instances-zone=us-central1-a',
  );
});

test('P-03: at most 200 members at creation', (t) => {
  const instances = Array.from({ length: 250 }, (_, index) => anInstance({ name: `node-${index}` }));
  const live = anOpenedService({ pools: [], instances, managedGroups: [aManagedGroup(instances)] });
  const action = poolItself(anOpening(), live)[0]?.action;
  const body = action?.kind === 'create-pool' ? action.body : {};
  t.is(Array.isArray(body.instances) ? body.instances.length : 0, 200);
});

test('P-08: a VM of two groups is not among them when one of them is deleting it', (t) => {
  const instances = ['node-1', 'node-2'].map((name) => anInstance({ name, tags: ['k8s'] }));
  const members = instances.map(({ reference }, index) => ({
    instance: reference,
    currentAction: index === 0 ? 'NONE' : 'DELETING',
    lastAttemptErrors: [],
    keeps: [],
  }));
  const nodeGroups = [
    { name: 'default', instanceGroupManager: 'us-central1-a/minions' },
    { name: 'tagged', tag: 'k8s' },
  ];
  const pools = [{ name: 'nodes', nodeGroups: ['tagged', 'default'] }];
  const live = anOpenedService({ pools: [], instances, managedGroups: [aManagedGroup(instances, { members })] });
  const action = poolItself(anOpening({ spec: { nodeGroups, pools } }), live)[0]?.action;
  t.deepEqual(action?.kind === 'create-pool' && action.members.map(({ reference }) => reference.name), ['node-1']);
});

test('P-07: a pool is not made of members that were not all seen', (t) => {
  const live = anOpenedService({ pools: [], gaps: [aGap('instances', 'us-central1-b')] });
  t.regex(poolItself(anOpening(), live)[0]?.blockedBy ?? '', /its members are not known/);
  const unread = anOpenedService({ pools: [], gaps: [aGap('pools')] });
  t.like(poolItself(anOpening(), unread), [{ outcome: 'unknown', action: null }]);
});

test('N-08: session affinity and backup are reported, not recreated', (t) => {
  const pools = [
    { name: 'nodes', nodeGroups: ['default'], sessionAffinity: 'CLIENT_IP', backupPool: 'spare', failoverRatio: 0.1 },
  ];
  const live = anOpenedService({ pools: [aPool([anInstance()], { failoverRatio: 0.10000000149011612 })] });
  const found = poolItself(aDeclaration({ spec: { pools } }), live);
  t.deepEqual(
    found.map(({ rule, path, action }) => [rule, path, action]),
    [
      ['N-08', 'sessionAffinity', null],
      ['N-08', 'backupPool', null],
    ],
  );
});

test('P-10: a pool of the cloud controller is attributed and refused', (t) => {
  const live = anOpenedService({ pools: [aPool([], { description: '{"kubernetes.io/service-name":"default/web"}' })] });
  t.like(poolItself(anOpening(), live), [{ rule: 'P-10', action: null }]);
});
