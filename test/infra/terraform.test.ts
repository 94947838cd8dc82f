import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { gkeMethods, permissionsOfMethods, permissionsOfRole, wiringMethods } from '../../infra/roles.ts';
import type { Block } from './hcl.ts';
import { providerAttributes, providerSchema } from './provider-schema.ts';
import { blocksOf, declaredNames, expressionsOf, localList, readModule, referencesOf } from './terraform-module.ts';

const module = readModule('infra/terraform');
const inCluster = readModule('infra/terraform/kubernetes');
const example = readModule('examples/one-cluster');
const withTerraform = spawnSync('terraform', ['version']).status === 0 ? test : test.skip;

test('every argument of every resource is one that the provider knows, and the required ones are there', (t) => {
  const blocks = [module, inCluster].flatMap((of) => [...blocksOf(of, 'resource'), ...blocksOf(of, 'data')]);
  const pathOf = ({ type, labels: [kind = ''] }: Block) => (type === 'data' ? `data.${kind}` : kind);
  t.true(blocks.length > 40);
  t.deepEqual(
    blocks.flatMap((block) => problemsOf(block, pathOf(block))),
    [],
  );
});

for (const [name, of] of Object.entries({ module, inCluster, example }))
  test(`every reference of the ${name} resolves`, (t) => {
    const declared = declaredNames(of);
    t.deepEqual(
      referencesOf(of).filter((reference) => !declared.has(reference)),
      [],
    );
    t.true(declared.size > 5);
  });

test('an attribute that is read of a resource is an argument of it or one that the provider computes', (t) => {
  const reads = [...module.text.matchAll(/\b((?:data\.)?(?:google|archive)_\w+)\.\w+(?:\[[^\]]*\])?\.(\w+)/g)];
  t.true(reads.length > 40);
  for (const [read, kind = '', attribute = ''] of reads) {
    const known = `${providerSchema[kind]} ${providerAttributes[kind]}`.split(/[!{} ]+/);
    t.true(known.includes(attribute), `\`${read}\` reads \`${attribute}\``);
  }
});

for (const [name, of] of Object.entries({ module, inCluster, example }))
  test(`every variable of the ${name} is typed, described and used`, (t) => {
    const used = new Set(referencesOf(of));
    for (const { labels, attributes } of blocksOf(of, 'variable')) {
      t.true((attributes.get('description') ?? '').length > 12, `\`${labels[0]}\` has no description`);
      t.true(attributes.has('type'), `\`${labels[0]}\` has no type`);
      t.true(used.has(`var.${labels[0]}`), `\`${labels[0]}\` is used nowhere`);
    }
    for (const { labels, attributes } of blocksOf(of, 'output'))
      t.true(attributes.has('description'), `output \`${labels[0]}\` has no description`);
  });

test('what is first made of a kind in a project waits until the API of it is switched on', (t) => {
  const kinds = /^google_(?:project_iam_custom_role|service_account|pubsub_topic|storage_bucket)$/;
  const waiting = blocksOf(module, 'resource').filter(({ labels: [kind = ''] }) => kinds.test(kind));
  t.true(waiting.length > 9);
  for (const { labels, attributes } of waiting)
    t.true(attributes.get('depends_on')?.includes('google_project_service.home'), labels.join('.'));
});

test('variables that can be wrong in form are validated', (t) => {
  const free = ['declarations_dir', 'network', 'source_dir'];
  const open = blocksOf(module, 'variable').filter(
    ({ attributes, blocks }) => attributes.get('type') !== 'bool' && !blocks.some(({ type }) => type === 'validation'),
  );
  t.deepEqual(open.map(({ labels }) => labels[0]).sort(), free);
});

test('the example gives the module what it must have, and nothing that it does not know', (t) => {
  const variables = blocksOf(module, 'variable');
  const given = [...(blocksOf(example, 'module')[0]?.attributes.keys() ?? [])];
  const known = ['source', ...variables.map(({ labels }) => labels[0])];
  const required = variables
    .filter(({ attributes }) => !attributes.has('default'))
    .map(({ labels }) => labels[0] ?? '');
  t.deepEqual(
    given.filter((name) => !known.includes(name)),
    [],
  );
  t.deepEqual(
    required.filter((name) => !given.includes(name)),
    [],
  );
});

test('the roles hold exactly the permissions of the calls that are made', (t) => {
  const auditor = localList(module, 'auditor_permissions');
  const repairer = [...auditor, ...localList(module, 'repairer_additions')];
  const builder = [...repairer, ...localList(module, 'builder_additions')];
  t.deepEqual(auditor, permissionsOfRole('auditor'));
  t.deepEqual(repairer.sort(), permissionsOfRole('repairer'));
  t.deepEqual(builder.sort(), permissionsOfRole('builder'));
  t.deepEqual(localList(module, 'wiring_permissions'), permissionsOfMethods(wiringMethods));
  t.deepEqual(localList(module, 'gke_permissions'), permissionsOfMethods(gkeMethods));
});

