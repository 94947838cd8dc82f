import test from 'ava';
import fc from 'fast-check';
import { manifestsOf } from '../../shared/declared/manifests.ts';
import { parseFile } from '../../shared/declared/yaml.ts';
import { corpus } from './kubectl-corpus.ts';

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
const input = fc.oneof(
  fromPieces.map((text) => Buffer.from(text)),
  mutated.map((text) => Buffer.from(text)),
  bytes,
);

/** Every input is read or refused with words and a place, in a moment, and leaves the program as it was. */
test('10,000 broken files neither crash the reader nor hold it up', (t) => {
  t.timeout(60_000);
  let longest = 0;
  fc.assert(
    fc.property(input, (file) => {
      const started = performance.now();
      const { documents, problems } = parseFile(file, 'f.yaml');
      const told = documents.flatMap((document) => {
        const { manifests, problems: refused } = manifestsOf(document, null);
        for (const manifest of manifests) manifest.locate('spec.a[0].b');
        return refused;
      });
      longest = Math.max(longest, performance.now() - started);
      const lines = file.toString('utf8').split(/\n|\r\n?|\u0085/).length;
      return [...problems, ...told].every(
        ({ message, source }) => message !== '' && source.line >= 1 && source.line <= lines + 1 && source.column >= 1,
      );
    }),
    { numRuns: 10_000 },
  );
  t.true(longest < 1000, `the slowest took ${Math.round(longest)} ms`);
  t.is(({} as Record<string, unknown>).polluted, undefined);
});

const hostile = {
  brackets: '['.repeat(1_000_000),
  dashes: '- '.repeat(500_000),
  'question marks': '? '.repeat(500_000),
  spaces: ' '.repeat(1_000_000),
  anchors: '&a '.repeat(300_000),
  aliases: '*a '.repeat(300_000),
  separators: '---\n'.repeat(250_000),
  'line breaks in quotes': `"${'\n'.repeat(900_000)}"`,
  objects: '{}'.repeat(500_000),
  'open objects': '{"a":'.repeat(200_000),
};

for (const [what, text] of Object.entries(hostile)) {
  test(`a megabyte of ${what} ends in a moment`, (t) => {
    t.timeout(60_000);
    const started = performance.now();
    parseFile(Buffer.from(text), 'f.yaml');
    // What takes long here takes minutes when it grows with the square; a busy machine does not.
    t.true(performance.now() - started < 10_000);
  });
}
