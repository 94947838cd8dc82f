import test from 'ava';
import { digestOfHistory } from './digest.ts';
import kept from './kept-scripts.json' with { type: 'json' };
import { play, playStory } from './play.ts';
import { runScript } from './run-script.ts';
import { randomScript, type Script } from './script.ts';
import { stories } from './stories.ts';
import { stepsOfWalk, takeStep } from './walk.ts';

const runs = 6;
/** Of the ten thousand steps of the whole walk (`npm run simulate -- --walk`). */
const everyNthStep = 1200;

/** Before all others: the first of the runs is the first in its process, and the second is not. */
test.serial('the same seed is the same history, to the last request', async (t) => {
  for (const seed of [120, 8]) {
    const [one, other] = [await runScript(randomScript(seed)), await runScript(randomScript(seed))];
    t.is(digestOfHistory(one.entries), digestOfHistory(other.entries));
  }
});

test.serial('random worlds, commands, faults and workers break none of the invariants', async (t) => {
  for (let seed = 1; seed <= runs; seed += 1)
    t.deepEqual((await play(randomScript(seed))).failures, [], `npm run simulate -- --seed ${seed}`);
});

test.serial('each story that is about one thing ends well', async (t) => {
  for (const [name, script] of Object.entries(stories))
    t.deepEqual((await playStory(script)).failures, [], `npm run simulate -- --story '${name}'`);
});

test.serial('what was broken once is whole', async (t) => {
  for (const { script, why } of kept) t.deepEqual((await play(script as Script)).failures, [], why);
});

test.serial('a crash or a fault at any request of a scenario breaks none of them either', async (t) => {
  const steps = (await stepsOfWalk()).filter((_, index) => index % everyNthStep === 0);
  for (const step of steps) t.deepEqual((await takeStep(step)).failures, [], JSON.stringify(step));
});