test('nothing is public, and no role is one that could do anything', (t) => {
  const said = module.blocks.flatMap(expressionsOf).join('\n');
  t.notRegex(said, /allUsers|allAuthenticatedUsers/);
  const granted = [...said.matchAll(/"(roles\/[^"]+)"/g)].map(([, role]) => role);
  t.deepEqual([...new Set(granted)].sort(), [
    'roles/cloudbuild.builds.builder',
    'roles/iam.serviceAccountOpenIdTokenCreator',
    'roles/iam.serviceAccountUser',
    'roles/logging.viewer',
    'roles/pubsub.publisher',
    'roles/pubsub.subscriber',
    'roles/run.invoker',
    'roles/secretmanager.secretAccessor',
    'roles/storage.objectCreator',
    'roles/storage.objectViewer',
  ]);
  const users = blocksOf(module, 'resource').filter((block) =>
    expressionsOf(block).some((text) => text.includes('roles/iam.serviceAccountUser')),
  );
  t.deepEqual(
    users.map(({ labels }) => labels.join('.')),
    ['google_service_account_iam_member.act_as_node'],
  );
});

test('the functions are given only variables that the configuration reads', (t) => {
  const read = readFileSync('shared/config.ts', 'utf8');
  const given = [...module.text.matchAll(/\b(UNDERPIN_[A-Z_]+)\s*=/g)].map(([, name = '']) => name);
  t.true(given.length > 8);
  for (const name of given) t.true(read.includes(name), `shared/config.ts does not read \`${name}\``);
});

test('node-change is one instance that takes in the events of a burst, for calls from inside only', (t) => {
  const functions = blocksOf(module, 'locals').flatMap(({ attributes }) => attributes.get('functions') ?? [])[0] ?? '';
  const nodeChange = /node-change = \{([^}]*)\}/.exec(functions)?.[1] ?? '';
  t.regex(nodeChange, /max_instances\s*= 1\n/);
  t.regex(nodeChange, /ingress\s*= "ALLOW_INTERNAL_ONLY"/);
  t.regex(/drift-audit = \{([^}]*)\}/.exec(functions)?.[1] ?? '', /ingress\s*= "ALLOW_INTERNAL_ONLY"/);
  t.regex(module.text, /max_instance_request_concurrency = each\.key == "node-change" \? 80 : 1\n/);
});

test('terraform destroy leaves nothing behind that acts', (t) => {
  const keepers =
    /^(?:prevent_destroy|deletion_policy|deletion_protection|skip_delete|disable_on_destroy|force_destroy)$/;
  const settings = (block: Block): [string, string][] => [...block.attributes, ...block.blocks.flatMap(settings)];
  const kept = blocksOf(module, 'resource').flatMap((block) =>
    settings(block)
      .filter(([name]) => keepers.test(name))
      .map(([name, value]) => `${block.labels.join('.')} ${name} = ${value.trim()}`),
  );
  // An API does nothing by itself, and others may use it; a bucket with something in it stays, and Terraform says so.
  t.deepEqual(kept.sort(), [
    'google_project_service.home disable_on_destroy = false',
    'google_storage_bucket.reports force_destroy = var.force_destroy',
    'google_storage_bucket.source force_destroy = var.force_destroy',
  ]);
});

for (const directory of ['infra/terraform', 'infra/terraform/kubernetes', 'examples/one-cluster'])
  withTerraform(`${directory} is formatted`, (t) => {
    const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-diff', directory], { encoding: 'utf8' });
    t.is(status, 0, stdout);
  });

function problemsOf(block: Block, path: string): string[] {
  const words = providerSchema[path]?.split(' ');
  if (!words) return [`nothing is known of \`${path}\``];
  const meta = ['for_each', 'count', 'depends_on'];
  const nested = block.blocks.flatMap(contentOf).filter(({ type }) => type !== 'lifecycle');
  const given = [
    ...[...block.attributes.keys()].filter((name) => !meta.includes(name)),
    ...nested.map(({ type }) => `${type}{}`),
  ];
  const known = words.map((word) => word.replace('!', ''));
  const required = words.filter((word) => word.includes('!')).map((word) => word.replace('!', ''));
  return [
    ...given.filter((name) => !known.includes(name)).map((name) => `${path} does not know \`${name}\``),
    ...required.filter((name) => !given.includes(name)).map((name) => `${path} must have \`${name}\``),
    ...nested.flatMap((inner) => problemsOf(inner, `${path}.${inner.type}`)),
  ];
}

function contentOf(block: Block): Block[] {
  if (block.type !== 'dynamic') return [block];
  return block.blocks
    .filter(({ type }) => type === 'content')
    .map((content) => ({ ...content, type: block.labels[0] ?? '' }));
}
