import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { deployedSeconds } from '../../functions/commands/deployed.ts';
import { driftAudit } from '../../functions/drift-audit.ts';
import { exampleDirectory } from '../../sandbox/home.ts';
import { serveHttp } from '../../sandbox/serve-http.ts';
import type { Patience, Transport } from '../../shared/transport.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';
import { aRepairDesk } from './a-repair-desk.ts';
import { aTerminal, type Ran } from './a-terminal.ts';

/** The real thing, as a process of its own: for what belongs to the process. */
async function underpin(
  words: string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const state = mkdtempSync(join(tmpdir(), 'underpin-state-'));
  const child = spawn(process.execPath, ['functions/command-line.ts', ...words], {
    env: { PATH, NODE_COMPILE_CACHE, HOME: state, XDG_STATE_HOME: state, ...env },
  });
  child.stdin.end(input);
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const [out, notes] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, notes, status: await ended };
}

test('--help is a result: it goes to standard output, with 0', async (t) => {
  const { status, out, notes } = await underpin(['--help']);
  t.is(status, 0);
  t.regex(out, /^Usage: underpin .*\n[\s\S]*\$ underpin stack up minecraft/);
  t.is(notes, '');
});

test('an event on standard input is told of by one JSON object', async (t) => {
  const { status, out } = await underpin(['replay', '-', '--explain'], { input: 'no JSON at all' });
  t.is(status, 0);
  const { decision, why, change } = JSON.parse(out);
  t.is(decision, 'reject');
  t.truthy(why);
  t.is(change, 'unknown');
});

test('a process that cannot reach Compute Engine says so in plain lines, without colour, and ends with 3', async (t) => {
  const { status, out, notes } = await underpin(['plan', exampleDirectory], {
    env: {
      UNDERPIN_COMPUTE_ENDPOINT: 'http://127.0.0.1:4/compute/v1/',
      UNDERPIN_CONTAINER_ENDPOINT: 'http://127.0.0.1:4/v1/',
      FORCE_COLOR: '1',
    },
  });
  t.is(status, 3);
  t.regex(out.replaceAll(/\s+/g, ' '), /could not be read: \S+ cannot be reached \(.*\): check the network/);
  t.false((out + notes).includes('\u001b'));
  t.notRegex(out + notes, /at .*\.ts:\d/);
});

test('a wrong variable is told by its name', async (t) => {
  const { status, notes } = await underpin(['plan', exampleDirectory], { env: { UNDERPIN_WAIT_SECONDS: 'soon' } });
  t.is(status, 2);
  t.regex(notes, /UNDERPIN_WAIT_SECONDS is `soon`/);
});

function withTypo(): string {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-typo-'));
  writeFileSync(
    join(directory, 'cluster.yaml'),
    'apiVersion: underpin.dev/v1\nkind: Cluster\nmetadata: {name: home}\nspec:\n  projct: my-project\n',
  );
  return directory;
}

/** One cluster for all that is refused: nothing reaches it. */
let untouched: HomeWorld;
test.before(async () => {
  untouched = await aHomeWorld();
});
test.after.always(() => untouched.close());

const refused = test.macro(async (t, words: string[], expected: RegExp) => {
  const home = untouched;
  const { status, out, notes } = await aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) }).run(
    ...words,
  );
  t.is(status, 2, out);
  t.is(out, '');
  t.regex(notes, expected);
  t.true(notes.split('\n').length <= 6, notes);
  t.notRegex(notes, /\.ts:\d|\n +at /);
});

test.serial(
  'a mistyped option is answered with the one that was meant',
  refused,
  ['plan', '--pol', 'x'],
  /unknown option '--pol'[\s\S]*Did you mean --pool\?/,
);
test.serial(
  'a mistyped command is answered with the one that was meant',
  refused,
  ['adit'],
  /unknown command 'adit'[\s\S]*Did you mean audit\?/,
);
test.serial('a speed at which nothing would happen is refused', refused, ['sandbox', '--speed=0'], /--speed is `0`/);
test('a port in use is told, with what to do', async (t) => {
  const taken = await serveHttp(async () => new Response());
  t.teardown(taken.close);
  const { status, notes } = await underpin(['sandbox', `--port=${taken.port}`]);
  t.is(status, 2);
  t.regex(notes, /^underpin: port \d+ is in use: choose another with --port=N, or leave it out for a free one\n?$/);
});

