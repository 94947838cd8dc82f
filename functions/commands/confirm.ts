import { RefusedError } from '../../shared/errors.ts';
import type { Terminal } from './terminal.ts';

/** Nothing is done on a guess: a word typed by a person, or --yes. */
export async function confirm(
  { word, question, yes }: { word: string; question: string; yes: boolean },
  terminal: Terminal,
): Promise<boolean> {
  if (yes) return true;
  if (!terminal.canAsk) throw new RefusedError('nobody is there to ask: add --yes once you have read the plan');
  const isWanted = (await terminal.ask(`${question} Type \`${word}\` to go on: `)) === word;
  if (!isWanted) terminal.note('Nothing was changed.');
  return isWanted;
}
