import type { Play } from './play.ts';
import type { Script } from './script.ts';

/** The names of what is broken: `I-10`. A smaller story counts only if it breaks one of the same. */
async function brokenBy(script: Script, play: Play): Promise<Set<string>> {
  const { failures } = await play(script);
  return new Set(failures.map((words) => words.split(' ')[0] ?? ''));
}

/** The same failure from fewer commands, faults, workers and disks: each is left out in turn, as long as that helps. */
export async function shrink(script: Script, play: Play): Promise<Script> {
  const broken = await brokenBy(script, play);
  const fails = async (candidate: Script) => [...(await brokenBy(candidate, play))].some((name) => broken.has(name));
  let smallest = script;
  for (let again = true; again; ) {
    again = false;
    for (const candidate of smallerThan(smallest)) {
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      again = true;
      break;
    }
  }
  return smallest;
}

function smallerThan(script: Script): Script[] {
  const { commands, faults, mail, skews, shape } = script;
  const last = skews.length - 1;
  return [
    ...without(commands).map((fewer) => ({ ...script, commands: fewer })),
    ...without(faults).map((fewer) => ({ ...script, faults: fewer })),
    ...without(mail).map((fewer) => ({ ...script, mail: fewer })),
    ...(last > 0 ? [{ ...script, skews: skews.slice(0, last) }] : []),
    ...(skews.some((skew) => skew !== 0) ? [{ ...script, skews: skews.map(() => 0) }] : []),
    ...without(shape.disks).map((disks) => ({ ...script, shape: { ...shape, disks } })),
    ...(shape.pools.length > 1 ? without(shape.pools).map((pools) => ({ ...script, shape: { ...shape, pools } })) : []),
    ...(shape.isExposed ? [{ ...script, shape: { ...shape, isExposed: false } }] : []),
  ];
}

function without<T>(all: T[]): T[][] {
  return all.map((_, index) => all.toSpliced(index, 1));
}
