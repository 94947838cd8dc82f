import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import type { HomeWorld } from '../a-home-world.ts';
import { aTerminal } from './a-terminal.ts';
import { anEmptyHome } from './an-empty-home.ts';

/** The example, with a size for the disk so that it can be made. */
function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-stacks-'));
  cpSync(exampleDirectory, directory, { recursive: true });
  const file = join(directory, 'minecraft/stack.yaml');
  const text = readFileSync(file, 'utf8').replace(/formatIfBlank: .*/, 'formatIfBlank: true');
  writeFileSync(file, `${text.replace(/^ *sizeGb:.*\n/m, '').trimEnd()}\n    sizeGb: 10\n`);
  return directory;
}

async function aRaisedHome(t: ExecutionContext) {
  const home = await anEmptyHome();
  t.teardown(home.close);
  const terminal = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const directory = aDirectory();
  for (const stack of ['frontend', 'ghost', 'minecraft']) {
    const { status, out, notes } = await terminal.run('stack', 'up', stack, directory, '--yes');
    t.is(status, 0, `${stack}\n${out}\n${notes}`);
  }
  return { home, directory, ...terminal };
}

function namesOf({ cloud }: HomeWorld, kind: 'firewalls' | 'forwardingRules' | 'targetPools' | 'httpHealthChecks') {
  return cloud.compute.state
    .list(kind, 'my-project')
    .map(({ name }) => name)
    .toSorted();
}

test('from an empty project three stacks come up with all that was made by hand, and a second look plans nothing', async (t) => {
  const { home, run, directory } = await aRaisedHome(t);
  t.is(namesOf(home, 'httpHealthChecks').length, 1);
  t.deepEqual(namesOf(home, 'targetPools'), ['nodes']);
  t.deepEqual(namesOf(home, 'firewalls'), ['home-frontend', 'home-minecraft', 'home-nodes-health']);
  t.deepEqual(namesOf(home, 'forwardingRules'), ['home-frontend-tcp-80', 'home-minecraft-tcp-25565']);
  const services = home.kubernetes.store
    .list({ apiVersion: 'v1', kind: 'Service' })
    .filter(({ metadata }) => metadata?.name !== 'kubernetes');
  t.deepEqual(services.map(({ metadata }) => metadata?.name).toSorted(), ['frontend', 'ghost', 'minecraft']);

  const second = await run('plan', directory);
  t.is(second.status, 0, second.out);
  t.is(second.out, 'Nothing to do in cluster home.\n');
  const again = await run('stack', 'up', 'minecraft', directory, '--yes');
  t.is(again.status, 0, again.out);
  t.regex(again.out, /^Nothing to do/);
});

test('whatever is declared and not there comes with a step or a command', async (t) => {
  const home = await anEmptyHome();
  t.teardown(home.close);
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const { status, out } = await run('plan', aDirectory(), '-o', 'json');
  t.is(status, 1);
  const { findings } = JSON.parse(out) as {
    findings: { subject: string; action: string | null; command: string | null }[];
  };
  t.true(findings.length > 10);
  t.deepEqual(
    findings.filter(({ action, command }) => !action && !command).map(({ subject }) => subject),
    [],
  );
});

test('a stack goes down alone, with the commands for what it leaves behind', async (t) => {
  const { home, run, directory } = await aRaisedHome(t);
  const { status, out, notes } = await run('stack', 'down', 'minecraft', directory, '--yes');
  t.is(status, 0, out + notes);
  t.regex(
    out,
    /- ReplicationController\/default\/minecraft {2}delete-object\n.*\n? +it carries the label `app=minecraft`, and 1 that it\n? *owns/,
  );
  t.regex(out, /gcloud compute forwarding-rules delete home-minecraft-tcp-25565/);
  t.regex(out, /gcloud compute firewall-rules delete home-minecraft/);
  t.notRegex(out, /frontend/);
  await home.clock.advance(60_000);
  const left = ['Pod', 'Service', 'ReplicationController', 'ConfigMap'].flatMap((kind) =>
    home.kubernetes.store.list({ apiVersion: 'v1', kind }),
  );
  const apps = new Set(left.map(({ metadata }) => metadata?.labels?.app));
  t.false(apps.has('minecraft'));
  t.true(apps.has('frontend') && apps.has('ghost'));
  const rest = await run('plan', directory, '--stack', 'frontend');
  t.is(rest.status, 0, rest.out);
});
