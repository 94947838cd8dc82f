import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Command } from 'commander';
import { createProgram } from '../../functions/commands/program.ts';
import { exampleDirectory } from '../../sandbox/home.ts';
import { kubeconfig } from '../../sandbox/kubernetes/kubeconfig.ts';
import { aRepairDesk, type RepairDesk } from './a-repair-desk.ts';
import { aTerminal, type Ran, type TestTerminal } from './a-terminal.ts';

const page = readFileSync('docs/command-line.md', 'utf8');

function commandsIn(text: string): string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => /^(?:npx )?underpin (.*)/.exec(line)?.[1] ?? []),
  );
}

interface Place {
  directory: string;
  desk: RepairDesk;
  hash: string;
}

/** What the page calls by a name of its own. */
function inPlace(words: string, { directory, desk, hash }: Place): string[] {
  const node = desk.cloud.compute.state.list('instances', 'my-project')[0]?.name ?? '';
  const names: Record<string, string> = {
    containers: join(directory, 'containers'),
    manifests: join(directory, 'manifests'),
    'event.json': join(directory, 'event.json'),
    'k8s-minion-97s3': node,
    HASH: hash,
    REPAIR_URL: desk.url,
    AUDIT_URL: desk.url,
  };
  return words.split(' ').map((word) => names[word] ?? word.replace(/=(.*\.(?:html|xml))$/, `=${directory}/$1`));
}

async function aPlace() {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-page-'));
  for (const name of ['containers', 'manifests']) cpSync(exampleDirectory, join(directory, name), { recursive: true });
  rmSync(join(directory, 'manifests/cluster.yaml'));
  writeFileSync(join(directory, 'event.json'), '{"protoPayload": {}}');
  writeFileSync(join(directory, 'kubeconfig'), kubeconfig('http://kubernetes.home.internal'));
  const desk = await aRepairDesk({ environment: { UNDERPIN_AUDIENCE: '', KUBECONFIG: join(directory, 'kubeconfig') } });
  const terminal = aTerminal({
    world: {
      ...desk.world,
      transport: (url, init) => (url.startsWith(desk.url) ? desk.transport : desk.world.transport)(url, init),
    },
    drive: (work) => desk.clock.drive(work),
    answers: ['yes', 'yes', 'yes', 'minecraft'],
    input: '{}',
  });
  return { directory, desk, terminal };
}

async function planned(terminal: TestTerminal, place: Place): Promise<string> {
  const { out } = await terminal.run(...inPlace('plan containers -o json', place));
  return JSON.parse(out).hash;
}

test('every command of the page runs as it is written', async (t) => {
  const { directory, desk, terminal } = await aPlace();
  t.teardown(desk.close);
  const commands = commandsIn(page);
  t.true(commands.length > 25);
  const ran = new Map<string, Ran>();
  for (const command of commands) {
    // The audit function is not this one; what it is asked for is tried with its own tests.
    if (command.includes('AUDIT_URL')) continue;
    const place = { directory, desk, hash: 'HASH' };
    if (command.includes('--url') && command.includes('HASH')) {
      place.hash = JSON.parse(
        (await terminal.run('plan', join(directory, 'containers'), '--url', desk.url, '-o', 'json')).out,
      ).hash;
    } else if (command.includes('HASH')) place.hash = await planned(terminal, place);
    const result = await terminal.run(...inPlace(command, place));
    ran.set(command, result);
    t.not(result.status, 2, `underpin ${command}\n${result.out}\n${result.notes}`);
  }
  t.is(ran.get('apply containers --plan HASH')?.status, 0);
  t.is(ran.get('apply containers --url REPAIR_URL --plan HASH')?.status, 0);
  t.regex(ran.get('replay event.json --explain')?.out ?? '', /"decision": "reject"/);
  t.regex(ran.get('audit manifests')?.out ?? '', /in sync/);
  t.regex(ran.get('history')?.out ?? '', /done attach-disk Disk\/us-central1-a\/foodata/);
  t.regex(readFileSync(join(directory, 'report.html'), 'utf8'), /^<!doctype html>/i);
});

test('the page tells of every command and every option that is not told everywhere', (t) => {
  const terminal = { out: () => undefined, note: () => undefined } as never;
  const program = createProgram(terminal, { status: 0 });
  const everywhere = ['--help', '--version', '--cluster', '--port', '--speed', '--builder', '--output'];
  const walk = (command: Command, path: string): void => {
    for (const one of command.commands) walk(one, `${path} ${one.name()}`);
    if (command.commands.length === 0) t.true(page.includes(`${path.replace(/^ underpin /, '')}`), path);
    for (const { long } of command.options)
      if (long && !everywhere.includes(long)) t.true(page.includes(long), `${path} ${long}`);
  };
  walk(program, ' underpin');
});
