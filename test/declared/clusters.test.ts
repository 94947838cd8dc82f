import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readDeclarations, readDeclared } from '../../shared/declared/declared.ts';
import { aClusterFile, aConfigMap, aDeclaration, aDirectory } from './a-declaration.ts';

test('one broken cluster does not hide the others', async (t) => {
  const other = aClusterFile.replace('name: home}\nspec', 'name: office}\nspec');
  const root = aDirectory(t, {
    'home/cluster.yaml': aClusterFile,
    'home/a/x.yaml': aConfigMap('x'),
    'office/cluster.yaml': other.replace('region', 'regoin'),
    'office/a/x.yaml': aConfigMap('x'),
    'attic/v.yaml': aConfigMap('v'),
  });
  const { declared, problems, warnings } = await readDeclarations(root);
  t.deepEqual(
    declared.map(({ cluster, stacks }) => [cluster.metadata.name, stacks[0]?.directory]),
    [['home', 'a']],
  );
  t.deepEqual(
    problems.map(({ directory, cluster, error }) => [directory, cluster, error.message]),
    [['office', 'office', `${root}/office/cluster.yaml:6:3: unknown key \`regoin\`: did you mean \`region\`?`]],
  );
  t.regex(warnings[0]?.message ?? '', /belongs to no cluster/);
});

test('a cluster below another is its own world', async (t) => {
  const inner = aClusterFile.replace('name: home}\nspec', 'name: inner}\nspec');
  const root = aDeclaration(t, { 'a/x.yaml': aConfigMap('x'), 'b/cluster.yaml': inner, 'b/c/x.yaml': aConfigMap('x') });
  const { declared } = await readDeclarations(root);
  t.deepEqual(
    declared.map(({ cluster, stacks }) => [cluster.metadata.name, stacks.length]),
    [
      ['home', 1],
      ['inner', 1],
    ],
  );
  t.is((await readDeclared(root)).stacks.length, 1);
});

test('of two clusters with one name neither is worked on', async (t) => {
  const root = aDirectory(t, { 'a/cluster.yaml': aClusterFile, 'b/cluster.yaml': aClusterFile });
  const { declared, problems } = await readDeclarations(root);
  t.deepEqual(declared, []);
  t.deepEqual(
    problems.map(({ directory }) => directory),
    ['a', 'b'],
  );
  t.regex(problems[0]?.error.message ?? '', /cluster.yaml:3:12: the name `home` belongs to more than one cluster/);
});

test('of a broken declaration is told what could be read: its name and project, or that nobody knows them', async (t) => {
  const root = aDirectory(t, {
    'known/cluster.yaml': aClusterFile.replace('region:', 'regoin:'),
    'unknown/cluster.yaml': aClusterFile
      .replace('name: home}\nspec', 'nam: home}\nspec')
      .replace('project:', 'projekt:'),
    'torn/cluster.yaml': 'metadata: {name: [',
  });
  const { problems } = await readDeclarations(root);
  t.deepEqual(
    problems.map(({ directory, cluster, project }) => [directory, cluster, project]),
    [
      ['known', 'home', 'my-project'],
      ['torn', null, null],
      ['unknown', null, null],
    ],
  );
});

const hides = test.macro(async (t, files: Record<string, string>, expected: (string | null)[], why: RegExp) => {
  const office = aClusterFile.replace('name: home}\nspec', 'name: office}\nspec');
  const root = aDirectory(t, { 'office/cluster.yaml': office, ...files });
  if (Object.keys(files).length === 0) symlinkSync(aDirectory(t, { 'cluster.yaml': aClusterFile }), join(root, 'home'));
  const { declared, problems, warnings } = await readDeclarations(root);
  t.deepEqual([declared.map(({ cluster }) => cluster.metadata.name), warnings], [['office'], []]);
  t.deepEqual(
    problems.map(({ directory, cluster, project }) => [directory, cluster, project]),
    [['home', ...expected]],
  );
  t.regex(problems[0]?.error.message ?? '', why);
});

const aNamespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n';
const known = ['home', 'my-project'];
test(
  'a cluster with a manifest below it is broken, and no manifest itself',
  hides,
  { 'home/cluster.yaml': `${aClusterFile}---\n${aNamespace}` },
  known,
  /cluster.yaml:13:1: a manifest in the declaration of the cluster: put it into a file of its own$/,
);
test(
  'a cluster with a manifest above it is broken, and known by its name',
  hides,
  { 'home/cluster.yaml': `${aNamespace}---\n${aClusterFile}` },
  known,
  /cluster.yaml:1:1: a manifest in the declaration of the cluster/,
);
test(
  'a cluster with a slip in its apiVersion is broken, and no manifest',
  hides,
  { 'home/cluster.yaml': aClusterFile.replace('underpin.dev', 'underpin.io') },
  known,
  /cluster.yaml:1:1: `apiVersion` is `underpin.io\/v1`: expected `underpin.dev\/v1`/,
);
test(
  'a directory that is a link may hold a cluster: broken, and nobody knows which (I-17)',
  hides,
  {},
  [null, null],
  /home:1:1: a symbolic link, which is never followed: put the file itself there$/,
);

test("another tool's cluster.yaml is a manifest", async (t) => {
  const theirs = 'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: x}\n';
  const { declared, problems } = await readDeclarations(aDeclaration(t, { 'a/cluster.yaml': theirs }));
  t.deepEqual(problems, []);
  t.deepEqual(
    declared.flatMap(({ stacks }) => stacks.flatMap(({ manifests }) => manifests.map(({ kind }) => kind))),
    ['Cluster'],
  );
});
