import test from 'ava';
import { readDeclared } from '../../shared/declared/declared.ts';
import { parseFile } from '../../shared/declared/yaml.ts';
import { aDeclaration } from './a-declaration.ts';

const problemOf = (text: string) => parseFile(Buffer.from(text), 'a.yaml').problems[0]?.message;
const nested = (levels: number) => `a: ${'['.repeat(levels)}${']'.repeat(levels)}\n`;
const aliases = (count: number) => `a: &x 1\nb: [${Array.from({ length: count }, () => '*x').join(', ')}]\n`;

test('fifty levels are read, more are refused, in brackets and in blocks', (t) => {
  const blocks = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
  t.is(problemOf(nested(45)), undefined);
  t.is(problemOf(blocks(45)), undefined);
  t.is(problemOf(nested(60)), 'nested more than 50 levels deep');
  t.is(problemOf(blocks(60)), 'nested more than 50 levels deep');
});

test('fifty aliases are read, more are refused', (t) => {
  t.is(problemOf(aliases(50)), undefined);
  t.is(problemOf(aliases(51)), 'more than 50 aliases in a document');
  t.is(problemOf(`a: |\n${'  *x\n'.repeat(60)}`), undefined);
});

test('aliases of aliases are refused before they fill the memory', (t) => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level += 1) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 5 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  t.is(problemOf(`${lines.join('\n')}\n`), 'more values than a document may hold');
});

test('five hundred documents are read, more are refused', (t) => {
  t.is(problemOf('a: 1\n---\n'.repeat(500)), undefined);
  t.regex(problemOf('a: 1\n---\n'.repeat(501)) ?? '', /more than 500 documents in one file: split it/);
});

test('a file larger than 1 MB is refused unread', async (t) => {
  const root = aDeclaration(t, { 'a/x.yaml': '#'.repeat(1024 * 1024 + 1) });
  const error = await t.throwsAsync(readDeclared(root));
  t.regex(error?.message ?? '', /a\/x.yaml:1:1: 1048577 bytes, more than 1048576: split the file/);
});

test('more than 10 MB in all are refused unread', async (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`a/${index}.yaml`, '#'.repeat(1024 * 1024)]),
  );
  const error = await t.throwsAsync(readDeclared(aDeclaration(t, files)));
  t.regex(error?.message ?? '', /holds \d+ bytes of manifests, more than 10485760: split it/);
});

test('an anchor that contains itself is told as that', (t) => {
  t.is(problemOf('a: &x [*x]\n'), 'the anchor `&x` contains itself');
});
