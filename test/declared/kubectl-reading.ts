import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CorpusFile } from './kubectl-corpus.ts';

/** What kubectl reads: the objects of each file as canonical JSON, or `error`. */
export type Readings = Record<string, string[] | 'error'>;

const recorded = new URL('kubectl-corpus.json', import.meta.url);

export function recordedReadings(): Readings {
  return JSON.parse(readFileSync(recorded, 'utf8'));
}

export function hasKubectl(): boolean {
  return spawnSync('kubectl', ['version', '--client']).status === 0;
}

export function readByKubectl(files: CorpusFile[]): Readings {
  const directory = mkdtempSync(join(tmpdir(), 'kubectl-corpus-'));
  for (const { name, extension, text } of files) writeFileSync(join(directory, `${name}.${extension}`), text);
  // One call for all: a file in error is told on stderr and leaves the others alone.
  const command = ['annotate', '--local', '-f', directory, '-o', 'jsonpath={@}{"\\n"}', 'read-by=kubectl'];
  const { stdout, stderr } = spawnSync('kubectl', command, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  rmSync(directory, { recursive: true });
  const objects = Map.groupBy(
    stdout.split('\n').filter((line) => line !== ''),
    nameOf,
  );
  return Object.fromEntries(
    files.map(({ name, extension }) => {
      const failed = stderr.includes(`/${name}.${extension}`);
      return [name, failed ? 'error' : (objects.get(name) ?? []).map((line) => canonical(unmarked(line)))];
    }),
  );
}

/** Keys in order, and numbers as what they are worth; integers that a double cannot hold keep their digits. */
export function canonical(json: string): string {
  return JSON.stringify(JSON.parse(json, ordered));
}

function ordered(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d{1,19}$/.test(context?.source ?? '')) {
    return `integer ${context?.source}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function nameOf(line: string): string {
  return /"name":"(d\d{4})/.exec(line)?.[1] ?? '';
}

/** Without the annotation that the command added. */
function unmarked(line: string): string {
  return line.replace('"annotations":{"read-by":"kubectl"},', '').replace(',"read-by":"kubectl"', '');
}

if (import.meta.main) {
  const { corpus } = await import('./kubectl-corpus.ts');
  const lines = Object.entries(readByKubectl(corpus)).map(
    ([name, reading]) => `${JSON.stringify(name)}: ${JSON.stringify(reading)}`,
  );
  writeFileSync(recorded, `{\n${lines.join(',\n')}\n}\n`);
}
