import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { aBuiltDirectory, type BuiltDirectory, repository } from './a-built-directory.ts';

const run = promisify(execFile);
const built: BuiltDirectory[] = [];

test.before(async () => {
  const declarations = join(repository, 'examples/containers');
  built.push(...(await Promise.all([aBuiltDirectory(), aBuiltDirectory(declarations)])));
});
test.after.always(async () => {
  for (const { remove } of built) await remove();
});

function filesIn(directory = ''): Map<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]));
}

/** What declared stacks beside the functions add or change. */
function isDeclared(name: string): boolean {
  return name.startsWith('containers/') || name === '.gcloudignore';
}

test('two builds of the same sources are the same bytes', (t) => {
  const [plain, declared] = built.map(({ path }) => [...filesIn(path)].filter(([name]) => !isDeclared(name)));
  t.deepEqual(plain, declared);
});

test('the directory holds code, package.json, its lock and an ignore file, and at most 3 MB of code', (t) => {
  const files = filesIn(built[0]?.path);
  const others = [...files.keys()].filter((name) => !name.endsWith('.mjs'));
  t.deepEqual(others, ['.gcloudignore', 'package-lock.json', 'package.json']);
  const code = [...files].filter(([name]) => name.endsWith('.mjs')).map(([, text]) => Buffer.byteLength(text));
  t.true(code.reduce((sum, size) => sum + size, 0) <= 3e6);
});

test('no source maps, no paths of the machine that built it', (t) => {
  for (const [name, text] of filesIn(built[0]?.path)) {
    t.notRegex(text, /^\/\/# sourceMappingURL/m, name);
    t.false(text.includes(repository), name);
  }
});

test('every file of code can be compiled', async (t) => {
  const directory = built[0]?.path ?? '';
  const files = [...filesIn(directory).keys()].filter((name) => name.endsWith('.mjs'));
  const compile = `
    import { readFileSync } from 'node:fs';
    import { SourceTextModule } from 'node:vm';
    for (const path of process.argv.slice(1)) new SourceTextModule(readFileSync(path, 'utf8'), { identifier: path });`;
  const flags = ['--experimental-vm-modules', '--no-warnings', '--input-type=module', `--eval=${compile}`];
  await t.notThrowsAsync(run(process.execPath, [...flags, ...files.map((file) => join(directory, file))]));
});

test('what is bundled is no dependency, and what is installed is locked with all it needs', async (t) => {
  const directory = built[0]?.path ?? '';
  const { main, type, dependencies } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  t.deepEqual({ main, type }, { main: 'index.mjs', type: 'module' });
  t.deepEqual(Object.keys(dependencies), ['@google-cloud/functions-framework']);
  t.regex(dependencies['@google-cloud/functions-framework'], /^\d+\.\d+\.\d+$/);
  await t.notThrowsAsync(run('npm', ['ls', '--all', '--package-lock-only'], { cwd: directory }));
});

const gcloud = spawnSync('gcloud', ['--version']).error ? test.skip : test;

gcloud('gcloud uploads exactly the files of the directory', async (t) => {
  for (const { path } of built) {
    const { stdout } = await run('gcloud', ['meta', 'list-files-for-upload', path]);
    const expected = [...filesIn(path).keys()].filter((name) => name !== '.gcloudignore');
    t.deepEqual(stdout.trim().split('\n').sort(), expected.sort());
  }
});

gcloud('of the repository, gcloud uploads what a function needs when it is the source itself', async (t) => {
  const { stdout } = await run('gcloud', ['meta', 'list-files-for-upload', repository]);
  const [product, others] = [true, false].map((isProduct) =>
    stdout
      .trim()
      .split('\n')
      .filter((path) => /^(functions|shared)\//.test(path) === isProduct)
      .sort(),
  );
  t.deepEqual(others, ['.npmrc', 'package-lock.json', 'package.json']);
  for (const file of ['functions/index.ts', 'shared/loop.ts', 'shared/mount/mount.sh'])
    t.true(product?.includes(file), file);
});

test('declared stacks lie beside the functions when asked for', (t) => {
  const files = filesIn(built[1]?.path);
  t.true(files.has('containers/cluster.yaml'));
  t.true(files.has('containers/web/ghost/service.yaml'));
});
