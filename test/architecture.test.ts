import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import test from 'ava';

const root = new URL('..', import.meta.url).pathname;
const files = ['functions', 'shared', 'sandbox', 'infra'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms);
  return [...found].map(([, path = '']) => normalize(join(file, '..', path)));
}

function offenders(isBound: (file: string) => boolean, isForbidden: (imported: string) => boolean): string[] {
  return files.filter(isBound).flatMap((file) =>
    importsOf(file)
      .filter(isForbidden)
      .map((imported) => `${file} imports ${imported}`),
  );
}

const inFolder =
  (...folders: string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(`${folder}/`));

test('the model knows nothing but itself', (t) => {
  t.deepEqual(
    offenders(inFolder('shared/model'), (imported) => !inFolder('shared/model')(imported)),
    [],
  );
});

test('plan and compare are pure: they import the model and each other, nothing that reads or writes', (t) => {
  const allowed = inFolder('shared/model', 'shared/plan', 'shared/compare');
  t.deepEqual(
    offenders(inFolder('shared/plan', 'shared/compare'), (imported) => !allowed(imported)),
    [],
  );
});

test('nothing imports the functions but what serves or measures them, and the product imports no sandbox', (t) => {
  const mayImport = (file: string) => file === 'sandbox/functions.ts' || inFolder('functions', 'infra/bench')(file);
  t.deepEqual(
    offenders((file) => !mayImport(file), inFolder('functions')),
    [],
  );
  t.deepEqual(
    offenders((file) => inFolder('shared')(file), inFolder('sandbox', 'infra')),
    [],
  );
});

test('observe only reads and apply only writes: neither imports the other way into the loop', (t) => {
  t.deepEqual(offenders(inFolder('shared/observe'), inFolder('shared/apply', 'shared/plan', 'shared/report')), []);
  t.deepEqual(offenders(inFolder('shared/apply'), inFolder('shared/report', 'shared/scope', 'shared/declared')), []);
});

test('the environment is read in one place', (t) => {
  const readers = files.filter((file) => /process\.env/.test(readFileSync(join(root, file), 'utf8')));
  t.deepEqual(
    readers.filter((file) => file.startsWith('shared/') || file.startsWith('functions/')),
    ['shared/config.ts'],
  );
});

test('time, chance and sleep go through the Runtime alone', (t) => {
  const direct = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(/;
  const readers = files.filter(
    (file) => inFolder('shared', 'functions')(file) && direct.test(readFileSync(join(root, file), 'utf8')),
  );
  t.deepEqual(readers, ['shared/runtime.ts']);
});

test('the loop fits on a screen', (t) => {
  const lines = readFileSync(join(root, 'shared/loop.ts'), 'utf8').split('\n').length;
  t.true(lines <= 80, `${lines} lines`);
});
