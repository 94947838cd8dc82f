import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Opened } from './target.ts';
import { targets } from './targets.ts';

/** npm run fuzz -- [TARGET…] [--inputs N] [--seed N] [--path PATH] */
const usage = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
  },
});

const runsAtOnce = 500;

async function main(): Promise<void> {
  // The framework tells of every body that it refuses.
  console.error = () => undefined;
  const { positionals, values } = usage;
  const unknown = positionals.filter((name) => !targets.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`\`${unknown}\` is none of ${targets.map(({ name }) => name).join(', ')}`);
  for (const { name, open } of targets) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const opened = await open();
    const isSound = values.path === undefined ? await throughAll(name, opened) : await again(opened, values.path);
    opened.close();
    if (!isSound) process.exit(1);
  }
  process.exit();
}

/** Part by part, each with a seed of its own, so that a failure is found again at once. */
async function throughAll(name: string, { property, inputs, seen }: Opened): Promise<boolean> {
  const wanted = Number(usage.values.inputs);
  const begunAt = performance.now();
  for (let seed = Number(usage.values.seed); inputs() < wanted; seed += 1) {
    const details = await fc.check(property, { numRuns: runsAtOnce, seed });
    if (details.failed) {
      tell(details);
      console.log(`again: npm run fuzz -- ${name} --seed ${details.seed} --path ${details.counterexamplePath}`);
      return false;
    }
    console.log(`${name}: ${inputs()} of ${wanted} inputs, seed ${seed}, ${JSON.stringify(Object.fromEntries(seen))}`);
  }
  const seconds = Math.round((performance.now() - begunAt) / 1000);
  console.log(`${name}: ${inputs()} inputs in ${seconds} s, and all of it held`);
  return true;
}

async function again({ property }: Opened, path: string): Promise<boolean> {
  const details = await fc.check(property, { seed: Number(usage.values.seed), path });
  if (details.failed) tell(details);
  else console.log('it holds');
  return !details.failed;
}

function tell(details: fc.RunDetails<unknown>): void {
  console.log(fc.defaultReportMessage(details));
  console.log(details.errorInstance);
}

await main();
