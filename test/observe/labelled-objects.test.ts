import test from 'ava';
import { isFixedField } from '../../shared/observe/dry-run.ts';
import { mayConcern, namespacesOf } from '../../shared/observe/labelled-objects.ts';
import { stacksOf } from './stacks-of.ts';

const service = (metadata: string) => `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\n`;
const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: web}\n';
const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: web}\n';
const served = [
  { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true, verbs: ['list'] },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    plural: 'clusterroles',
    namespaced: false,
    verbs: [],
  },
];

const lookedAt = test.macro((t, text: string, expected: string[]) => {
  const [stack] = stacksOf({ web: text });
  t.deepEqual(stack && [...namespacesOf(stack, served)], expected);
});
test('a stack is where its objects are', lookedAt, service('{name: web, namespace: web}'), ['web']);
test('where none is named, in `default`', lookedAt, service('{name: web}'), ['default']);
test('an object of the cluster is in none', lookedAt, `${service('{name: web, namespace: web}')}---\n${role}`, ['web']);
test('nor is one of a kind that is not served', lookedAt, `${service('{name: web, namespace: web}')}---\n${widget}`, [
  'web',
]);
test('a stack of such alone is nowhere', lookedAt, role, []);

const concerns = test.macro((t, part: string, expected: boolean) => {
  const [stack] = stacksOf({ web: widget });
  t.is(stack && mayConcern(part, stack), expected);
});
test('a group that nobody asks about keeps nothing from being deleted', concerns, 'metrics.k8s.io/v1beta1', false);
test('one of a declared kind does', concerns, 'example.com/v1', true);
test('one of those that are always looked at does', concerns, 'apps/v1', true);
test('so does the core', concerns, 'v1', true);
test('and all of them', concerns, '*', true);

const isFixed = test.macro((t, message: string, expected: boolean) => t.is(isFixedField(message), expected));
test('a field may be fixed', isFixed, 'spec.selector: Invalid value: {}: field is immutable', true);
test('a cluster IP is', isFixed, 'spec.clusterIPs[0]: Invalid value: []: may not change once set', true);
test('what a role is bound to is', isFixed, 'cannot change roleRef', true);
test(
  'most of a pod is',
  isFixed,
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
  true,
);
test(
  'a volume of a StatefulSet is',
  isFixed,
  'spec: Forbidden: updates to statefulset spec for fields other than',
  true,
);
test(
  'a field that only goes without another is not',
  isFixed,
  "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  false,
);
