import test from 'ava';
import { admitToHour, type HourEntry, withoutSteps } from '../../../shared/apply/hour.ts';
import type { Action } from '../../../shared/model/action.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { anInstance, reference } from '../../builders/compute.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aStep } from './a-bench.ts';

const limits = { mutationsPerHour: 10 };
const pool = reference('targetPools', 'nodes', 'us-central1');

function identity(name: string, id = 'id') {
  return { reference: anInstance({ name }).reference, id };
}

function adding(...names: string[]): Step {
  return aStep(
    { kind: 'add-pool-members', pool, instances: names.map((name) => identity(name)) },
    { target: 'TargetPool/us-central1/nodes' },
  );
}

function keeping(name: string, id = 'id', target = 'Disk/us-central1-a/foodata'): Step {
  const disk = reference('disks', 'foodata', 'us-central1-a');
  return aStep({ kind: 'keep-disk', disk, deviceName: 'foodata', instance: identity(name, id) }, { target });
}

function labelling(uid: string, label: string): Step {
  const labels = { [label]: 'mounted' };
  return aStep({ kind: 'label-node', node: 'node-1', uid, labels, seen: {} }, { target: 'Node/node-1' });
}

function restarting(target: string, kind: Action['kind'] = 'restart-pod'): Step {
  return aStep({ kind: 'restart-pod', namespace: 'default', pod: 'web', uid: 'u', startedAt: null }, { target, kind });
}

/** What the book holds after the step was done three times. */
function threeTimes(step: Step): HourEntry[] {
  const [key = ''] = admitToHour([step], [], { nowSeconds: 0, limits }).entries.map(([, one]) => one);
  return [-2, -1, 0].map((seconds): HourEntry => [seconds, key]);
}

const trips = test.macro((t, one: Step, other: Step, expected: boolean) => {
  const { admitted, refused } = admitToHour([other], threeTimes(one), { nowSeconds: 1, limits });
  t.is(admitted.length, expected ? 0 : 1);
  t.deepEqual(
    refused.map(({ step }) => step),
    expected ? [other] : [],
  );
});
test('I-23 the same thing trips the breaker', trips, restarting('Pod/web'), restarting('Pod/web'), true);
test('another target does not', trips, restarting('Pod/web'), restarting('Pod/db'), false);
test('another kind does not', trips, restarting('Pod/web'), restarting('Pod/web', 'delete-object'), false);
const pod = (name: string) =>
  aStep(
    { kind: 'restart-pod', namespace: 'default', pod: name, uid: 'u', startedAt: null },
    { target: 'Disk/z/foodata' },
  );
test('the next pod of a controller does', trips, pod('web-5d8f-x7k2p'), pod('web-5d8f-b9q4c'), true);
test('I-23 the pods of one controller that one pass restarts are one repair', (t) => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((last) => pod(`web-5d8f-${last}`));
  let entries: HourEntry[] = [];
  for (const [pass, expected] of [5, 5, 5, 0].entries()) {
    const admission = admitToHour(five, entries, { nowSeconds: pass * 600, limits: { mutationsPerHour: 100 } });
    t.is(admission.admitted.length, expected, `pass ${pass}`);
    ({ entries } = admission);
  }
});
test('another one on the same disk does not', trips, pod('web-5d8f-x7k2p'), pod('db-6c7d-b9q4c'), false);
test('the same disk on the same VM does', trips, keeping('node-1'), keeping('node-1'), true);
test('P-14 on another VM it does not', trips, keeping('node-1'), keeping('node-2'), false);
test('P-14 nor on a VM of that name with another id', trips, keeping('node-1'), keeping('node-1', 'new'), false);
test('the same label of the same node does', trips, labelling('u', 'a'), labelling('u', 'a'), true);
test('another label does not', trips, labelling('u', 'a'), labelling('u', 'b'), false);
test('nor the label of another node of that name', trips, labelling('u', 'a'), labelling('v', 'a'), false);
test('another member of the same pool does not', trips, adding('node-1'), adding('node-2'), false);

test('a pool whose every member is tripped is held back as a whole', (t) => {
  const step = adding('node-1');
  const { admitted, refused } = admitToHour([step], threeTimes(step), { nowSeconds: 1, limits });
  t.deepEqual(admitted, []);
  t.deepEqual(
    refused.map(({ step }) => step.action),
    [step.action],
  );
});

test('I-23 an entry counts for an hour, to the second', (t) => {
  const step = restarting('Pod/web');
  const at = (nowSeconds: number) => admitToHour([step], threeTimes(step), { nowSeconds, limits });
  t.deepEqual(at(3597).admitted, []);
  t.is(at(3597).entries.length, 3);
  t.deepEqual(at(3600).admitted, [step]);
  t.deepEqual(
    at(3600).entries.map(([seconds]) => seconds),
    [3600],
    'what is older is forgotten, what is done is noted with its time',
  );
});

test('I-23 twice within the hour is no reason yet', (t) => {
  const step = restarting('Pod/web');
  t.deepEqual(admitToHour([step], threeTimes(step).slice(1), { nowSeconds: 1, limits }).admitted, [step]);
});

test('I-23 what is too much for the hour is held back', (t) => {
  const few = { nowSeconds: 0, limits: { mutationsPerHour: 2 } };
  const [one, many] = [restarting('Pod/web'), adding('a', 'b', 'c')];
  const { admitted, refused, entries } = admitToHour([one, many, restarting('Pod/third')], [], few);
  t.deepEqual(
    admitted.map(({ target }) => target),
    [one.target, many.target],
  );
  t.is(entries.length, 2);
  t.deepEqual(
    refused.map(({ because }) => because),
    ['mutationsPerHour allows 2, and 1 are used (I-23)', 'mutationsPerHour allows 2, and 2 are used (I-23)'],
  );
});

