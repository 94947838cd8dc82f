import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { invariants } from './invariants/invariants.ts';
import type { Batch, Task } from './simulate-worker.ts';
import { stories, storyCalled } from './stories.ts';
import { addTotals, noTotals, type Result, type Totals } from './totals.ts';

const usage = `npm run simulate -- [OPTIONS]

                         each story that is about one thing, then random runs
  --runs N               as many random runs (10000)
  --from SEED            and from that seed on (1)
  --seed N               one run, told line by line, cut down if it fails
  --story NAME           one of the stories, told in the same way

  --walk                 a crash at three points, and every fault, at every
                         request of each scenario
  --pairs                two crashes at any two requests of the short ones, and
                         any two faults at neighbouring requests of five
  --events               six events in all orders, three times over, and with
                         each of them left out
  --every N --from K     of these every Nth, from the Kth on, and so many of
  --runs N               them (all), so that several nights share one

  --workers N            processes side by side (as many as there are cores)`;

const usualRuns = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      story: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
      walk: { type: 'boolean', default: false },
      pairs: { type: 'boolean', default: false },
      events: { type: 'boolean', default: false },
      every: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (values.seed !== undefined || values.story !== undefined) return replayOne(values);
  const [runs, from, workers, every] = [
    values.runs === undefined ? undefined : numberIn('runs', values.runs),
    numberIn('from', values.from),
    numberIn('workers', values.workers),
    numberIn('every', values.every),
  ];
  const whole = await wholeOf(values);
  if (whole) {
    const shared = whole.slice(Math.max(0, from - 1)).filter((_, index) => index % Math.max(1, every) === 0);
    return runAll(shared.slice(0, runs), workers);
  }
  const random = Array.from({ length: runs ?? usualRuns }, (_, index) => ({ seed: from + index }));
  await runAll([...Object.keys(stories).map((story) => ({ story })), ...random], workers);
}

// The product is loaded where it is played: whoever only hands out tasks does without the second that it takes.

async function replayOne({ seed = '', story }: { seed?: string; story?: string }): Promise<void> {
  const [{ replay }, { play, playStory }, { randomScript }] = await Promise.all([
    import('./replay.ts'),
    import('./play.ts'),
    import('./script.ts'),
  ]);
  process.exitCode =
    story === undefined
      ? await replay(randomScript(numberIn('seed', seed)), play)
      : await replay(storyCalled(story), playStory);
}

/** What is played through and not at random; `null` when neither is asked for. */
async function wholeOf(asked: { walk: boolean; pairs: boolean; events: boolean }): Promise<Task[] | null> {
  if (!asked.walk && !asked.pairs && !asked.events) return null;
  const [{ pairsOfWalk, stepsOfWalk }, { ordersOfEvents }] = await Promise.all([
    import('./walk.ts'),
    import('./event-orders.ts'),
  ]);
  if (asked.walk) return (await stepsOfWalk()).map((step) => ({ step }));
  if (asked.pairs) return (await pairsOfWalk()).map((step) => ({ step }));
  return (await ordersOfEvents()).map((events) => ({ events }));
}

async function runAll(tasks: Task[], workers: number): Promise<void> {
  const began = performance.now();
  const results = new Tally(tasks.length, tasks.filter((task) => 'story' in task).length);
  const waiting = [...tasks];
  await Promise.all(Array.from({ length: workers }, () => workOff(waiting, results)));
  tell(results, began);
  process.exitCode = results.failed.length > 0 ? 1 : 0;
}

function numberIn(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`--${name} is \`${value}\`: give a whole number`);
  return Number(value);
}

class Tally {
  readonly #runs: number;
  readonly stories: number;
  /** When the last of them was over: they come first. */
  storiesEnded = 0;
  totals: Totals = noTotals();
  failed: Result[] = [];

  constructor(runs: number, stories: number) {
    this.#runs = runs;
    this.stories = stories;
  }

  add({ totals, failed }: Batch): void {
    if (this.totals.runs < this.stories) this.storiesEnded = performance.now();
    this.totals = addTotals(this.totals, totals);
    for (const one of failed) {
      this.failed.push(one);
      this.#line('');
      console.log(`${one.name}: ${one.failures[0]}`);
    }
    this.#line(`${this.totals.runs} of ${this.#runs} runs, ${this.failed.length} failed`);
  }

  #line(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  }
}

/**
 * Thousands of worlds that are each gone in a moment: what is new is seldom kept, is collected by the one thread that
 * works, and is never put among what is old, where it would keep a whole world with it until the next full collection.
 */
const quick = [
  '--max-semi-space-size=128',
  '--single-threaded-gc',
  '--no-allocation-site-pretenuring',
  '--always-sparkplug',
  '--use-largepages=silent',
];

const tasksAtOnce = 10;

/** A process of its own: one world is one thread's work. It has the next batch at hand before it is done with one. */
function workOff(waiting: Task[], tally: Tally): Promise<void> {
  if (waiting.length === 0) return Promise.resolve();
  const child = fork(fileURLToPath(new URL('./simulate-worker.ts', import.meta.url)), [], { execArgv: quick });
  let underWay = 0;
  const send = () => {
    if (waiting.length === 0) return;
    underWay += 1;
    child.send(waiting.splice(0, tasksAtOnce));
  };
  return new Promise((resolve, reject) => {
    child.on('message', (batch: Batch) => {
      underWay -= 1;
      tally.add(batch);
      send();
      if (underWay === 0) child.disconnect();
    });
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a process of the simulation ended with ${code}`)),
    );
    send();
    send();
  });
}

function tell({ totals, failed, stories, storiesEnded }: Tally, began: number): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
  const { runs, commands, requests, writes, passes, crashes, converged, faults, exercised } = totals;
  const ended = performance.now();
  if (stories > 0) console.log(`${stories} stories in ${secondsOf(storiesEnded - began)}`);
  const random = runs - stories;
  const spent = ended - (stories > 0 ? storiesEnded : began);
  if (random > 0) console.log(`${random} runs in ${secondsOf(spent)} (${(spent / random).toFixed(1)} ms each)`);
  console.log(`${failed.length} failed`);
  console.log(
    `${commands} commands, ${passes} passes, ${requests} requests, ${writes} of them writes, ${crashes} crashes`,
  );
  console.log(`${converged} worlds came right by themselves, ${runs - converged} told what a person must do`);
  console.log(`faults met: ${wordsOf(faults)}`);
  console.log(`judged: ${wordsOf(exercised)}`);
  const idle = invariants.filter(({ name }) => !exercised[name]);
  if (idle.length > 0) console.log(`never judged: ${idle.map(({ name }) => name).join(', ')}`);
}

function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function wordsOf(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

await main();
