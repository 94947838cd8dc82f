import { userInfo } from 'node:os';
import { jsonLog } from '../../shared/log.ts';
import { realWorld, type World } from '../../shared/world.ts';
import { openLedger } from './ledger.ts';
import { progressLine } from './progress-line.ts';

/** The caller's own credentials; what happens is told, and kept in the ledger on this machine. */
export function directWorld(tell: (line: string) => void, world: World = realWorld()): World {
  const ledger = openLedger(world.config.stateDirectory, world.runtime);
  const log = jsonLog((line) => {
    ledger.append(line);
    const words = progressLine(line);
    if (words !== null) tell(words);
  });
  return { ...world, log: log.with({ trigger: 'command line', caller: userName() }) };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
