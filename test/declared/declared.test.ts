import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readDeclared, readStacks } from '../../shared/declared/declared.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { exposuresOf } from '../../shared/model/exposure.ts';
import { aClusterFile, aConfigMap, aDeclaration, aDirectory, aService } from './a-declaration.ts';

async function errorOf(t: ExecutionContext, reading: Promise<unknown>): Promise<string> {
  const error = await t.throwsAsync(reading, { instanceOf: DeclarationError });
  return error?.message ?? '';
}

test('the example is read: three stacks, one disk, two services on one address, no warning', async (t) => {
  const declared = await readDeclared('examples/containers');
  t.is(declared.cluster.metadata.name, 'home');
  t.deepEqual(
    declared.stacks.map(({ name, directory }) => [name, directory]),
    [
      ['minecraft', 'minecraft'],
      ['frontend', 'web/frontend'],
      ['ghost', 'web/ghost'],
    ],
  );
  t.deepEqual(
    declared.stacks.flatMap(({ spec }) => spec.disks.map(({ name }) => name)),
    ['foodata'],
  );
  const exposed = exposuresOf(declared).map(({ address, ports, pool }) => [address, ports.join(), pool]);
  t.deepEqual(exposed, [
    ['cluster-ip', '25565', 'nodes'],
    ['cluster-ip', '80', 'nodes'],
  ]);
  t.deepEqual(declared.warnings, []);
});

test('a manifest knows its place in the file that a person would open', async (t) => {
  const { stacks } = await readDeclared('examples/containers/');
  const controller = stacks[0]?.manifests[0];
  t.deepEqual(controller?.locate('spec.template.spec.nodeSelector.disk.underpin.dev/foodata'), {
    file: 'examples/containers/minecraft/controller.yaml',
    line: 15,
    column: 9,
  });
});

test('a stack is called what its stack.yaml says, else its app label, else its directory', async (t) => {
  const stack = 'apiVersion: underpin.dev/v1\nkind: Stack\nmetadata: {name: own-name}\nspec: {namespace: games}\n';
  const root = aDeclaration(t, {
    'a/x.yaml': aConfigMap('x', 'labelled'),
    'b/v.yaml': aConfigMap('v', 'other'),
    'b/stack.yaml': stack,
    'c/z.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: z, namespace: set}\n',
  });
  const { stacks } = await readDeclared(root);
  t.deepEqual(
    stacks.map(({ name, manifests }) => [name, manifests[0]?.namespace]),
    [
      ['labelled', null],
      ['own-name', 'games'],
      ['c', 'set'],
    ],
  );
});

test('different app labels in one directory are one stack by its name, with a warning', async (t) => {
  const root = aDeclaration(t, { 'tools/all.yaml': `${aConfigMap('x')}---\n${aConfigMap('v')}` });
  const { stacks, warnings } = await readDeclared(root);
  t.deepEqual(
    stacks.map(({ name }) => name),
    ['tools'],
  );
  t.regex(warnings[0]?.message ?? '', /different app labels \(`x`, `v`\).*`tools`/);
});

test('directories of one app are one stack, with a warning', async (t) => {
  const root = aDeclaration(t, {
    'ghost/a.yaml': aConfigMap('a', 'ghost'),
    'ghost/dev/b.yaml': aConfigMap('b', 'ghost'),
  });
  const { stacks, warnings } = await readDeclared(root);
  t.deepEqual(
    stacks.map(({ name, manifests }) => [name, manifests.length]),
    [['ghost', 2]],
  );
  t.is(warnings.length, 1);
});

test('what is read as part of a stack is in the namespace of that', async (t) => {
  const stack = 'apiVersion: underpin.dev/v1\nkind: Stack\nmetadata: {name: ghost}\nspec: {namespace: games}\n';
  const root = aDeclaration(t, {
    'ghost/stack.yaml': stack,
    'ghost/dev/b.yaml': aConfigMap('b', 'ghost'),
    'ghost/dev/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: own, labels: {app: ghost}}\n',
  });
  const { stacks } = await readDeclared(root);
  const namespaces = stacks.flatMap(({ manifests }) => manifests.map(({ namespace }) => namespace));
  t.deepEqual(namespaces, ['games', 'own']);
});

