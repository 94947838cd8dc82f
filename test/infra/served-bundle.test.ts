import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { methodsInUse } from '../../infra/build/google-clients.ts';
import { readSources } from '../../infra/build/names-in-use.ts';
import { wireDriftAudit, wireNodeChange } from '../../sandbox/cloud/wiring.ts';
import type { Report } from '../../shared/model/report.ts';
import { aBuiltDirectory, type BuiltDirectory, repository } from './a-built-directory.ts';
import { aServedHome, closeHome, type ServedFunction, type ServedHome, serveFunction } from './a-served-bundle.ts';

const run = promisify(execFile);
const poolPath = 'projects/my-project/regions/us-central1/targetPools/nodes';
let built: BuiltDirectory;
let home: ServedHome;
const serving: ServedFunction[] = [];

test.before(async () => {
  [built, home] = await Promise.all([aBuiltDirectory(), aServedHome()]);
});
test.after.always(async () => {
  for (const { stop } of serving) stop();
  await closeHome(home);
  await built.remove();
});

async function serve(target: string, environment: Record<string, string> = {}): Promise<ServedFunction> {
  const served = await serveFunction(built.path, target, { home, environment });
  serving.push(served);
  return served;
}

/** The VM was preempted, says the log. */
function anEvent(): RequestInit {
  const body = {
    logName: 'projects/my-project/logs/cloudaudit.googleapis.com%2Fsystem_event',
    resource: { type: 'gce_instance', labels: { project_id: 'my-project', zone: 'us-central1-a', instance_id: '1' } },
    protoPayload: {
      serviceName: 'compute.googleapis.com',
      methodName: 'compute.instances.preempted',
      resourceName: 'projects/my-project/zones/us-central1-a/instances/k8s-minion-0',
    },
    operation: { id: 'systemevent-1', producer: 'compute.instances.preempted', first: true, last: true },
    severity: 'INFO',
  };
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': randomUUID(),
    'ce-source': '//cloudaudit.googleapis.com/projects/my-project/logs/system_event',
    'ce-type': 'google.cloud.audit.log.v1.written',
  };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

test.serial('the bundle observes without a gap and mends pool, disk and mount by its own clients', async (t) => {
  const { state } = home.cloud.compute;
  state.edit('targetPools', poolPath, (pool) => ({ ...pool, instances: (pool.instances ?? []).slice(1) }));
  const nodeChange = await serve('nodeChange');

  const answer = await fetch(nodeChange.url, anEvent());
  t.is(answer.status, 204, JSON.stringify(nodeChange.lines.slice(-3)));

  t.is(state.read('targetPools', poolPath)?.instances?.length, state.list('instances', 'my-project').length);
  const observed = nodeChange.lines.filter(({ message }) => message === 'observed');
  t.deepEqual(
    observed.map(({ gaps }) => gaps),
    observed.map(() => []),
  );
  const done = nodeChange.lines.filter(({ message, state: outcome }) => message === 'outcome' && outcome === 'done');
  const kinds = new Set(done.map(({ kind }) => kind));
  for (const kind of ['add-pool-members', 'attach-disk', 'mount-disk']) t.true(kinds.has(kind), kind);
});

test.serial('every method that the sources or these calls use is among those kept', (t) => {
  const sources = readSources(repository);
  const kept = new Set([...methodsInUse(sources, '@google-cloud/compute')].flatMap(methodNames));
  const chained = [...sources.values()].flatMap((text) => [...text.matchAll(/\bcompute\s*\.(\w+)\(\)\s*\.(\w+)\(/g)]);
  const written = chained.map(([, client, method]) => `${client}.${method}`);
  const called = home.cloud.compute.calls.map(({ method }) => method.replace(/^compute\./, ''));
  // Google's package leaves these out: they go by plain requests (clients.ts).
  const needed = [...written, ...called].filter((name) => !name.startsWith('httpHealthChecks.'));

  t.true(written.length > 10);
  t.true(called.includes('instances.aggregatedList'));
  t.deepEqual(
    [...new Set(needed)].filter((name) => !kept.has(name)),
    [],
  );
});

function methodNames([service, methods]: [string, ReadonlySet<string> | 'all']): string[] {
  const name = service.replace(/^.*\./, '');
  const client = name.charAt(0).toLowerCase() + name.slice(1);
  return methods === 'all' ? [] : [...methods].map((method) => `${client}.${method}`);
}

const project = 'projects/my-project';
const wiring = {
  UNDERPIN_REPORT_TOPIC: `${project}/topics/underpin-reports`,
  UNDERPIN_REPORT_BUCKET: 'reports',
  UNDERPIN_SCHEDULE: `${project}/locations/us-central1/jobs/underpin-drift-audit`,
  UNDERPIN_SUBSCRIPTION: `${project}/subscriptions/underpin-node-change`,
  UNDERPIN_DEAD_LETTER_SUBSCRIPTION: `${project}/subscriptions/underpin-node-change-dead-letter`,
  UNDERPIN_SINK: `${project}/sinks/underpin-nodes`,
};

test.serial(
  'the audit of a night sees all of its wiring, is kept and told, by the clients of the bundle',
  async (t) => {
    const { cloud } = home;
    wireNodeChange(cloud, { project: 'my-project', endpoint: 'http://127.0.0.1:9/' });
    wireDriftAudit(cloud, { project: 'my-project', region: 'us-central1', endpoint: 'http://127.0.0.1:9/' });
    cloud.storage.createBucket('reports');
    cloud.pubsub.createSubscription({ name: `${project}/subscriptions/reader`, topic: wiring.UNDERPIN_REPORT_TOPIC });
    const driftAudit = await serve('driftAudit', wiring);
    const answer = await fetch(driftAudit.url, { method: 'POST' });
    t.is(answer.status, 200);
    const { findings } = (await answer.json()) as Report;
    t.deepEqual(
      findings.filter(({ rule }) => rule.startsWith('W')).map(({ subject, why }) => `${subject}: ${why}`),
      [],
    );
    t.is(cloud.storage.names('reports').length, 2, JSON.stringify(driftAudit.lines));
    t.is(cloud.pubsub.unacknowledged(`${project}/subscriptions/reader`), 1);
    t.deepEqual(
      driftAudit.lines.filter(({ message }) => message === 'report not delivered'),
      [],
    );
  },
);

test.serial('a repair without a token is refused', async (t) => {
  const manualRepair = await serve('manualRepair');
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"cluster": "home"}' };
  const answer = await fetch(manualRepair.url, init);
  t.is(answer.status, 401);
});

test.serial('the tests of node-change pass on the bundle too', async (t) => {
  const environment = {
    ...process.env,
    NODE_OPTIONS: `--import=${new URL('use-bundle.ts', import.meta.url).href}`,
    UNDERPIN_TESTED_BUNDLE: join(built.path, 'index.mjs'),
  };
  const ava = join(repository, 'node_modules/.bin/ava');
  const options = { cwd: repository, env: environment };
  const { stdout } = await run(process.execPath, [ava, '--tap', 'test/functions/node-change.test.ts'], options);
  t.regex(stdout, /^# pass [1-9]/m);
  t.regex(stdout, /^# fail 0$/m);
});
