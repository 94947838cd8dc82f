import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { clusterOf } from '../../shared/declared/cluster.ts';
import { manifestsOf } from '../../shared/declared/manifests.ts';
import type { ReadFile } from '../../shared/declared/read-files.ts';
import { worldsOf } from '../../shared/declared/worlds.ts';
import { parseFile } from '../../shared/declared/yaml.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { planFor } from '../../shared/plan/plan.ts';
import { anOpenedService } from '../builders/live.ts';
import { corpus } from '../declared/kubectl-corpus.ts';
import { inTime, note, type Target } from './target.ts';

const pieces = [
  ...[
    '- ',
    ': ',
    '? ',
    '\n',
    '  ',
    '\n  ',
    '\n- ',
    '|',
    '>-\n',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '#',
    '&a ',
    '*a',
    '!',
    '!!str ',
  ],
  ...[
    '<<: ',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '\t',
    '\r',
    '\0',
    '\ufeff',
    '\u2028',
    '{{',
    '}}',
    '__proto__: ',
    'a: 1\n',
    '~',
    '0x',
    '1e9',
  ],
];
const fromPieces = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
const mutated = fc
  .tuple(fc.constantFrom(...corpus.map(({ text }) => text)), fc.nat(), fc.nat(8), fromPieces)
  .map(([text, at, removed, added]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + added.slice(0, 12) + text.slice(place + removed);
  });
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
/** One file, near to what kubectl reads or far from it. */
export const brokenFile = fc.oneof(
  fromPieces.map((text) => Buffer.from(text)),
  mutated.map((text) => Buffer.from(text)),
  bytes,
);

/** Every input is read or refused with words and a place. */
export function isReadOrRefused(file: Buffer): boolean {
  const { documents, problems } = parseFile(file, 'f.yaml');
  const told = documents.flatMap((document) => {
    const { manifests, problems: refused } = manifestsOf(document, null);
    for (const manifest of manifests) manifest.locate('spec.a[0].b');
    return refused;
  });
  const lines = file.toString('utf8').split(/\n|\r\n?|\u0085/).length;
  return [...problems, ...told].every(
    ({ message, source }) => message !== '' && source.line >= 1 && source.line <= lines + 1 && source.column >= 1,
  );
}

const root = new URL('../../examples/containers/', import.meta.url);
const example = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));

/** The example with words of one file in the place of others. */
const damagedExample = fc
  .record({ file: fc.nat(example.length - 1), at: fc.nat(), other: fc.nat(), how: fc.nat(3), added: fromPieces })
  .map(({ file, at, other, how, added }) =>
    example.map((one, index) =>
      index === file ? { ...one, text: damagedText(one.text, { at, other, how, added }) } : one,
    ),
  );

interface Damaging {
  at: number;
  other: number;
  how: number;
  added: string;
}

function damagedText(text: string, { at, other, how, added }: Damaging): string {
  const words = text.split(/(\s+|[:,{}[\]])/);
  const [one, two] = [at % words.length, other % words.length];
  if (how === 0) return words.with(one, words[two] ?? '').join('');
  if (how === 1) return words.toSpliced(one, 1).join('');
  if (how === 2) return words.with(one, added.slice(0, 20)).join('');
  const lines = text.split('\n');
  return lines.toSpliced(at % lines.length, 1, lines[other % lines.length] ?? '').join('\n');
}

function readWorld(files: { path: string; text: string }[]): string {
  const parsed = files.map(({ path, text }): ReadFile => {
    const bytes = Buffer.from(text);
    return { path, bytes: bytes.length, parsed: parseFile(bytes, path) };
  });
  const [world] = worldsOf(parsed).clusters;
  if (!world) return 'no cluster';
  try {
    const declared = clusterOf(world, '.');
    planFor(declared, anOpenedService(), { cluster: 'home', concern: 'everything', mode: 'plan' });
    return 'read';
  } catch (error) {
    if (error instanceof DeclarationError && error.message !== '') return 'refused';
    throw error;
  }
}

export const declarations: Target = {
  name: 'declarations',
  open: async () => {
    let inputs = 0;
    const seen = new Map<string, number>();
    const all = fc.oneof(
      { weight: 9, arbitrary: brokenFile.map((file) => ({ file, world: null })) },
      { weight: 1, arbitrary: damagedExample.map((world) => ({ file: null, world })) },
    );
    const property = fc.asyncProperty(all, async ({ file, world }) => {
      inputs += 1;
      if (world) note(seen, await inTime(() => readWorld(world)));
      return file === null || inTime(() => isReadOrRefused(file));
    });
    return { property, inputs: () => inputs, seen, close: () => undefined };
  },
};
