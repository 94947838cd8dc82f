import { plant } from './plant.ts';
import { plantedBugs } from './planted.ts';
import type { PlantedBug } from './planted-bug.ts';

/** A process of its own for each bug, since code is loaded once: the stories, then seeds in order, until one shows it. */
const [name, most] = process.argv.slice(2);
const bug = plantedBugs.find((one) => one.name === name);
if (!bug) throw new Error(`there is no planted bug \`${name}\``);
plant(bug);

const { play, playStory } = await import('../play.ts');
const { randomScript } = await import('../script.ts');
const { stories } = await import('../stories.ts');

/** What came out: the first story that an invariant about the bug failed, or else the first that failed at all. */
export interface Caught {
  where: string | null;
  by: string[];
  words: string;
}

process.send?.(await firstFailure(bug, Number(most)));
process.disconnect?.();

async function firstFailure({ caughtBy }: PlantedBug, runs: number): Promise<Caught> {
  let found: Caught = { where: null, by: [], words: '' };
  for (const [where, result] of results(runs)) {
    const { failures } = await result;
    const by = [...new Set(failures.flatMap((line) => /^I-\d+/.exec(line) ?? []))];
    const isMeant = by.some((invariant) => caughtBy.includes(invariant));
    const words = failures.find((line) => !isMeant || caughtBy.some((one) => line.startsWith(one))) ?? '';
    if (isMeant || (by.length > 0 && found.where === null)) found = { where, by, words };
    if (isMeant) break;
  }
  return found;
}

function* results(runs: number) {
  for (const [name, script] of Object.entries(stories)) yield [`\`${name}\``, playStory(script)] as const;
  for (let seed = 1; seed <= runs; seed += 1) yield [`seed ${seed}`, play(randomScript(seed))] as const;
}