test('D-06 a disk that its mount has to format is attached only when the mount has a place, too', (t) => {
  const disk = reference('disks', 'foodata', 'us-central1-a');
  const target = 'Disk/us-central1-a/foodata';
  const within = (mutationsPerHour: number, mayFormat: boolean) => {
    const mount = aMountRequest({ formatIfBlank: true, neverHeldData: mayFormat });
    const instance = identity('node-1');
    const steps = [
      aStep({ kind: 'attach-disk', disk, diskId: 'id', instance, node: 'node-1', mode: 'READ_WRITE' }, { target }),
      restarting('Pod/web'),
      aStep({ kind: 'mount-disk', disk, mount, instance, bootID: 'boot' }, { target }),
    ];
    return admitToHour(steps, [], { nowSeconds: 0, limits: { mutationsPerHour } }).admitted.map(({ kind }) => kind);
  };
  t.deepEqual(within(3, true), ['attach-disk', 'restart-pod', 'mount-disk']);
  t.deepEqual(within(2, true), ['attach-disk', 'mount-disk']);
  t.deepEqual(within(1, true), ['restart-pod']);
  t.deepEqual(within(1, false), ['attach-disk']);
});

test('D-06 and only when its mount has not been tried too often', (t) => {
  const disk = reference('disks', 'foodata', 'us-central1-a');
  const target = 'Disk/us-central1-a/foodata';
  const instance = identity('node-1');
  const triedThrice = (mayFormat: boolean) => {
    const mount = aMountRequest({ formatIfBlank: true, neverHeldData: mayFormat });
    const mounting = aStep({ kind: 'mount-disk', disk, mount, instance, bootID: 'boot' }, { target });
    const attaching = {
      kind: 'attach-disk',
      disk,
      diskId: 'id',
      instance,
      node: 'node-1',
      mode: 'READ_WRITE',
    } as const;
    let past: HourEntry[] = [];
    for (const nowSeconds of [1, 2, 3]) past = admitToHour([mounting], past, { nowSeconds, limits }).entries;
    return admitToHour([aStep(attaching, { target }), mounting], past, { nowSeconds: 4, limits });
  };
  const { admitted, refused } = triedThrice(true);
  t.deepEqual(admitted, []);
  t.deepEqual(
    refused.map(({ step, because }) => [step.kind, because.slice(0, 8)]),
    [
      ['attach-disk', 'breaker:'],
      ['mount-disk', 'breaker:'],
    ],
  );
  t.deepEqual(
    triedThrice(false).admitted.map(({ kind }) => kind),
    ['attach-disk'],
  );
});

test('a disk leaves a VM only when its attachment elsewhere has a place, too, and has not been tried too often', (t) => {
  const target = 'Disk/us-central1-a/foodata';
  const disk = reference('disks', 'foodata', 'us-central1-a');
  const instance = identity('node-1');
  const facts = { disk, deviceName: 'foodata', node: null, instance: identity('off'), holderStatus: 'TERMINATED' };
  const detaching = aStep({ kind: 'detach-disk', ...facts }, { target });
  const attachment = { disk, diskId: 'id', instance, node: 'node-1', mode: 'READ_WRITE' } as const;
  const attaching = aStep({ kind: 'attach-disk', ...attachment }, { target });
  const of = (steps: Step[], mutationsPerHour: number, past: HourEntry[] = []) => {
    const { admitted, refused } = admitToHour(steps, past, { nowSeconds: 1, limits: { mutationsPerHour } });
    return [admitted.map(({ kind }) => kind), refused[0]?.because.slice(0, 88)];
  };
  const moving = [detaching, restarting('Pod/web'), attaching];
  t.deepEqual(of(moving, 3), [['detach-disk', 'restart-pod', 'attach-disk'], undefined]);
  t.deepEqual(of(moving, 2), [['detach-disk', 'attach-disk'], 'mutationsPerHour allows 2, and 2 are used (I-23)']);
  t.deepEqual(of([detaching], 1), [['detach-disk'], undefined]);
  const used: HourEntry[] = [[0, 'another']];
  const held = 'mutationsPerHour allows 2, and 1 are used; with what has to follow, this takes 2 (I-23)';
  t.deepEqual(of(moving, 2, used), [['restart-pod'], held], 'nor is there a place for the attachment alone');
  const tripped = 'breaker: what has to follow (attach-disk) was made 3 times within the hour; look for who undoes i';
  t.deepEqual(of(moving, 9, threeTimes(attaching)), [['restart-pod'], tripped.slice(0, 88)]);
  t.deepEqual(of([detaching, attaching], 1)[0], ['detach-disk'], 'where no hour is long enough for both');
});

test('what was not sent after all gives back its own place, and no other', (t) => {
  const pass = () => [restarting('Pod/web'), adding('a', 'b')];
  const enter = (steps: Step[], entries: HourEntry[]) => admitToHour(steps, entries, { nowSeconds: 1, limits }).entries;
  const [first, second] = [pass(), pass()];
  const once = enter(first, []);
  const twice = enter(second, once);
  t.deepEqual(withoutSteps(twice, second), once);
  t.deepEqual(withoutSteps(twice, first), twice.slice(3), 'though another has done the same in that second');
  t.deepEqual(withoutSteps(twice, [restarting('Pod/unknown')]), twice);
  t.is(twice.length, 6, 'what was handed in stays as it is');
});