test('the same object twice is an error that names both places (C-15)', async (t) => {
  const root = aDeclaration(t, { 'a/x.yaml': aConfigMap('x'), 'b/x.yaml': `# again\n${aConfigMap('x')}` });
  t.is(
    await errorOf(t, readDeclared(root)),
    `${root}/b/x.yaml:2:1: \`ConfigMap/x\` is declared twice, first at ${root}/a/x.yaml:1: remove one of them`,
  );
});

test('the same object is one with its namespace and without, and one of the whole cluster is one in all stacks', async (t) => {
  const inDefault = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: default}}';
  const twice = aDeclaration(t, { 'a/x.yaml': aConfigMap('x'), 'b/x.yaml': inDefault });
  t.regex(await errorOf(t, readDeclared(twice)), /`ConfigMap\/x` is declared twice/);
  const stackIn = (name: string) =>
    `{apiVersion: underpin.dev/v1, kind: Stack, metadata: {name: ${name}}, spec: {namespace: ${name}}}`;
  const role = '{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r}}';
  const roles = { 'a/stack.yaml': stackIn('a'), 'a/r.yaml': role, 'b/stack.yaml': stackIn('b'), 'b/r.yaml': role };
  t.regex(await errorOf(t, readDeclared(aDeclaration(t, roles))), /`ClusterRole\/r` is declared twice/);
});

test('where the context chooses the namespace, an object without one may be another', async (t) => {
  const inDefault = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: default}}';
  const root = aDirectory(t, { 'a/x.yaml': aConfigMap('x'), 'b/x.yaml': inDefault });
  const { stacks } = await readStacks(root);
  t.is(stacks.flatMap(({ manifests }) => manifests).length, 2);
});

test('an object in two versions of its API is still the same object', async (t) => {
  const version = (apiVersion: string) => `apiVersion: ${apiVersion}\nkind: Deployment\nmetadata: {name: x}\n`;
  const root = aDeclaration(t, { 'a/x.yaml': `${version('apps/v1')}---\n${version('apps/v1beta1')}` });
  t.regex(await errorOf(t, readDeclared(root)), /declared twice/);
});

test('other files, hidden ones and comments are left alone', async (t) => {
  const root = aDeclaration(t, {
    'a/README.md': '# {{',
    'a/.hidden.yaml': '{{',
    '.git/x.yaml': '{{',
    'a/empty.yaml': '# nothing\n---\n\n',
    'a/x.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}',
  });
  const { stacks } = await readDeclared(root);
  t.deepEqual(
    stacks.map(({ manifests }) => manifests.length),
    [1],
  );
});

const stops = test.macro({
  async exec(t, files: Record<string, string> | null, expected: RegExp) {
    const root = files === null ? '/nowhere/to/be/found' : aDirectory(t, files);
    const message = await errorOf(t, readDeclared(root));
    t.regex(message, expected);
    t.true(message.split('\n').length <= 2);
    t.notRegex(message, /\n\s+at /);
  },
  title: (what) => `${what} stops the run and says what to do (I-17)`,
});

