import { runScript } from './run-script.ts';
import { randomScript } from './script.ts';
import { noTotals, type Result, resultOf } from './totals.ts';
import { takeStep, type WalkStep } from './walk.ts';

/** What is played: a random story, or one step of the walk through the scenarios. */
export type Task = { seed: number } | { step: WalkStep };

/** One process of many: tasks in, results out. */
process.on('message', async (tasks: Task[]) => {
  const results: Result[] = [];
  for (const task of tasks) results.push(await resultOfTask(task));
  process.send?.(results);
});

async function resultOfTask(task: Task): Promise<Result> {
  const name = 'seed' in task ? `npm run simulate -- --seed ${task.seed}` : wordsOf(task.step);
  try {
    const result = 'seed' in task ? resultOf(await runScript(randomScript(task.seed))) : await takeStep(task.step);
    return { ...result, name };
  } catch (error) {
    const why = error instanceof Error ? error.stack : String(error);
    return { name, failures: [`the simulation broke off: ${why}`], totals: { ...noTotals(), runs: 1 } };
  }
}

function wordsOf({ scenario, call, fault }: WalkStep): string {
  return `${scenario}, ${fault} at request ${call}`;
}
