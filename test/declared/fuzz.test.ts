import test from 'ava';
import { parseFile } from '../../shared/declared/yaml.ts';

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
  'closing braces': `a: x\n${'}'.repeat(1_000_000)}`,
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
