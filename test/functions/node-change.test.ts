import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import test from 'ava';
import { register } from '../../functions/index.ts';
import { serveFunctions } from '../../sandbox/functions.ts';
import { exampleDirectory } from '../../sandbox/home.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';

const poolPath = 'projects/my-project/regions/us-central1/targetPools/nodes';
const entry = JSON.parse(
  readFileSync(new URL('../scope/situations/instance-insert-last.json', import.meta.url), 'utf8'),
);

/** An insert of a VM of the example's project and region. */
function anEntry(change: object = {}): object {
  const text = JSON.stringify({ ...entry, ...change });
  return JSON.parse(
    text
      .replaceAll(entry.resource.labels.project_id, 'my-project')
      .replaceAll(entry.resource.labels.zone, 'us-central1-a'),
  );
}

function push(data: unknown): object {
  const bytes = Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64');
  return {
    message: { data: bytes, messageId: '1', publishTime: '2027-01-15T05:00:00Z' },
    subscription: 'projects/my-project/subscriptions/s',
  };
}

async function post(home: HomeWorld, body: object, headers: Record<string, string> = {}): Promise<number> {
  const functions = await serveFunctions(home.world);
  try {
    const url = `${functions.nodeChange}/projects/my-project/topics/underpin-nodes`;
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    return (await home.clock.drive(fetch(url, init))).status;
  } finally {
    await functions.close();
  }
}

function dropMember(home: HomeWorld): void {
  home.cloud.compute.state.edit('targetPools', poolPath, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).slice(1),
  }));
}

function isComplete(home: HomeWorld): boolean {
  const { state } = home.cloud.compute;
  return state.read('targetPools', poolPath)?.instances?.length === state.list('instances', 'my-project').length;
}

test.serial('a log entry through a Pub/Sub push mends the pool and is acknowledged', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  t.is(await post(home, push(anEntry())), 204);
  t.true(isComplete(home));
  home.close();
});

test.serial('a direct CloudEvent in binary mode does the same', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': '1',
    'ce-type': 'google.cloud.audit.log.v1.written',
    'ce-source': '//cloudaudit.googleapis.com/projects/my-project/logs/activity',
  };
  t.is(await post(home, anEntry(), headers), 204);
  t.true(isComplete(home));
  home.close();
});

test.serial('noise and nonsense are acknowledged without a look at the world', async (t) => {
  const home = await aHomeWorld();
  for (const data of [
    'Node pool is upgrading',
    { protoPayload: { methodName: 'NotifyInstanceLocation' } },
    { resource: 7 },
  ]) {
    t.is(await post(home, push(data)), 204);
  }
  t.is(await post(home, push(anEntry({ padding: 'x'.repeat(300_000) }))), 204);
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial("an event of somebody else's project is acknowledged without a look at the world", async (t) => {
  const home = await aHomeWorld();
  const foreign = JSON.parse(JSON.stringify(anEntry()).replaceAll('my-project', 'other-project'));
  t.is(await post(home, push(foreign)), 204);
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial('I-17 a broken or missing declaration changes nothing and is delivered again', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  const { world } = home;
  for (const declarations of ['no/such/directory', 'test/scope']) {
    const broken = { ...home, world: { ...world, config: { ...world.config, declarations } } };
    t.is(await post(broken, push(anEntry())), 500);
  }
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial('I-27 an API that is down is no mutation and no acknowledgement', async (t) => {
  const home = await aHomeWorld({ environment: { UNDERPIN_WAIT_SECONDS: '0' } });
  dropMember(home);
  home.kubernetes.faults.add({ fault: 'F-01', times: Number.POSITIVE_INFINITY });
  const status = await post(home, push(anEntry()));
  t.is(status, 500);
  t.deepEqual(
    home.cloud.compute.calls.filter(({ mutating }) => mutating),
    [],
  );
  home.close();
});

test.serial('a cluster whose API server is down holds up no other, and has the event come again', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'underpin-clusters-'));
  await cp(exampleDirectory, join(root, 'home'), { recursive: true });
  const text = await readFile(join(exampleDirectory, 'cluster.yaml'), 'utf8');
  await mkdir(join(root, 'before-home'));
  await writeFile(
    join(root, 'before-home', 'cluster.yaml'),
    text.replace(/^ {2}name: home$/m, '  name: away').replace(/gke: .*$/m, 'server: "https://127.0.0.1:1"'),
  );
  const home = await aHomeWorld({ environment: { UNDERPIN_DECLARATIONS: root, UNDERPIN_WAIT_SECONDS: '1' } });
  dropMember(home);
  t.is(await post(home, push(anEntry())), 500);
  t.true(isComplete(home));
  home.close();
});

test('the three functions are registered under their names', (t) => {
  register(() => {
    throw new Error('built with the first call only');
  });
  for (const name of ['nodeChange', 'driftAudit', 'manualRepair']) t.truthy(getTestServer(name));
});
