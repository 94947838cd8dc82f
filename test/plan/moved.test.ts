import test from 'ava';
import type { Plan, Step } from '../../shared/model/plan.ts';
import { whatMoved } from '../../shared/plan/moved.ts';

function aStep(target: string, fields: Partial<Step> = {}): Step {
  const action = { kind: 'restart-pod', namespace: 'default', pod: target, uid: 'u', startedAt: null } as const;
  const about = { kind: action.kind, target, why: 'it came first', rule: 'D-10', risk: 'destructive' } as const;
  return { ...about, action, requestId: 'r', ...fields };
}

const aPlan = (actions: Step[], fields: Partial<Plan> = {}) => ({ hash: 'a', actions, blocked: [], ...fields }) as Plan;
const held = (target: string, blockedBy: string) => ({
  ...aStep(target),
  blockedBy,
  command: null,
  isForNextPass: false,
  isForPerson: false,
});

const moves = test.macro((t, read: Plan, fresh: Plan, expected: string[]) =>
  t.deepEqual(whatMoved(read, fresh), expected),
);
const words = 'it came first';
const both = aPlan([aStep('a'), aStep('b')]);

test('nothing moved', moves, both, both, []);
test('who asks is told of a step that is no longer', moves, both, aPlan([aStep('b')]), [
  `no longer: restart-pod a (${words})`,
]);
test('and of a new one', moves, aPlan([aStep('b')]), both, [`new: restart-pod a (${words})`]);
test('of several alike, the surplus counts', moves, aPlan([aStep('a')]), aPlan([aStep('a'), aStep('a'), aStep('a')]), [
  `new: restart-pod a (${words})`,
  `new: restart-pod a (${words})`,
]);
test('and of another reason', moves, both, aPlan([aStep('a', { why: 'now' }), aStep('b')]), [
  `changed: restart-pod a (now); it was: ${words}`,
]);
const startedAt = '2027-01-15T00:00:00Z';
const other = aStep('a', { action: { kind: 'restart-pod', namespace: 'default', pod: 'a', uid: 'u', startedAt } });
test('and of another thing under the same name', moves, both, aPlan([other, aStep('b')]), [
  `changed: restart-pod a (${words}); what it would act on is no longer the same`,
]);
test('a step that is held back now', moves, both, aPlan([aStep('b')], { blocked: [held('a', 'a mark')] }), [
  `changed: restart-pod a (${words}); now blocked: a mark`,
]);
test('or is not any more', moves, aPlan([], { blocked: [held('a', 'a mark')] }), aPlan([aStep('a')]), [
  `changed: restart-pod a (${words}); no longer blocked`,
]);
const byMark = aPlan([], { blocked: [held('a', 'a mark')] });
test('held back as before', moves, byMark, aPlan([], { blocked: [held('a', 'a mark')] }), []);
test('by something else', moves, byMark, aPlan([], { blocked: [held('a', 'a limit')] }), [
  `changed: restart-pod a (${words}); now blocked: a limit`,
]);
test('what is no step has moved', moves, both, { ...both, hash: 'b' }, [
  'what the plan is made from has changed, though its steps read the same',
]);
test('where steps moved, they say it all', moves, aPlan([]), aPlan([aStep('a')], { hash: 'b' }), [
  `new: restart-pod a (${words})`,
]);