test.serial('a port that is none is refused', refused, ['sandbox', '--port=http'], /--port is `http`/);
test.serial('a missing directory is told', refused, ['audit', '/nowhere'], /no directory `\/nowhere`/);
test.serial(
  'a typo in cluster.yaml is told with file and line',
  refused,
  ['plan', withTypo()],
  /cluster\.yaml:5.*projct[\s\S]*project/,
);
test.serial(
  'an audit tells the typo too, and no report of nothing',
  refused,
  ['audit', withTypo()],
  /cluster\.yaml:5.*projct[\s\S]*project/,
);
test.serial(
  'an unknown stack is answered with those there are',
  refused,
  ['stack', 'up', 'minecaft', exampleDirectory, '--yes'],
  /has no stack `minecaft`; it has: frontend, ghost, minecraft/,
);
test.serial(
  'an account that is no address is refused',
  refused,
  ['rbac', '--auditor', 'containers'],
  /`containers` is no e-mail address/,
);
test.serial('rights are for the accounts that are named, and not for the directory', async (t) => {
  const terminal = aTerminal({ world: untouched.world });
  const accounts = ['--auditor', 'a@example.com', '--repairer', 'r@example.com'];
  const { status, out } = await terminal.run('rbac', ...accounts, '--auditor', 'b@example.com', exampleDirectory);
  t.is(status, 0);
  t.true(['a@example.com', 'b@example.com', 'r@example.com'].every((one) => out.includes(one)));
  t.false(out.includes(exampleDirectory));
});
test.serial(
  'two parts at once are refused',
  refused,
  ['plan', exampleDirectory, '--pool', 'a', '--node', 'b'],
  /name one of --node, --pool, --disk and --stack/,
);
test.serial(
  'what the deployed audit does not count is refused',
  refused,
  ['audit', '--url', 'https://audit.example.com', '--undeclared'],
  /leave out --undeclared, or audit from here/,
);
test.serial('apply wants a hash', refused, ['apply', exampleDirectory], /apply needs --plan HASH/);
test.serial(
  'an unknown format is answered with those there are',
  refused,
  ['audit', exampleDirectory, '-o', 'pdf'],
  /no format `pdf`; there are: text, json/,
);
test.serial(
  'two formats cannot share standard output',
  refused,
  ['audit', exampleDirectory, '-o', 'json', '-o', 'html'],
  /only one format/,
);
test.serial(
  'an event file that is not there is told',
  refused,
  ['replay', '/nowhere.json'],
  /cannot read `\/nowhere\.json`/,
);
test.serial('a URL that is none is told', refused, ['plan', exampleDirectory, '--url', 'repair'], /`repair` is no URL/);
test.serial(
  'a token is not sent in the clear',
  refused,
  ['plan', exampleDirectory, '--url', 'http://repair.example.com'],
  /is not https/,
);
test('nobody to ask is no yes: the plan is shown, and nothing is done', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const { status, out, notes } = await run('stack', 'up', 'minecraft', exampleDirectory);
  t.is(status, 2);
  t.regex(out, /\+ Disk\/us-central1-a\/foodata {2}attach-disk/);
  t.regex(notes, /nobody is there to ask: add --yes/);
  t.false(home.cloud.compute.calls.some(({ mutating }) => mutating));
});

test('a wrong answer deletes nothing', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const terminal = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work), answers: ['yes'] });
  const { status, out, notes } = await terminal.run('stack', 'down', 'minecraft', exampleDirectory);
  t.is(status, 1);
  t.regex(out, /- Service\/default\/minecraft {2}delete-object/);
  t.regex(notes, /Type `minecraft` to go on.*\nNothing was changed\.$/s);
  t.deepEqual(
    home.kubernetes.calls.filter(({ mutating }) => mutating).map(({ path }) => path),
    [],
  );
});

test('the command that applies a plan names the cluster and quotes the directory', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const directory = join(mkdtempSync(join(tmpdir(), 'underpin-')), 'my containers');
  cpSync(exampleDirectory, directory, { recursive: true });
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const { out } = await run('plan', directory, '--cluster', 'home');
  t.regex(out, /\n {2}underpin apply '\S+\/my containers' --cluster home --plan [0-9a-f]{32}\n/);
});