test(
  'a missing directory',
  stops,
  null,
  /^no directory `\/nowhere\/to\/be\/found`: name the one that holds cluster.yaml/,
);
test('an empty directory', stops, {}, /^no cluster.yaml in `.*`: write one/);
test('a directory without cluster.yaml', stops, { 'a.yaml': aConfigMap('a') }, /^no cluster.yaml in/);
test(
  'a directory above the cluster',
  stops,
  { 'home/cluster.yaml': aClusterFile },
  /^no cluster.yaml in .*: name .*`home`/,
);
test('an empty cluster.yaml', stops, { 'cluster.yaml': '' }, /cluster.yaml:1:1: empty: declare the cluster/);
test('a cluster.yaml of comments', stops, { 'cluster.yaml': '# soon\n---\n' }, /cluster.yaml:1:1: empty/);
for (const [what, content] of [
  ['an empty stack.yaml', ''],
  ['a stack.yaml of comments', '# soon\n---\n'],
  ['a stack.yaml that is null', 'null\n'],
] as const) {
  const files = { 'cluster.yaml': aClusterFile, 'a/x.yaml': aConfigMap('x'), 'a/stack.yaml': content };
  test(what, stops, files, /a\/stack.yaml:1:1: empty: declare the stack in it, .*, or remove it$/);
}
test(
  'a manifest of 0 bytes',
  stops,
  { 'cluster.yaml': aClusterFile, 'a/service.yaml': '' },
  /a\/service.yaml:1:1: 0 bytes: write what it is to hold, or remove it$/,
);
test('a cluster.yaml that is no YAML', stops, { 'cluster.yaml': 'a: [' }, /cluster.yaml:2:1: Flow sequence/);
test(
  'a cluster.yaml that is text',
  stops,
  { 'cluster.yaml': 'hello' },
  /cluster.yaml:1:1: the document is `hello`: expected a mapping/,
);
test(
  'a second cluster',
  stops,
  { 'cluster.yaml': `${aClusterFile}---\n${aClusterFile}` },
  /cluster.yaml:13:1: a second declaration/,
);
test(
  'cluster.yaml twice, with two endings,',
  stops,
  { 'cluster.yaml': aClusterFile, 'cluster.yml': aClusterFile },
  /cluster.yml:1:1: a second declaration/,
);

test('a file where a directory is expected is told so', async (t) => {
  const root = aDeclaration(t);
  t.regex(await errorOf(t, readDeclared(join(root, 'cluster.yaml'))), /is a file: name the directory/);
});

test('an unreadable file stops the run', async (t) => {
  if (process.getuid?.() === 0) return t.pass('root reads everything: not tested as root');
  const root = aDeclaration(t, { 'a/x.yaml': aConfigMap('x') });
  chmodSync(join(root, 'a/x.yaml'), 0);
  t.regex(await errorOf(t, readDeclared(root)), /a\/x.yaml:1:1: cannot be read: EACCES/);
});

test('symbolic links are refused, to files and to directories', async (t) => {
  const root = aDeclaration(t, { 'a/x.yaml': aConfigMap('x') });
  symlinkSync('/etc/passwd', join(root, 'a/y.yaml'));
  symlinkSync('/etc', join(root, 'b'));
  t.is(
    await errorOf(t, readDeclared(root)),
    `${root}/a/y.yaml:1:1: a symbolic link, which is never followed: put the file itself there\n${root}/b:1:1: a symbolic link, which is never followed: put the file itself there`,
  );
});

test('all problems are told at once, twenty of them in full', async (t) => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`s${index}/x.yaml`, 'a: 1\n']));
  const lines = (await errorOf(t, readDeclared(aDeclaration(t, files)))).split('\n');
  t.is(lines.length, 21);
  t.is(lines[20], '… and 10 more');
});

test("another tool's cluster.yaml and stack.yaml are manifests", async (t) => {
  const foreign = (kind: string) => `apiVersion: postgresql.cnpg.io/v1\nkind: ${kind}\nmetadata: {name: db}\n`;
  const root = aDeclaration(t, { 'db/cluster.yaml': foreign('Cluster'), 'db/stack.yaml': foreign('Stack') });
  const { stacks } = await readDeclared(root);
  t.deepEqual(
    stacks[0]?.manifests.map(({ kind }) => kind),
    ['Cluster', 'Stack'],
  );
});

test('without cluster.yaml the manifests alone can be read', async (t) => {
  const root = aDirectory(t, { 'ghost/x.yaml': aConfigMap('x'), 'all.yaml': aService('web') });
  const { stacks } = await readStacks(root);
  t.deepEqual(
    stacks.map(({ name }) => name),
    ['web', 'x'],
  );
  t.regex(
    await errorOf(t, readStacks(aDirectory(t, { 'README.md': '' }))),
    /^no manifests in `.*`: name the directory/,
  );
});
