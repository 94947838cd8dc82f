import { readFileSync } from 'node:fs';
import test from 'ava';
import { readDeclarations } from '../../shared/declared/declared.ts';
import { jsonSchemaOf } from '../../shared/declared/json-schema.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { mountOptionPattern } from '../../shared/model/mount-option.ts';
import { aDirectory } from './a-declaration.ts';

const page = readFileSync('docs/declarations.md', 'utf8');
const blocks = [...page.matchAll(/^```(\w+) (\S+)\n(.*?)^```$/gms)].map(([, , info = '', text = '']) => ({
  info,
  text,
}));
const files = Object.fromEntries(blocks.filter(({ info }) => info !== 'errors').map(({ info, text }) => [info, text]));

test('the examples of docs/declarations.md are a declaration without errors and warnings', async (t) => {
  t.true(Object.keys(files).length >= 5);
  const { declared, problems, warnings } = await readDeclarations(aDirectory(t, files));
  t.deepEqual(
    problems.map(({ error }) => error.message),
    [],
  );
  t.deepEqual(
    declared.map(({ cluster }) => cluster.metadata.name),
    ['home', 'office'],
  );
  t.deepEqual([warnings, ...declared.map((one) => one.warnings)].flat(), []);
});

test('the errors that docs/declarations.md shows are those that are told', async (t) => {
  const [key, group] =
    blocks
      .find(({ info }) => info === 'errors')
      ?.text.trim()
      .split('\n') ?? [];
  const errorFor = async (from: string, to: string) => {
    const root = aDirectory(t, { 'cluster.yaml': (files['home/cluster.yaml'] ?? '').replace(from, to) });
    const { problems } = await readDeclarations(root);
    return problems[0]?.error.message.replace(`${root}/`, '');
  };
  t.is(await errorFor('region:', 'regoin:'), key);
  t.is(await errorFor('nodeGroups: [default]', 'nodeGroups: [defualt]'), group);
});

test('docs/declarations.md speaks of every key', (t) => {
  for (const kind of ['Cluster', 'Stack'] as const) {
    for (const { path } of propertiesOf(jsonSchemaOf(kind), '')) {
      const key = path.split('.').at(-1) ?? '';
      t.true(page.includes(key), `${kind} ${path}`);
    }
  }
});

test('every mount option that docs/mounts.md lists may be declared', (t) => {
  const [, list = ''] = /^Options, 16 at most: (.*?) Nothing else/ms.exec(readFileSync('docs/mounts.md', 'utf8')) ?? [];
  const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, option = '']) => option);
  t.true(listed.length > 30);
  const known = new RegExp(`^${mountOptionPattern}$`);
  for (const option of listed) t.regex(option, known);
});

test('every key has a description for editors', (t) => {
  for (const kind of ['Cluster', 'Stack'] as const) {
    for (const { path, schema } of propertiesOf(jsonSchemaOf(kind), '')) {
      if (['.metadata', '.spec'].includes(path)) continue;
      t.true(isDescribed(schema), `${kind} ${path}`);
    }
  }
});

test('the JSON schema refuses unknown keys and does not ask for what has a default', (t) => {
  const schema = jsonSchemaOf('Cluster');
  t.is(schema.$schema, 'http://json-schema.org/draft-07/schema#');
  const found = propertiesOf(schema, '');
  const spec = found.find(({ path }) => path === '.spec')?.schema;
  t.deepEqual(spec?.required, ['project', 'region', 'kubernetes', 'nodeGroups']);
  t.is(spec?.additionalProperties, false);
  t.deepEqual(jsonSchemaOf('Cluster'), schema);
});

function propertiesOf(schema: JsonObject, path: string): { path: string; schema: JsonObject }[] {
  const nested = [schema.items, ...((schema.anyOf ?? []) as JsonObject[])].filter((one) => one !== undefined);
  const own = Object.entries((schema.properties ?? {}) as Record<string, JsonObject>);
  return [
    ...own.flatMap(([key, inner]) => [
      { path: `${path}.${key}`, schema: inner },
      ...propertiesOf(inner, `${path}.${key}`),
    ]),
    ...nested.flatMap((inner) => propertiesOf(inner as JsonObject, path)),
  ];
}

/** By itself, or by its items. */
function isDescribed(schema: JsonObject): boolean {
  return typeof schema.description === 'string' && schema.description !== '';
}
