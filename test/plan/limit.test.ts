import test from 'ava';
import type { Instance } from '../../shared/model/live.ts';
import { anInstance, reference } from '../builders/compute.ts';
import { doneBy, many, planOf, three, with3 } from './rules/a-pool-case.ts';

test('P-06 a tenth of the members leaves in one pass; the surplus is blocked, not dropped', (t) => {
  const vms = many(40).map((vm, index) => (index < 8 ? { ...vm, status: 'TERMINATED' } : vm));
  const plan = planOf({ vms });
  t.deepEqual(
    doneBy({ vms }).map((line) => line.split(' ').length - 1),
    [4],
  );
  t.is(plan.blocked.length, 4);
  t.true(
    plan.blocked.every((one) => /removalsPerPass/.test(one.blockedBy) && one.isForNextPass && !one.isForPerson),
    'and the next pass goes on with it',
  );
});

const leavingOf = (count: number) =>
  many(10).map((vm, index) => (index < count ? { ...vm, status: 'TERMINATED' } : vm));

for (const none of [0, '0%']) {
  test(`P-06 removalsPerPass: ${none} removes none, and no pass that comes does`, (t) => {
    const plan = planOf({ vms: leavingOf(1) }, { limits: { removalsPerPass: none } });
    t.deepEqual(plan.actions, []);
    t.deepEqual(
      plan.blocked.map(({ blockedBy, isForNextPass }) => [blockedBy, isForNextPass]),
      [['removalsPerPass allows 0 of 10 members in one pass (P-06)', false]],
    );
  });

  test(`P-06 stopWhenMissing: ${none} stops at the first that is missing`, (t) => {
    const plan = planOf({ vms: leavingOf(1) }, { limits: { stopWhenMissing: none } });
    t.deepEqual(plan.actions, []);
    t.regex(plan.blocked[0]?.blockedBy ?? '', /^1 of 10 members .* more than stopWhenMissing allows \(0\)/);
  });
}

test('P-06 a number means what it says, of whatever pool', (t) => {
  const limits = { stopWhenMissing: 1 };
  t.deepEqual(planOf({ vms: leavingOf(2) }, { limits }).actions, []);
  t.is(planOf({ vms: leavingOf(1) }, { limits }).actions.length, 1);
});

test('P-06 what does not leave for another reason takes nobody’s place', (t) => {
  const vms = many(10).map((vm, index) => (index < 2 ? { ...vm, status: 'TERMINATED', protected: index === 0 } : vm));
  t.deepEqual(doneBy({ vms }), ['remove-pool-members node-001']);
  t.deepEqual(
    planOf({ vms }).blocked.map(({ blockedBy }) => /\((.*)\)$/.exec(blockedBy)?.[1]),
    ['I-26'],
  );
});

test('P-06 more than a fifth missing: nothing leaves, a person is called', (t) => {
  const vms = many(40).map((vm, index) => (index < 9 ? { ...vm, status: 'TERMINATED' } : vm));
  const plan = planOf({ vms });
  t.deepEqual(plan.actions, []);
  t.is(plan.blocked.length, 9);
  t.true(plan.blocked.every((one) => /stopWhenMissing/.test(one.blockedBy) && !one.isForNextPass && one.isForPerson));
});

test('P-05 the last member never leaves', (t) => {
  const vms = [anInstance({ name: 'node-1', status: 'TERMINATED' })];
  const plan = planOf({ vms });
  t.deepEqual(plan.actions, []);
  t.regex(plan.blocked[0]?.blockedBy ?? '', /minimum of 1/);
});

const atTheFloor = test.macro(
  (t, vm: Instance, vms: Instance[], expected: [isForNextPass: boolean, isForPerson: boolean]) => {
    const { blocked } = planOf({ vms, members: [vm] });
    t.deepEqual(
      blocked.map(({ isForNextPass, isForPerson }) => [isForNextPass, isForPerson]),
      [expected],
    );
  },
);
const down = anInstance({ name: 'node-1', status: 'TERMINATED', createdBy: null });
const createdBy = reference('instanceGroupManagers', 'default', 'us-central1-a');
test('P-05 a person is told of a last member that is gone', atTheFloor, anInstance({ name: 'old' }), [], [false, true]);
test('P-05 or that is down, and that nobody starts again', atTheFloor, down, [down], [false, true]);
const again = { ...down, createdBy };
test('P-05 but not of one that its managed group starts again', atTheFloor, again, [again], [false, false]);
test('P-05 nor while another comes in', atTheFloor, anInstance({ name: 'old' }), [anInstance()], [true, false]);

test('P-06 where no pass may remove any, a person is told', (t) => {
  const vms = many(20).map((vm, index) => (index < 1 ? { ...vm, status: 'TERMINATED' } : vm));
  const { blocked } = planOf({ vms }, { limits: { removalsPerPass: '0%' } } as never);
  t.like(blocked, [{ isForNextPass: false, isForPerson: true }]);
});

test('P-05 the declared minimum is held', (t) => {
  const spec = { pools: [{ name: 'nodes', nodeGroups: ['default'], minimumMembers: 3 }] };
  t.deepEqual(doneBy({ vms: with3({ status: 'TERMINATED' }) }, spec), []);
});

test('P-05 a pool of one follows a VM that came back under another name, in two passes', (t) => {
  const [vm = anInstance()] = three();
  const old = anInstance({ name: 'old' });
  const first = planOf({ vms: [vm], members: [old] });
  t.deepEqual(
    first.actions.map(({ kind }) => kind),
    ['add-pool-members'],
  );
  t.deepEqual(
    first.blocked.map(({ isForNextPass }) => isForNextPass),
    [true],
  );
  t.deepEqual(doneBy({ vms: [vm], members: [old, vm] }), ['remove-pool-members old']);
});
