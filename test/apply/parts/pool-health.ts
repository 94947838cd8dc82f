import test from 'ava';
import { createClients } from '../../../shared/clients.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome, Plan } from '../../../shared/model/plan.ts';
import { observePoolHealth } from '../../../shared/observe/pool-health.ts';
import { anInstance, aPool, reference } from '../../builders/compute.ts';
import { aSharedBench, aStep, leaseKey } from './a-bench.ts';

const region = 'projects/my-project/regions/us-central1';

const healthChecks = ['https://www.googleapis.com/compute/v1/projects/my-project/global/httpHealthChecks/check'];
const bench = aSharedBench(async ({ byHand, cloud }) => {
  for (const name of ['nodes', 'other', 'plain']) await byHand('regions/us-central1/targetPools', { name });
  for (const name of ['nodes', 'other'])
    cloud.compute.state.edit('targetPools', `${region}/targetPools/${name}`, (live) => ({ ...live, healthChecks }));
});

function adding(pool: string, names = ['node-1']) {
  const instances = names.map((name) => bench.vm(name));
  return aStep({ kind: 'add-pool-members', pool: reference('targetPools', pool, 'us-central1'), instances });
}

function isSaid(...states: string[]): void {
  const healthStatus = states.map((healthState): JsonObject => ({ healthState }));
  bench.before(/getHealth$/, () => Response.json({ healthStatus }));
}

function unhealthy(times: number): void {
  for (let time = 0; time < times; time += 1) isSaid('UNHEALTHY');
}

async function add(pool = 'nodes', plan: Partial<Plan> = {}): Promise<Outcome | undefined> {
  bench.sent.length = 0;
  return (await bench.steps([adding(pool)], { plan }))[0];
}

function asked(): number {
  return bench.sent.filter((line) => line.endsWith('getHealth')).length;
}

test.serial('P-12 a new member is asked every two seconds until it is healthy', async (t) => {
  unhealthy(2);
  isSaid('HEALTHY');
  const outcome = await add();
  t.like(outcome, { state: 'done', because: 'HEALTHY after 4 s', finishedAt: bench.clock.now() });
  t.is(asked(), 3);
  t.like(bench.lines.at(-1), { message: 'health', target: outcome?.target ?? '', health: 'HEALTHY after 4 s' });
});

test.serial('P-12 for a minute', async (t) => {
  unhealthy(31);
  t.like(await add(), { state: 'done', because: 'node-1 is UNHEALTHY after 60 s' });
  t.is(asked(), 31);
});

test.serial('only once where something else waits', async (t) => {
  unhealthy(1);
  const waiting = [{ target: 'Disk/a', why: '', rule: 'D-04', waitingFor: 'a node' }];
  t.is((await add('nodes', { waiting }))?.because, 'node-1 is UNHEALTHY after 0 s');
});

test.serial('I-23 who has no place in this hour is not waited for', async (t) => {
  const { mutationsPerHour } = bench.declared.cluster.spec.limits;
  const second = Math.floor(bench.clock.now() / 1000);
  const book = JSON.stringify(Array.from({ length: mutationsPerHour - 1 }, (_, index) => [second, String(index)]));
  const say = (hour: string) =>
    bench.kubernetes.store.patch(leaseKey, { metadata: { annotations: { 'underpin.dev/hour': hour } } });
  await add();
  say(book);
  bench.sent.length = 0;
  isSaid('HEALTHY');
  unhealthy(31);
  const outcomes = await bench.steps([adding('nodes', ['node-1', 'node-2'])]);
  say('[]');
  t.is(asked(), 1);
  t.deepEqual(outcomes.map(({ state, because }) => `${state} ${because}`).toSorted(), [
    `blocked mutationsPerHour allows ${mutationsPerHour}, and ${mutationsPerHour - 1} are used (I-23)`,
    'done HEALTHY after 0 s',
  ]);
});

test.serial('every address must say so', async (t) => {
  isSaid('HEALTHY', 'UNHEALTHY');
  isSaid('HEALTHY', 'HEALTHY');
  t.is((await add())?.because, 'HEALTHY after 2 s');
});

test.serial('who only looks is told of each', async (t) => {
  const { compute } = createClients(bench.world, bench.declared.cluster, bench.world.transport);
  const pool = aPool([anInstance({ name: 'node-1' })]);
  const healthStatus = [
    { ipAddress: '203.0.113.8', healthState: 'UNHEALTHY' },
    { ipAddress: '203.0.113.7', healthState: 'HEALTHY' },
    { healthState: 'UNHEALTHY' },
  ];
  bench.before(/getHealth$/, () => Response.json({ healthStatus }));
  const { items } = await bench.clock.drive(observePoolHealth(compute, [pool]));
  t.deepEqual(
    items.map(({ address, healthy }) => [address, healthy]),
    [
      [null, false],
      ['203.0.113.7', true],
      ['203.0.113.8', false],
    ],
  );
});

function lookAt(...names: string[]) {
  const { compute } = createClients(bench.world, bench.declared.cluster, bench.world.transport);
  const pool = aPool(names.map((name) => anInstance({ name })));
  return bench.clock.drive(observePoolHealth(compute, [pool]));
}

