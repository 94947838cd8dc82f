import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Runtime } from '../../shared/runtime.ts';

export interface Ledger {
  append(line: string): void;
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
  return {
    append: (line) => {
      if (directory === null) return;
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (existsSync(file) && statSync(file).size > mostBytes) renameSync(file, older);
      const time = new Date(now()).toISOString();
      appendFileSync(file, `{"timestamp":"${time}",${line.trimEnd().slice(1)}\n`, { mode: 0o600 });
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
