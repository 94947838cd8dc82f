import test from 'ava';
import type { ObjectResult, ObservedObject } from '../../../shared/model/objects.ts';
import { appLabelFindings } from '../../../shared/plan/rules/app-label.ts';
import { stackObjectFindings } from '../../../shared/plan/rules/stack-objects.ts';
import { difference, differs } from '../../builders/objects.ts';
import { stacksOf } from '../../observe/stacks-of.ts';

const [stack] = stacksOf({
  ghost: 'apiVersion: v1\nkind: Service\nmetadata: {name: ghost}\nspec: {clusterIP: None}\n',
});

function anObject(result: ObjectResult, more: Partial<ObservedObject> = {}): ObservedObject {
  const [manifest] = stack?.manifests ?? [];
  if (manifest === undefined) throw new Error('the stack has no manifest');
  const common = { stack: 'ghost', manifest, subject: 'Service/web/ghost', namespace: 'web' };
  return { ...common, result, protected: false, undeclared: [], ...more };
}

function findingsOf(...objects: ObservedObject[]) {
  return stackObjectFindings({ objects, strays: [], gaps: [] });
}

test('what is in sync, or was not to be compared, is no finding', (t) => {
  t.deepEqual(findingsOf(anObject({ state: 'in-sync' }), anObject({ state: 'not-compared', why: 'a Secret' })), []);
});

test('a request that the server does not keep is told, and counts for nothing', (t) => {
  const [found] = findingsOf(anObject({ state: 'not-kept', why: 'it is a request' }));
  t.like(found, { severity: 'info', rule: 'C-09', why: 'it is a request' });
});

test('a difference stands at its line, with the command and the action that close it', (t) => {
  t.like(findingsOf(anObject(differs)), [
    {
      outcome: 'drift',
      severity: 'warning',
      subject: 'Service/web/ghost',
      path: 'spec.clusterIP',
      declared: 'None',
      live: '10.0.0.1',
      source: { file: 'ghost/stack.yaml', line: 4, column: 8 },
      command: 'kubectl apply -n web -f ghost/stack.yaml',
      action: { kind: 'apply-object', object: { metadata: { name: 'ghost', namespace: 'web' } } },
      blockedBy: null,
    },
  ]);
});

test('a change that the API server refuses in place is blocked, and the command replaces that object alone', (t) => {
  const [found] = findingsOf(anObject({ ...differs, refusal: 'field is immutable' }));
  t.is(found?.command, 'kubectl delete service ghost -n web && kubectl apply -n web -f ghost/stack.yaml');
  t.is(found?.blockedBy, 'the API server refuses the change in place: field is immutable');
});

const stays = test.macro((t, kind: string, isProtected: boolean) => {
  const object = anObject({ ...differs, refusal: 'field is immutable' }, { protected: isProtected });
  const [found] = findingsOf({ ...object, manifest: { ...object.manifest, kind } });
  t.is(found?.command, `kubectl get ${kind.toLowerCase()} ghost -n web -o yaml`);
  t.regex(found?.why ?? '', /: only a person can decide that$/);
});

for (const kind of ['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition'])
  test(`no command deletes a ${kind} for a field that cannot be changed in place`, stays, kind, false);
test('I-26: no command deletes what is protected for a field that cannot be changed in place', stays, 'Service', true);

test('what is deleted is named with its group: a Service of Knative is none of the core', (t) => {
  const object = anObject({ ...differs, refusal: 'field is immutable' });
  const manifest = { ...object.manifest, apiVersion: 'serving.knative.dev/v1' };
  const [found] = findingsOf({ ...object, manifest });
  t.regex(found?.command ?? '', /^kubectl delete service\.serving\.knative\.dev ghost -n web && /);
});

test('C-17: what could not be decided beside what could is unknown, with the reason', (t) => {
  const undecided = [{ ...difference, path: 'spec.someday' }];
  t.like(findingsOf(anObject({ ...differs, undecided, undecidedWhy: 'no dry run: 403' })), [
    { outcome: 'drift', path: 'spec.clusterIP' },
    { outcome: 'unknown', path: 'spec.someday', rule: 'C-17' },
  ]);
});

test('C-09: what could not be read is unknown', (t) => {
  t.like(findingsOf(anObject({ state: 'unknown', why: '403' })), [
    { outcome: 'unknown', path: '', why: '403', action: null },
  ]);
});

test('C-16: what nobody declared is told apart', (t) => {
  const writer = { manager: 'kubectl-edit', time: '2027-01-01T00:00:00Z' };
  const object = anObject({ state: 'in-sync' }, { undeclared: [{ path: 'metadata.labels.a', live: 'b', writer }] });
  t.like(findingsOf(object), [
    { undeclared: true, severity: 'info', why: 'set by `kubectl-edit` at 2027-01-01T00:00:00Z, and declared nowhere' },
  ]);
});

test('a file name with blanks is quoted in the command', (t) => {
  const object = anObject({ state: 'missing' });
  const source = { file: "my stack's/a.yaml", line: 1, column: 1 };
  const [found] = findingsOf({ ...object, manifest: { ...object.manifest, source } });
  t.is(found?.command, `kubectl apply -n web -f 'my stack'\\''s/a.yaml'`);
});

const service = (labels: string) => `
apiVersion: v1
kind: Service
metadata: {name: web, labels: {${labels}}}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: web, labels: {app: web}}
spec: {template: {metadata: {labels: {tier: front}}, spec: {containers: [{name: c, image: c}]}}}
`;

test('the label that tear-down relies on is missed on a Service and in a Pod template', (t) => {
  const found = appLabelFindings(stacksOf({ web: service('') }));
  t.deepEqual(
    found.map(({ subject, path }) => [subject, path]),
    [
      ['Service/default/web', 'metadata.labels.app'],
      ['ReplicationController/default/web', 'spec.template.metadata.labels.app'],
    ],
  );
});

test('a stack that is kept by other labels is left alone', (t) => {
  t.deepEqual(appLabelFindings(stacksOf({ elsewhere: service('') })), []);
});
