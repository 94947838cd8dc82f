import type { Entry } from './history.ts';
import { runScript } from './run-script.ts';
import type { Script } from './script.ts';
import { type Result, resultOf } from './totals.ts';

export type Play = (script: Script) => Promise<Result>;

export const play: Play = async (script) => resultOf(await runScript(script));

/** A story in which a clock is off is played with right clocks, too: I-34 takes two histories. */
export const playStory: Play = async (script) => {
  const run = await runScript(script);
  const result = resultOf(run);
  if (script.skews.every((skew) => skew === 0)) return result;
  const right = await runScript({ ...script, skews: script.skews.map(() => 0) });
  result.totals.exercised['I-34'] = 1;
  const differs = firstDifference(writesIn(run.entries), writesIn(right.entries));
  if (differs) result.failures.push(`I-34 at ${run.entries.length}: ${differs}`);
  return result;
};

/** The chapter, between two commands, and the request. A Lease's times are judged by what comes of them. */
function writesIn(entries: readonly Entry[]): string[] {
  let chapter = 0;
  return entries.flatMap((entry) => {
    if (entry.kind === 'command' || entry.kind === 'faults end') chapter += 1;
    if (entry.kind !== 'sent' || !entry.call.mutates || /\/leases(\/|$)/.test(entry.call.path)) return [];
    const { method, path, body } = entry.call;
    return [`${chapter} ${method} ${path}${body ? ` ${body}` : ''}`];
  });
}

function firstDifference(off: string[], right: string[]): string | null {
  const longer = off.length > right.length ? off : right;
  const at = longer.findIndex((_, index) => off[index] !== right[index]);
  if (at < 0) return null;
  const [one, other] = [off[at] ?? 'nothing', right[at] ?? 'nothing'];
  return `it writes ${one}, and ${other} when the clocks are right`;
}
