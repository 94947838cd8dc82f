import test from 'ava';
import { digestOfHistory } from './digest.ts';
import { runScript } from './run-script.ts';
import { randomScript } from './script.ts';
import { resultOf } from './totals.ts';

const runs = 8;

test.serial('random worlds, commands, faults and workers break none of the invariants', async (t) => {
  for (let seed = 1; seed <= runs; seed += 1)
    t.deepEqual(resultOf(await runScript(randomScript(seed))).failures, [], `npm run simulate -- --seed ${seed}`);
});

test.serial('the same seed is the same history, to the last request', async (t) => {
  for (const seed of [8, 10]) {
    const [one, other] = [await runScript(randomScript(seed)), await runScript(randomScript(seed))];
    t.is(digestOfHistory(one.entries), digestOfHistory(other.entries));
  }
});
