import { createHash } from 'node:crypto';
import type { Entry } from './history.ts';

/** Equal for equal histories. */
export function digestOfHistory(entries: readonly Entry[]): string {
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(JSON.stringify(entry));
  return hash.digest('hex');
}
