import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, RefusedError } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Runtime } from '../../shared/runtime.ts';

export interface Ledger {
  append(line: string): void;
  /** Throws RefusedError where nothing can be written: a change has to be on record before it is made. */
  refuseUnwritable(): void;
  /** From old to new. */
  read(): JsonObject[];
}

const mostBytes = 4 * 1024 * 1024;

/**
 * What was run from this machine, one JSON object a line with its time: I-30 for runs that no Cloud Logging sees. The
 * file before the present one is kept.
 */
export function openLedger(directory: string | null, { now }: Pick<Runtime, 'now'>): Ledger {
  const file = join(directory ?? '.', 'ledger.jsonl');
  const older = join(directory ?? '.', 'ledger.1.jsonl');
  const write = (text: string) => {
    if (directory === null) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (existsSync(file) && statSync(file).size > mostBytes) renameSync(file, older);
    appendFileSync(file, text, { mode: 0o600 });
  };
  return {
    append: (line) => write(`{"timestamp":"${new Date(now()).toISOString()}",${line.trimEnd().slice(1)}\n`),
    refuseUnwritable: () => {
      try {
        write('');
      } catch (error) {
        const advice = 'set XDG_STATE_HOME to a directory that takes them';
        const why = `what is changed is written down before, and cannot be: ${messageOf(error)}; ${advice}`;
        throw new RefusedError(why, 400, { cause: error });
      }
    },
    read: () => (directory === null ? [] : [older, file].flatMap(linesOf)),
  };
}

/** A line that was cut off in the middle is left out. */
function linesOf(file: string): JsonObject[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as JsonObject];
      } catch {
        return [];
      }
    });
}
