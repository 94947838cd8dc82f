import type { Play } from './play.ts';
import { runScript } from './run-script.ts';
import type { Script } from './script.ts';
import { shrink } from './shrink.ts';
import { traceOf } from './trace.ts';

/** One script, told: its story when all is well; the smallest story that fails as it does when not. Returns the exit status. */
export async function replay(whole: Script, play: Play): Promise<number> {
  const isBroken = (await play(whole)).failures.length > 0;
  const script = isBroken ? await shrink(whole, play) : whole;
  const run = await runScript(script);
  console.log(traceOf(run.entries, run.start).join('\n'));
  console.log(`\n${isBroken ? 'The smallest story that fails so' : 'The story'}:\n${JSON.stringify(script, null, 2)}`);
  const { failures } = await play(script);
  console.log(failures.length > 0 ? `\nIt fails:\n${failures.join('\n')}` : '\nIt is well');
  return failures.length > 0 ? 1 : 0;
}