const notReady = (path: string) => () => {
  const message = `The resource '${path}' is not ready`;
  const error = { code: 400, message, errors: [{ domain: 'global', reason: 'resourceNotReady', message }] };
  return Response.json({ error }, { status: 400 });
};

test.serial(
  'P-07: a VM that is not there has no health to tell; of another thing that is said, it is a gap',
  async (t) => {
    bench.before(/getHealth$/, notReady('projects/my-project/zones/us-central1-a/instances/node-1'));
    t.deepEqual(await lookAt('node-1'), { items: [], gaps: [] });
    for (const path of [`${region}/targetPools/nodes`, 'projects/my-project/zones/us-central1-a/instances/node-10']) {
      bench.before(/getHealth$/, notReady(path));
      const { gaps } = await lookAt('node-1');
      t.like(gaps, [{ area: 'health', part: 'nodes/node-1' }], path);
    }
  },
);

test.serial('P-07: of a big pool some are asked, and that the others were not is told', async (t) => {
  bench.sent.length = 0;
  const names = Array.from({ length: 251 }, (_, at) => `vm-${at}`);
  t.deepEqual((await lookAt(...names.slice(1))).gaps, []);
  const { gaps } = await lookAt(...names);
  t.deepEqual(gaps, [
    { area: 'health', part: 'nodes', why: 'of its 251 members 250 were asked how they are, one at a time' },
  ]);
  t.is(asked(), 500);
});

test.serial('without a forwarding rule there is no health', async (t) => {
  isSaid();
  bench.before(/getHealth$/, () => Response.json({}));
  const words = 'no forwarding rule sends traffic to the pool yet, so there is no health to read';
  t.is((await add())?.because, words);
  t.is((await add())?.because, words);
});

test.serial('nor without a health check', async (t) => {
  t.is((await add('plain'))?.because, 'the pool has no health check, so traffic goes to every member');
  t.is(asked(), 0);
});

test.serial('the same VM behind the same check is asked once for all pools', async (t) => {
  bench.sent.length = 0;
  isSaid('HEALTHY');
  isSaid('HEALTHY');
  const outcomes = await bench.steps([adding('nodes', ['node-1', 'node-2']), adding('other')]);
  t.deepEqual(
    outcomes.map(({ because }) => because),
    ['HEALTHY after 0 s', 'HEALTHY after 0 s'],
  );
  t.is(asked(), 2);
});

test.serial('what cannot be asked is told', async (t) => {
  const refused = { kind: 'error', error: { status: 403, reason: 'forbidden', message: 'not for you' } } as const;
  bench.cloud.compute.faults.add({ method: 'compute.targetPools.getHealth', fault: refused, count: 1 });
  const waiting = [{ target: 'Disk/a', why: '', rule: 'D-04', waitingFor: 'a node' }];
  t.regex((await add('nodes', { waiting }))?.because ?? '', /^node-1 is .*not for you.* after 0 s$/);
  bench.cloud.compute.faults.add({ method: 'compute.targetPools.list', fault: refused, skip: 1 });
  t.regex((await add())?.because ?? '', /^its health could not be read: .*not for you/);
});

test.serial('health is said of who was added, and of nothing else', async (t) => {
  let asked: unknown;
  bench.before(/getHealth$/, (init) => {
    asked = JSON.parse(String(init.body));
    return Response.json({ healthStatus: [{ healthState: 'HEALTHY' }] });
  });
  const added = { ...adding('nodes'), target: 'TargetPool/shared' };
  const failed = { ...adding('plain', ['node-2']), target: 'TargetPool/plain' };
  const pod = { kind: 'restart-pod', namespace: 'default', pod: 'gone', uid: 'u', startedAt: null } as const;
  const refused = { kind: 'error', error: { status: 403, reason: 'forbidden', message: 'not for you' } } as const;
  bench.cloud.compute.faults.add({ method: 'compute.targetPools.addInstance', fault: refused, skip: 1 });
  const outcomes = await bench.steps([added, failed, aStep(pod, { target: 'TargetPool/shared' })]);
  t.deepEqual(outcomes.map(({ kind, state, because }) => `${kind} ${state}: ${because}`.slice(0, 44)).toSorted(), [
    'add-pool-members done: HEALTHY after 0 s',
    'add-pool-members failed: POST /compute/v1/pr',
    'restart-pod done: null',
  ]);
  t.deepEqual(asked, { instance: 'projects/my-project/zones/us-central1-a/instances/node-1' });
});

test.serial('who is not in the pool is not asked for, and what else was done keeps its words', async (t) => {
  const replaced = [{ ...bench.vm('node-1'), id: '77' }];
  const pool = reference('targetPools', 'nodes', 'us-central1');
  bench.sent.length = 0;
  const outcomes = await bench.steps([
    aStep({ kind: 'add-pool-members', pool, instances: replaced }),
    aStep({
      kind: 'delete-object',
      apiVersion: 'v1',
      objectKind: 'ConfigMap',
      namespace: 'default',
      name: 'a',
      uid: 'u',
    }),
  ]);
  t.deepEqual(outcomes.map(({ because }) => because?.slice(0, 22)).toSorted(), [
    'it was gone already',
    'node-1 was replaced si',
  ]);
  t.is(asked(), 0);
});
