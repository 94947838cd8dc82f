import { readFileSync } from 'node:fs';
import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { mountRecordOf } from '../../shared/model/mount-record.ts';
import type { Report, RunResult } from '../../shared/model/report.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';
import { aNightlyDesk, type NightlyDesk } from '../functions/a-nightly-desk.ts';

// What a version wrote is kept beside this file as it was written: a later version must read it, and it must read what a
// later one writes. A change of these formats that breaks either is seen here, before it is deployed over a running one.

const kept = (name: string): JsonObject => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'home', namespace: 'underpin' };
const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';

function putLease(
  { kubernetes, clock }: HomeWorld,
  changes: { renewed: boolean; metadata?: JsonObject; spec?: JsonObject },
): void {
  const { metadata, spec, ...rest } = kept('lease-0.1.json');
  const renewTime = new Date(clock.now() - (changes.renewed ? 0 : 120_000)).toISOString().replace('Z', '000Z');
  kubernetes.store.put({
    ...rest,
    metadata: { ...(metadata as JsonObject), ...changes.metadata },
    spec: { ...(spec as JsonObject), renewTime, ...changes.spec },
  });
}

/** One member is missing and one is gone: something to add and something to take away. */
async function aDisturbedHome(): Promise<HomeWorld & { apply(): Promise<RunResult> }> {
  const home = await aHomeWorld();
  home.cloud.compute.state.edit('targetPools', pool, (one) => ({
    ...one,
    instances: [
      ...(one.instances ?? []).slice(1),
      `https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/gone`,
    ],
  }));
  const declared = await readDeclared(exampleDirectory);
  const scope = { cluster: 'home', concern: 'nodes', mode: 'apply' } as const;
  return { ...home, apply: () => home.clock.drive(run(declared, scope, home.world)) };
}

const states = ({ outcomes }: RunResult) => Object.fromEntries(outcomes.map(({ kind, state }) => [kind, state]));

test('while a run of the older version holds the Lease, the newer adds and takes nothing away; then it goes on', async (t) => {
  const home = await aDisturbedHome();
  t.teardown(home.close);
  putLease(home, { renewed: true });
  const during = await home.apply();
  t.like(states(during), { 'add-pool-members': 'done', 'remove-pool-members': 'blocked' });
  t.true(during.outcomes.some(({ because }) => because?.includes('held by `a-run-of-0.1`')));
  await home.clock.advance(90_000);
  t.like(states(await home.apply()), { 'remove-pool-members': 'done' });
  const after = home.kubernetes.store.get(lease)?.spec as JsonObject;
  t.is(after.leaseTransitions, 8, 'the epoch goes on from that of the older version');
});

test('the book of the hour of the older version still counts', async (t) => {
  const home = await aDisturbedHome();
  t.teardown(home.close);
  const seconds = Math.floor(home.clock.now() / 1000);
  const book = Array.from({ length: 500 }, (_, at) => [seconds - 60, `key-${at}`]);
  putLease(home, { renewed: false, metadata: { annotations: { 'underpin.dev/hour': JSON.stringify(book) } } });
  const { outcomes } = await home.apply();
  t.true(outcomes.length > 0);
  t.true(
    outcomes.every(({ state, because }) => state === 'blocked' && because?.includes('mutationsPerHour')),
    JSON.stringify(outcomes),
  );
});

test('what a later version adds to the Lease is left as it is, and read past', async (t) => {
  const home = await aDisturbedHome();
  t.teardown(home.close);
  const seconds = Math.floor(home.clock.now() / 1000);
  const annotations = {
    'underpin.dev/hour': JSON.stringify([[seconds, 'key', 'a third thing'], { of: 'another kind' }]),
    'underpin.dev/later': 'something',
  };
  putLease(home, {
    renewed: false,
    metadata: { annotations },
    spec: { preferredHolder: 'somebody', strategy: 'OldestEmulationVersion' },
  });
  const result = await home.apply();
  t.like(states(result), { 'add-pool-members': 'done', 'remove-pool-members': 'done' });
  const left = home.kubernetes.store.get(lease)?.metadata.annotations ?? {};
  t.is(left['underpin.dev/later'], 'something');
  t.true(left['underpin.dev/hour']?.includes('key'));
});

test('a mount that the older version recorded is known, with and without what a later one adds; otherwise it is made again', (t) => {
  const record = {
    uuid: '5d6e7a52-7f4e-4f0e-9d5c-0c1f2b3a4d5e',
    bootID: 'c7dcef47',
    path: '/mnt/foodata',
    mountedAt: '2027-01-15T04:00:43.538Z',
  };
  const read = (value: unknown) =>
    mountRecordOf({ annotations: { 'disk.underpin.dev/foodata': JSON.stringify(value) } }, 'foodata');
  t.like(read(record), record);
  t.like(read({ ...record, options: ['noatime'] }), record);
  t.is(read({ ...record, bootID: undefined }), null);
  t.is(read([record]), null);
});

async function nightAfter(desk: NightlyDesk, report: JsonObject): Promise<Report> {
  const { kubernetes, cloud, clock } = desk;
  const name = new Date(clock.now() - 86_400_000).toISOString().replaceAll(':', '-');
  await clock.drive(keepObject(cloud, `home/${name}.json`, JSON.stringify(report)));
  kubernetes.store.patch({ apiVersion: 'v1', kind: 'ReplicationController', name: 'ghost' }, { spec: { replicas: 7 } });
  return desk.night();
}

async function keepObject({ storage }: NightlyDesk['cloud'], name: string, body: string): Promise<void> {
  const url = `https://storage.googleapis.com/upload/storage/v1/b/reports/o?uploadType=media&name=${encodeURIComponent(name)}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await storage.handle(new Request(url, { method: 'POST', body, headers }));
  if (!answer.ok) throw new Error(await answer.text());
}

const ghost = ({ findings }: Report) =>
  findings.find(({ subject }) => subject === 'ReplicationController/default/ghost');

test('a report that the older version kept is what the next night is compared with', async (t) => {
  const desk = await aNightlyDesk();
  t.teardown(desk.close);
  const report = await nightAfter(desk, kept('report-0.1.json'));
  t.is(ghost(report)?.status, 'persisting');
  t.regex(ghost(report)?.since ?? '', /^2027-01-14T/);
});

test('after going back to an earlier version, a report of the later one is read as far as it is the same', async (t) => {
  const desk = await aNightlyDesk();
  t.teardown(desk.close);
  const { findings, ...rest } = kept('report-0.1.json') as { findings: JsonObject[] };
  const later = {
    ...rest,
    schemaVersion: 'underpin.dev/report/v2',
    owner: 'x',
    findings: findings.map((one) => ({ ...one, urgency: 3 })),
  };
  t.is(ghost(await nightAfter(desk, later))?.status, 'persisting');
});

test('a report that cannot be read any more is told, and the night counts as the first', async (t) => {
  const desk = await aNightlyDesk();
  t.teardown(desk.close);
  const report = await nightAfter(desk, { schemaVersion: 'underpin.dev/report/v9', clusters: [] });
  t.is(ghost(report)?.status, 'new');
  t.true(desk.lines.some(({ message }) => message === 'no history'));
});
