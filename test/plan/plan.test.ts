import test from 'ava';
import { type Finding, finding } from '../../shared/model/finding.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { allowedFor, allowedIn } from '../../shared/plan/allowed.ts';
import { planFor } from '../../shared/plan/plan.ts';
import { anInstance, aPool, reference } from '../builders/compute.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aPod } from '../builders/kubernetes.ts';
import { aLive } from '../builders/live.ts';
import { aCluster, type Case, many, planOf, scope, three } from './rules/a-pool-case.ts';

const twoPools = ['nodes', 'spare'].map((name) => ({ name, nodeGroups: ['default'] }));
const empty = { pools: [aPool([], { name: 'nodes' }), aPool([], { name: 'spare' })] };

test('a plan says of which cluster it is, when it was seen, and until when it is good (I-19)', (t) => {
  const { observedAt } = aLive();
  const plan = planOf({});
  t.like(plan, { cluster: 'home', observedAt, expiresAt: observedAt + 300_000 });
  t.regex(plan.hash, /^[0-9a-f]{32}$/);
});

test('P-16 each step of each pass has an id of its own, and the same pass the same', (t) => {
  const ids = (observedAt = aLive().observedAt) =>
    planOf({ live: { ...empty, observedAt } }, { pools: twoPools }).actions.map(({ requestId }) => requestId);
  const all = [...ids(), ...ids(1)];
  t.is(new Set(all).size, 4);
  t.true(all.every((id) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)));
  t.deepEqual(ids(), ids());
});

test('I-23 what is too much for one pass is for the next', (t) => {
  const { actions, blocked } = planOf({ live: empty }, { pools: twoPools, limits: { mutationsPerPass: 1 } });
  t.deepEqual(
    [actions, blocked].map((steps) => steps.map(({ target }) => target)),
    [['TargetPool/us-central1/nodes'], ['TargetPool/us-central1/spare']],
  );
  t.like(blocked[0], { blockedBy: 'mutationsPerPass allows 1 (I-23)', isForNextPass: true });
  t.is(blocked[0]?.command?.split('\n').length, 3, 'one line for each VM');
  t.true(
    actions.every((step) => !('command' in step)),
    'what is done needs no command',
  );
});

test('P-15 a thousand members go in one call, and no more', (t) => {
  const { actions } = planOf({ vms: many(1001), members: [] });
  t.deepEqual(
    actions.map(({ action }) => 'instances' in action && action.instances.length),
    [1000, 1],
  );
  t.regex(actions[0]?.why ?? '', /^instances\[us-central1-a\/node-000\]: [^;]+; …$/, 'told by the first of them');
  t.notRegex(actions[1]?.why ?? '', /…/);
});

test('P-03 who comes and who leaves are two steps', (t) => {
  const [one, two, three3] = three();
  const members = [one, two, anInstance({ name: 'old' })].filter((vm) => vm !== undefined);
  const { actions } = planOf({ vms: [one, two, three3].filter((vm) => vm !== undefined), members });
  t.deepEqual(
    actions.map(({ kind }) => kind),
    ['add-pool-members', 'remove-pool-members'],
  );
});

function hashOf(one: Case, spec: JsonObject = {}, name = 'home'): string {
  const declared = aDeclaration({ spec });
  declared.cluster.metadata.name = name;
  return planFor(declared, aCluster(one), scope).hash;
}

test('I-19 two clusters alike have two plans', (t) => {
  const one = { members: three().slice(1) };
  t.not(hashOf(one), hashOf(one, {}, 'away'));
});

test('I-19 what is held back, by what, and whom it is about is in the hash', (t) => {
  const leaving = (id = 'id') => ({ vms: [anInstance({ id, status: 'TERMINATED' })] });
  const floor = (minimumMembers: number) => ({ pools: [{ name: 'nodes', nodeGroups: ['default'], minimumMembers }] });
  t.not(hashOf(leaving()), hashOf(leaving('another')));
  t.not(hashOf(leaving(), floor(1)), hashOf(leaving(), floor(2)));
  const surplus = (mutationsPerPass: number) =>
    hashOf({ live: empty }, { pools: twoPools, limits: { mutationsPerPass } });
  t.not(surplus(1), surplus(2));
});

test('what waits is told with what it waits for', (t) => {
  const { waiting, actions } = planOf({ vms: [anInstance({ status: 'STAGING' })], members: [] });
  t.deepEqual(actions, []);
  const [one] = waiting;
  t.is(one?.target, 'TargetPool/us-central1/nodes instances[us-central1-a/node-1]');
  t.truthy(one?.why);
  t.regex(one?.waitingFor ?? '', /STAGING/);
});

test('so is a pod of it that is on the disk of another', (t) => {
  const about = { severity: 'warning', subject: 'Disk/it', path: '', why: 'it differs', rule: 'D-10' } as const;
  const action = { kind: 'restart-pod', namespace: 'default', pod: 'minecraft-1', uid: 'u', startedAt: null } as const;
  const one = finding({ ...about, stack: 'disks', action });
  const live = aLive({ pods: [aPod()] });
  t.is(allowedFor(['minecraft'], one, live).blockedBy, 'stack `minecraft` is declared with mode: observe');
  t.is(allowedFor(['web'], one, live).blockedBy, null);
});

test('a stack that is only observed is told as before, and says so of what would be done', (t) => {
  const about = { severity: 'warning', subject: 'Thing/it', path: '', why: 'it differs', rule: 'X-01' } as const;
  const action = { kind: 'restart-pod', namespace: 'default', pod: 'a', uid: 'u', startedAt: null } as const;
  const of = (fields: Partial<Finding>) =>
    allowedFor(['web'], finding({ ...about, stack: 'web', action, ...fields }), aLive());
  t.is(of({}).blockedBy, 'stack `web` is declared with mode: observe');
  t.is(of({ blockedBy: 'a mark' }).blockedBy, 'a mark');
  for (const fields of [{ action: null }, { stack: 'other' }, { stack: null }]) t.is(of(fields).blockedBy, null);
});

test('N-07 an event tells a Service its address, and takes none from it', (t) => {
  const about = { severity: 'warning', subject: 'Thing/it', path: '', why: 'it differs', rule: 'N-07' } as const;
  const action = { kind: 'set-service-status', namespace: 'default', name: 'a', address: '203.0.113.7' } as const;
  t.is(allowedIn('nodes', finding({ ...about, action: { ...action, leaves: [] } })).blockedBy, null);
  const other = finding({ ...about, action: { ...action, leaves: ['203.0.113.8'] } });
  t.is(allowedIn('nodes', other).blockedBy, 'only a manual repair does this');
  t.is(allowedIn('everything', other).blockedBy, null);
});

test('a pool of another region with the same name is another pool', (t) => {
  const other = { ...aPool([]), reference: reference('targetPools', 'nodes', 'europe-west1') };
  const { actions } = planOf({ members: [], live: { pools: [aPool([]), other] } });
  t.deepEqual(
    actions.map(({ target }) => target),
    ['TargetPool/us-central1/nodes'],
  );
});
