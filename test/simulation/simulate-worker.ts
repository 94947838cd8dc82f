import { runScript } from './run-script.ts';
import { randomScript } from './script.ts';
import { type Result, resultOf } from './totals.ts';

/** One process of many: seeds in, results out. */
process.on('message', async (seeds: number[]) => {
  const results: Result[] = [];
  for (const seed of seeds) results.push(await resultOfSeed(seed));
  process.send?.(results);
});

async function resultOfSeed(seed: number): Promise<Result> {
  const script = randomScript(seed);
  try {
    return resultOf(await runScript(script));
  } catch (error) {
    const failures = [`the simulation broke off: ${error instanceof Error ? error.stack : error}`];
    return {
      ...resultOf({ script, entries: [], start: 0, convergence: { passes: 0, unexplained: [], told: 0 } }),
      failures,
    };
  }
}
