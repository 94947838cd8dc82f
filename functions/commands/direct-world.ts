import { userInfo } from 'node:os';
import { messageOf } from '../../shared/errors.ts';
import { jsonLog } from '../../shared/log.ts';
import { realWorld, type World } from '../../shared/world.ts';
import { openLedger } from './ledger.ts';
import { progressLine } from './progress-line.ts';

interface Surroundings {
  world?: World;
  /** Stays on the terminal, where a spinner takes back what it was told. */
  note: (line: string) => void;
}

/** The caller's own credentials; what happens is told, and kept in the ledger on this machine. */
export function directWorld(tell: (line: string) => void, { world = realWorld(), note }: Surroundings): World {
  const ledger = openLedger(world.config.stateDirectory, world.runtime);
  const log = jsonLog((line) => {
    try {
      ledger.append(line);
    } catch (error) {
      if (isIntent(line)) throw error;
      noteOnce(`not kept for \`underpin history\`: ${messageOf(error)}`, note);
    }
    const words = progressLine(line);
    if (words !== null) tell(words);
  });
  return { ...world, log: log.with({ trigger: 'command line', caller: userName() }) };
}

/** I-30: what is not on record is not begun. */
function isIntent(line: string): boolean {
  return JSON.parse(line).message === 'intent';
}

const noted = new Set<string>();

/** A command opens its world more than once. */
function noteOnce(words: string, note: (line: string) => void): void {
  if (noted.has(words)) return;
  noted.add(words);
  note(words);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
