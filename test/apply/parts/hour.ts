import test from 'ava';
import { admitToHour, type HourEntry } from '../../../shared/apply/hour.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { anInstance, reference } from '../../builders/compute.ts';

const limits = { mutationsPerHour: 10 };

function aStep(names: string[], id = 'id'): Step {
  const instances = names.map((name) => ({ reference: anInstance({ name }).reference, id }));
  return {
    kind: 'add-pool-members',
    target: 'TargetPool/us-central1/nodes',
    why: '',
    risk: 'additive',
    rule: 'P-08',
    action: { kind: 'add-pool-members', pool: reference('targetPools', 'nodes', 'us-central1'), instances },
    requestId: '',
  };
}

function repeat(step: Step, times: number, startSeconds = 0): HourEntry[] {
  let entries: HourEntry[] = [];
  for (let time = 0; time < times; time += 1) {
    entries = admitToHour([step], entries, { nowSeconds: startSeconds + time, limits }).entries;
  }
  return entries;
}

test('I-23 the same repair of the same VM goes three times an hour, and not a fourth', (t) => {
  const step = aStep(['node-1']);
  const { admitted, refused } = admitToHour([step], repeat(step, 3), { nowSeconds: 60, limits });
  t.deepEqual(admitted, []);
  t.regex(refused[0]?.because ?? '', /breaker/);
});

test('the book keeps a short name for each thing', (t) => {
  const [[, key = ''] = []] = repeat(aStep(['node-1']), 1);
  t.regex(key, /^[0-9a-f]{10}$/);
});

test('an hour later the breaker is closed again', (t) => {
  const step = aStep(['node-1']);
  t.is(admitToHour([step], repeat(step, 3), { nowSeconds: 3603, limits }).admitted.length, 1);
});

test('P-14 a VM with another id is another VM to the breaker', (t) => {
  t.is(
    admitToHour([aStep(['node-1'], 'new')], repeat(aStep(['node-1']), 3), { nowSeconds: 60, limits }).refused.length,
    0,
  );
});

test('a tripped member holds back itself and not the others of its pool', (t) => {
  const { admitted, refused } = admitToHour([aStep(['node-1', 'node-2'])], repeat(aStep(['node-1']), 3), {
    nowSeconds: 60,
    limits,
  });
  const names = (steps: Step[]) =>
    steps.flatMap(({ action }) => ('instances' in action ? action.instances.map((one) => one.reference.name) : []));
  t.deepEqual(names(admitted), ['node-2']);
  t.deepEqual(names(refused.map(({ step }) => step)), ['node-1']);
  const { kind, target, requestId } = aStep(['node-1']);
  t.like(refused[0]?.step, { kind, target, requestId });
});

test('I-23 the budget of the hour counts every member, and the surplus is refused with a why', (t) => {
  const eleven = Array.from({ length: 11 }, (_, index) => aStep([`node-${index}`]));
  const { admitted, refused } = admitToHour(eleven, [], { nowSeconds: 0, limits });
  t.is(admitted.length, 10);
  t.regex(refused[0]?.because ?? '', /mutationsPerHour allows 10/);
});

test('I-23 of one step for more members than there is room for, as many go as there is', (t) => {
  const many = aStep(Array.from({ length: 12 }, (_, index) => `node-${index}`));
  const { admitted, refused, entries } = admitToHour([many], [], { nowSeconds: 0, limits });
  t.deepEqual([admitted, refused.map(({ step }) => step)].map(countOf), [10, 2]);
  t.is(entries.length, 10);
});

function countOf(steps: Step[]): number {
  return steps.flatMap(({ action }) => ('instances' in action ? action.instances : [])).length;
}
