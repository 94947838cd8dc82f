import { plant } from './plant.ts';
import { plantedBugs } from './planted.ts';

/** A process of its own for each bug, since code is loaded once: seeds in order, until one shows the bug. */
const [name, most] = process.argv.slice(2);
const bug = plantedBugs.find((one) => one.name === name);
if (!bug) throw new Error(`there is no planted bug \`${name}\``);
plant(bug);

const { runScript } = await import('../run-script.ts');
const { randomScript } = await import('../script.ts');
const { resultOf } = await import('../totals.ts');

/** What came out: the first seed that failed, and each invariant that it broke. */
export interface Caught {
  seed: number | null;
  by: string[];
  words: string;
}

process.send?.(await firstFailure(Number(most)));
process.disconnect?.();

async function firstFailure(runs: number): Promise<Caught> {
  for (let seed = 1; seed <= runs; seed += 1) {
    const { failures } = resultOf(await runScript(randomScript(seed)));
    const by = [...new Set(failures.flatMap((line) => /^I-\d+/.exec(line) ?? []))];
    if (by.length > 0) return { seed, by, words: failures[0] ?? '' };
  }
  return { seed: null, by: [], words: '' };
}
