import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import test from 'ava';
import { renderMountPolicy } from '../../infra/kubernetes/mount-policy.ts';
import { lostSamples } from '../../shared/plan/log-filter/lost-samples.ts';
import { blocksOf, readModule } from './terraform-module.ts';

const page = readFileSync('docs/deploy.md', 'utf8');
const commandLine = readFileSync('docs/command-line.md', 'utf8');
const module = readModule('infra/terraform');
const namesOf = (type: string, of = module) => blocksOf(of, type).map(({ labels }) => labels[0] ?? '');

test('the page names variables and outputs that exist', (t) => {
  const rows = page.slice(page.indexOf('| variable |'), page.indexOf('These are variables of the example'));
  const named = rows.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
  t.true(named.length > 7);
  const example = readModule('examples/one-cluster');
  const known = namesOf('variable', example);
  t.true(page.includes('`repair_callers` (`operators` in the example)'));
  for (const [, name = ''] of named) t.true([...known, 'repair_callers'].includes(name), name);
  for (const [, name = ''] of page.matchAll(/terraform output (?:-raw )?(\w+)/g))
    t.true(namesOf('output', example).includes(name), name);
});

test('the page tells of every alert, by its title', (t) => {
  const titles = [...module.text.matchAll(/title\s+= "([^"]+)"/g)].map(([, title = '']) => title);
  const alerts = titles.filter((title) => !title.startsWith('Underpin '));
  t.is(alerts.length, 5);
  t.true(page.includes('two buckets, five alerts'));
  for (const title of alerts) t.true(page.includes(`| ${title} |`), title);
});

test('the mount policy is applied with the names of those who mount, never as it lies in the repository', (t) => {
  const mounts = readFileSync('docs/mounts.md', 'utf8');
  for (const text of [page, mounts, module.text, readFileSync('infra/doctor/cluster.ts', 'utf8')]) {
    t.notRegex(text, /kubectl apply -f \S*mount-policy\.yaml/);
    t.regex(text, /npx node infra\/kubernetes\/write-mount-policy\.ts [^|\n]+ \| kubectl apply -f -/);
  }
  const account = 'mounter@my-project.iam.gserviceaccount.com';
  const words = ['infra/kubernetes/write-mount-policy.ts', `--image=i@sha256:0`, account];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  t.is(stdout, renderMountPolicy({ repairers: [account], image: 'i@sha256:0' }));
});

test('people are told a way to a token that the role they are given allows', (t) => {
  const role = 'roles/iam.serviceAccountOpenIdTokenCreator';
  const [repair = ''] = /## Ask for a repair[\s\S]*?\n## /.exec(page) ?? [];
  const [deployed = ''] = /## Asking the deployed functions[\s\S]*/.exec(commandLine) ?? [];
  t.true(module.text.includes(`"${role}"`));
  for (const text of [repair, deployed]) {
    t.true(text.includes(role));
    t.notRegex(text, /serviceAccountTokenCreator|--impersonate-service-account/);
  }
});

test('nobody is told to call the audit from outside, where it does not answer', (t) => {
  t.regex(module.text, /drift-audit = \{[^}]*ALLOW_INTERNAL_ONLY/);
  const report = readFileSync('docs/report.md', 'utf8');
  t.notRegex(report, /curl/);
  for (const text of [report, commandLine]) t.regex(text, /from inside Google Cloud alone[\s\S]{1,200}404/);
  for (const text of [report, commandLine]) t.true(text.includes('gs://my-project-underpin-reports/'));
});

test('the sink that is made by hand loses no node event either', (t) => {
  const [, filter = ''] = /--log-filter='([^']+)'/.exec(page) ?? [];
  t.deepEqual(lostSamples({ filter, exclusions: [] }, { project: 'my-project', zone: 'us-central1-a' }), []);
});

test('every metric counts a line that is logged', (t) => {
  const messages = [...module.text.matchAll(/filter = "jsonPayload\.message=\\"([^"\\]+)\\"/g)].map(
    ([, text = '']) => text,
  );
  t.true(messages.includes('left to a person'));
  const code = globSync('{shared,functions}/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  for (const message of messages) t.true(code.includes(`('${message}'`), message);
});
