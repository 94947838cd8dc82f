import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Case } from './judge.ts';
import type { Verdict } from './print.ts';
import { root } from './source-graph.ts';

type Place = Pick<Case, 'file' | 'digest' | 'mutant'>;

/** What the report of an earlier run told as caught. Tests that were added since can only catch more. */
export function caughtIn(report: string | undefined): (one: Place) => boolean {
  const earlier: Verdict[] = report ? JSON.parse(readFileSync(report, 'utf8')) : [];
  const caught = earlier.filter(({ verdict }) => verdict === 'killed' || verdict === 'timed out');
  const keys = new Set(caught.map((one) => keyOf({ ...one, mutant: one })));
  return (one) => keys.has(keyOf(one));
}

function keyOf({ file, digest, mutant: { start, end, text } }: Place): string {
  return [file, digest, start, end, text].join(' ');
}

export function digestOf(file: string): string {
  return createHash('sha256')
    .update(readFileSync(root + file))
    .digest('hex')
    .slice(0, 12);
}