test('what moved between plan and apply is told across two processes', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const { hash } = JSON.parse((await run('plan', exampleDirectory, '-o', 'json')).out);
  t.is((await run('apply', exampleDirectory, '--plan', hash)).status, 0);
  const again = await run('apply', exampleDirectory, '--plan', hash);
  t.is(again.status, 2);
  t.regex(again.out, /^Nothing was applied:\n {2}the live state moved[\s\S]*no longer: attach-disk/);
});

test('where no ledger can be written one may look, and nothing is applied (I-30)', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const stateDirectory = '/dev/null/underpin';
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work), stateDirectory });
  const planned = await run('plan', exampleDirectory, '-o', 'json');
  t.is(planned.notes.match(/not kept for `underpin history`: ENOTDIR/g)?.length, 1, planned.notes);
  const { hash, actions } = JSON.parse(planned.out);
  t.true(actions.length > 0);
  t.is((await run('audit', exampleDirectory)).status, 1);
  const { status, notes } = await run('apply', exampleDirectory, '--plan', hash);
  t.is(status, 2);
  t.regex(notes, /what is changed is written down before, and cannot be: ENOTDIR.*; set XDG_STATE_HOME/);
  t.false(home.kubernetes.calls.some(({ mutating }) => mutating));
});

test('the deployed audit is asked for each format, and its exit status is taken over', async (t) => {
  const desk = await aRepairDesk({}, driftAudit);
  t.teardown(desk.close);
  const world = { ...desk.world, transport: desk.transport };
  const { run } = aTerminal({ world, drive: (work) => desk.clock.drive(work) });
  const file = join(mkdtempSync(join(tmpdir(), 'underpin-report-')), 'report.html');
  const { status, out, notes } = await run('audit', '--url', desk.url, '-o', 'json', '-o', `html=${file}`);
  t.is(status, 1, out + notes);
  t.is(JSON.parse(out).schemaVersion, 'underpin.dev/report/v1');
  t.regex(readFileSync(file, 'utf8'), /^<!doctype html>/i);
});

test('a function that refuses is told in its own words', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const world = { ...desk.world, transport: desk.transport };
  const { run } = aTerminal({ world, drive: (work) => desk.clock.drive(work) });
  const { status, out, notes } = await run('plan', exampleDirectory, '--url', desk.url);
  t.is(status, 2);
  t.is(out, '');
  t.regex(notes, /answered 401: an identity token is needed/);
});

test('a deployed function is waited for as long as it may take, and a little longer', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const limits: number[] = [];
  const transport: Transport = (url, init: RequestInit & Patience) => {
    if (url.startsWith(desk.url)) limits.push(init.limitSeconds ?? 0);
    return desk.transport(url, init);
  };
  const { run } = aTerminal({ world: { ...desk.world, transport }, drive: (work) => desk.clock.drive(work) });
  await run('plan', exampleDirectory, '--url', desk.url);
  await run('apply', exampleDirectory, '--url', desk.url, '--plan', 'a'.repeat(64));
  await run('audit', '--url', desk.url);
  const deployed = readFileSync('infra/terraform/functions.tf', 'utf8');
  const timeoutOf = (name: string) =>
    Number(new RegExp(`${name} = \\{[^}]*timeout_seconds = (\\d+)`).exec(deployed)?.[1]);
  const [repair, audit] = [timeoutOf('manual-repair'), timeoutOf('drift-audit')];
  t.deepEqual(deployedSeconds, { 'drift-audit': audit, 'manual-repair': repair });
  t.deepEqual(limits, [repair + 10, repair + 10, audit + 10]);
});

test('the completion scripts know commands, their parts and options', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const { run } = aTerminal({ world: home.world });
  const { out: bash } = await run('completion', 'bash');
  t.regex(bash, /'stack'\) words='up down --help'/);
  t.regex(bash, /'plan'\) words='--node --pool /);
  const child = spawn('bash', [
    '-c',
    `${bash}\nCOMP_WORDS=(underpin stack u) COMP_CWORD=2; _underpin; echo "\${COMPREPLY[@]}"`,
  ]);
  t.is((await text(child.stdout)).trim(), 'up');
  t.regex((await run('completion', 'fish')).out, /complete -c underpin -n '__fish_seen_subcommand_from stack' -a up/);
});
