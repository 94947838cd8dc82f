import test from 'ava';
import { type Action, type ActionKind, riskOf } from '../../shared/model/action.ts';
import { inOrder, stageOfKind, stageOfStep } from '../../shared/plan/order.ts';

/** Side by side on a line, one line after the other. */
const stages: ActionKind[][] = [
  ['apply-object', 'create-disk', 'create-health-check'],
  ['create-pool'],
  ['add-pool-members', 'create-firewall', 'keep-disk', 'patch-firewall'],
  ['remove-pool-members', 'unmount-disk'],
  ['detach-disk'],
  ['attach-disk', 'label-node'],
  ['mount-disk'],
  ['create-forwarding-rule', 'set-forwarding-rule-target'],
  ['restart-pod', 'set-service-status'],
  ['delete-object'],
];

test('P-03, I-08, N-01: what is made comes before what needs it, and what is taken away after', (t) => {
  const kinds = Object.keys(riskOf) as ActionKind[];
  const found = Map.groupBy(kinds.toSorted(), stageOfKind);
  t.deepEqual(
    [...found].toSorted(([one], [other]) => one - other).map(([, all]) => all),
    stages,
  );
});

function applying(kind: string) {
  const action: Action = { kind: 'apply-object', object: { kind }, command: '' };
  return { kind: action.kind, action, target: kind, rule: 'C-01', why: 'it differs' };
}

/** What is named alike and is no such kind is a custom resource like any other. */
const objects = [
  ['CustomResourceDefinition', 'Namespace'],
  ['BackupJob', 'ConfigMap', 'IngressClass', 'JobTemplate', 'PodDisruptionBudget', 'ServiceAccount', 'WebService'],
  ['Ingress', 'Service'],
  ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'ReplicationController', 'StatefulSet'],
];

test('objects go in the order in which they need each other, all before what they need is changed in the cloud', (t) => {
  const steps = objects.flat().toSorted().reverse().map(applying);
  const found = Map.groupBy(inOrder(steps), stageOfStep);
  t.deepEqual(
    [...found.values()].map((all) => all.map(({ target }) => target)),
    objects,
  );
  t.true(steps.every((step) => stageOfStep(step) < stageOfKind('create-pool')));
});

test('C-14 what goes side by side has an order as well: by target, kind, rule and reason', (t) => {
  const step = (target: string, kind: 'restart-pod' | 'set-service-status', rule: string, why: string) => {
    const action = {
      kind,
      namespace: 'default',
      name: 'a',
      address: '',
      pod: 'a',
      uid: 'u',
      startedAt: null,
      leaves: [],
    } as Action;
    return { kind, action, target, rule, why };
  };
  const ordered = [
    step('a', 'set-service-status', 'Z', 'z'),
    step('b', 'restart-pod', 'Z', 'z'),
    step('b', 'set-service-status', 'A', 'z'),
    step('b', 'set-service-status', 'B', 'a'),
    step('b', 'set-service-status', 'B', 'b'),
  ];
  t.deepEqual(inOrder(ordered.toReversed()), ordered);
  t.deepEqual(inOrder([3, 0, 4, 1, 2].map((index) => ordered[index] as (typeof ordered)[0])), ordered);
});
