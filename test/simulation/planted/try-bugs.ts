import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import type { Caught } from './plant-worker.ts';
import { plantedBugs } from './planted.ts';
import type { PlantedBug } from './planted-bug.ts';

const usage = `npm run planted -- [NAME…] [--runs N] [--workers N]   plants each wrong variant of the product and lets the simulation look for it:
in every story that is about one thing, then in N random ones`;

/** The simulation is worth what it catches: each planted bug must break an invariant, and one that it was planted for. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '500' },
      workers: { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const bugs = chosen(positionals);
  const limit = pLimit(Number(values.workers));
  const caught = await Promise.all(bugs.map((bug) => limit(() => tryBug(bug, values.runs))));
  const meant = bugs.flatMap((bug, index) => meantBy(bug, caught[index]));
  const missed = bugs.filter((bug, index) => meantBy(bug, caught[index]).length === 0);
  console.log(
    `${bugs.length - missed.length} of ${bugs.length} planted bugs caught by an invariant that is about them`,
  );
  console.log(`by: ${countsIn(meant)}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

function chosen(names: string[]): readonly PlantedBug[] {
  const unknown = names.filter((name) => !plantedBugs.some((bug) => bug.name === name));
  if (unknown.length > 0) throw new Error(`no planted bug is called ${unknown.join(', ')}`);
  return names.length === 0 ? plantedBugs : plantedBugs.filter(({ name }) => names.includes(name));
}

async function tryBug(bug: PlantedBug, runs: string): Promise<Caught> {
  const caught = await run(bug.name, runs);
  const { where, by, words } = caught;
  const meant = meantBy(bug, caught);
  if (where === null) console.log(`MISSED      ${bug.name}: ${bug.thought} (${bug.caughtBy.join(' or ')})`);
  else
    console.log(
      `${meant.length > 0 ? 'caught    ' : 'BY ANOTHER'}  ${bug.name}: ${by.join(', ')} in ${where}; ${words}`,
    );
  return caught;
}

/** Of the invariants that caught it, those that are about it. */
function meantBy({ caughtBy }: PlantedBug, caught: Caught | undefined): string[] {
  return (caught?.by ?? []).filter((invariant) => caughtBy.includes(invariant));
}

function countsIn(invariants: string[]): string {
  return [...Map.groupBy(invariants.toSorted(), (name) => name)]
    .map(([name, all]) => `${name} ${all.length}`)
    .join(', ');
}

function run(name: string, runs: string): Promise<Caught> {
  const child = fork(fileURLToPath(new URL('./plant-worker.ts', import.meta.url)), [name, runs]);
  return new Promise((resolve, reject) => {
    child.on('message', (caught: Caught) => resolve(caught));
    child.on('exit', (code) => code !== 0 && reject(new Error(`the process of \`${name}\` ended with ${code}`)));
  });
}

await main();
