import test from 'ava';
import { runScript } from './run-script.ts';
import { scenarios } from './scenarios.ts';

/** What is written, without the ids that are new with each pass, nor the times that a worker writes down. */
async function writesOf(name: string, skew: number): Promise<string[]> {
  const script = scenarios[name];
  if (!script) throw new Error(`there is no scenario \`${name}\``);
  const { entries } = await runScript({ ...script, skews: [skew] });
  return entries.flatMap((entry) =>
    entry.kind === 'sent' && entry.call.api === 'compute' && entry.call.mutates
      ? [`${entry.call.method} ${entry.call.path} ${entry.call.body}`]
      : [],
  );
}

test.serial('I-34 a clock that is five minutes off changes nothing that is written', async (t) => {
  for (const name of ['a VM is gone for good', 'a disk follows its node']) {
    const right = await writesOf(name, 0);
    t.true(right.length > 0);
    for (const skew of [-300_000, 300_000]) t.deepEqual(await writesOf(name, skew), right, `${name}, ${skew / 1000} s`);
  }
});
