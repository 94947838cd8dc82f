import { type EventOrder, playOrder } from './event-orders.ts';
import { play, playStory } from './play.ts';
import { randomScript } from './script.ts';
import { storyCalled } from './stories.ts';
import { addTotals, noTotals, type Result, type Totals } from './totals.ts';
import { takeStep, type WalkStep } from './walk.ts';

/** What is played: a random story, one that is about one thing, one step of a walk through the scenarios, events in an order. */
export type Task = { seed: number } | { story: string } | { step: WalkStep } | { events: EventOrder };

// What breaks is told by its words; whoever plays it again sees where.
Error.stackTraceLimit = 0;

/** What came of a few tasks. */
export interface Batch {
  totals: Totals;
  failed: Result[];
}

let before: Promise<void> = Promise.resolve();

/** One process of many: tasks in, results out, one batch after the other. */
process.on('message', (tasks: Task[]) => {
  before = before.then(() => work(tasks));
});

async function work(tasks: Task[]): Promise<void> {
  const sum: Batch = { totals: noTotals(), failed: [] };
  for (const task of tasks) {
    const result = await resultOfTask(task);
    sum.totals = addTotals(sum.totals, result.totals);
    if (result.failures.length > 0) sum.failed.push(result);
  }
  process.send?.(sum);
}

async function resultOfTask(task: Task): Promise<Result> {
  const name = nameOf(task);
  try {
    return { ...(await playTask(task)), name };
  } catch (error) {
    const why = error instanceof Error ? error.stack : String(error);
    return { name, failures: [`the simulation broke off: ${why}`], totals: { ...noTotals(), runs: 1 } };
  }
}

function playTask(task: Task): Promise<Result> {
  if ('step' in task) return takeStep(task.step);
  if ('events' in task) return playOrder(task.events);
  return 'seed' in task ? play(randomScript(task.seed)) : playStory(storyCalled(task.story));
}

function nameOf(task: Task): string {
  if ('seed' in task) return `npm run simulate -- --seed ${task.seed}`;
  if ('story' in task) return `npm run simulate -- --story '${task.story}'`;
  if ('events' in task) return `events in the order ${task.events.join()}`;
  const { scenario, faults } = task.step;
  return [scenario, ...faults.map(({ call, fault }) => `${fault} at request ${call}`)].join(', ');
}
