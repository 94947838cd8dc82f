import test from 'ava';
import { enterInHourBook, strikeFromHourBook } from '../../../shared/apply/hour-book.ts';
import { createClients } from '../../../shared/clients.ts';
import { ApiError, RefusedError } from '../../../shared/errors.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { observeHour } from '../../../shared/observe/hour.ts';
import { aSharedBench, aStep, refusal } from './a-bench.ts';

const bench = aSharedBench();

const limits = { mutationsPerHour: 2 };
const step = aStep({ kind: 'restart-pod', namespace: 'default', pod: 'web', uid: 'u', startedAt: null });
const lease = (name: string) => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'underpin', name });

function kubernetes() {
  return createClients(bench.world, bench.declared.cluster, bench.world.transport).kubernetes();
}

function enter(cluster: string, steps: Step[] = [step]) {
  return bench.clock.drive(kubernetes().then((one) => enterInHourBook(one, { cluster, steps, limits })));
}

function annotationsOf(cluster: string): Record<string, string> {
  return bench.kubernetes.store.get(lease(cluster))?.metadata.annotations ?? {};
}

function writeBook(cluster: string, book: string): void {
  const { apiVersion, kind, namespace, name } = lease(cluster);
  const metadata = { name, namespace, annotations: { 'underpin.dev/hour': book, other: 'stays' } };
  bench.kubernetes.store.put({ apiVersion, kind, metadata, spec: { leaseTransitions: 5 } });
}

test.serial('I-23 what is about to be done is written before, with the second by the API server', async (t) => {
  const { admitted, entries } = await enter('written');
  t.deepEqual(admitted, [step]);
  t.deepEqual(JSON.parse(annotationsOf('written')['underpin.dev/hour'] ?? ''), entries);
  t.is(entries[0]?.[0], Math.floor(bench.clock.now() / 1000));
});

test.serial('what else stands in the Lease is left as it is', async (t) => {
  writeBook('kept', '[]');
  await enter('kept');
  t.is(annotationsOf('kept').other, 'stays');
  t.like(bench.kubernetes.store.get(lease('kept')), { spec: { leaseTransitions: 5 } });
});

const unheard = test.macro(async (t, isApplied: boolean) => {
  const cluster = isApplied ? 'applied' : 'unapplied';
  writeBook(cluster, '[]');
  const when = ({ verb, path }: { verb: string; path: string }) => verb === 'update' && path.endsWith(`/${cluster}`);
  bench.kubernetes.faults.add({ fault: 'F-06', when, times: 1, isApplied });
  if (!isApplied) await t.throwsAsync(enter(cluster), { instanceOf: RefusedError });
  else t.deepEqual((await enter(cluster)).admitted, [step]);
  t.is(JSON.parse(annotationsOf(cluster)['underpin.dev/hour'] ?? '').length, isApplied ? 1 : 0);
});
test.serial('I-28 what was written and nobody heard of counts, and is gone on with', unheard, true);
test.serial('I-28 what was not written does neither', unheard, false);

test.serial('I-23 what another run has written for the same repair is no entry of one’s own', async (t) => {
  writeBook('namesake', '[]');
  const other = { ...step, requestId: crypto.randomUUID() };
  bench.before(/^PUT .*leases\/namesake/, async () => {
    const others = await kubernetes().then((one) =>
      enterInHourBook(one, { cluster: 'namesake', steps: [other], limits }),
    );
    t.is(others.admitted.length, 1);
    return refusal(503, 'ServiceUnavailable');
  });
  await t.throwsAsync(enter('namesake'), { instanceOf: RefusedError });
  t.is(JSON.parse(annotationsOf('namesake')['underpin.dev/hour'] ?? '').length, 1);
});

test.serial('where nothing is admitted nothing is written', async (t) => {
  writeBook('full', JSON.stringify([1, 2].map((key) => [Math.floor(bench.clock.now() / 1000), String(key)])));
  bench.sent.length = 0;
  t.deepEqual((await enter('full')).admitted, []);
  t.deepEqual(
    bench.sent.filter((line) => line.startsWith('PUT')),
    [],
  );
});

const now = () => Math.floor(bench.clock.now() / 1000);
const readsAsEmpty = test.macro(async (t, book: string) => {
  const name = `odd-${book.length}`;
  writeBook(name, book.replaceAll('NOW', String(now())));
  t.is((await enter(name)).entries.length, 1);
});
test.serial('a book that is no JSON is read as empty', readsAsEmpty, '{');
test.serial('so is one that is no list', readsAsEmpty, '{"length":7}');
test.serial(
  'and what in it is no entry is passed over',
  readsAsEmpty,
  '[7,["NOW","a"],[NOW],[NOW,7],null,"7a",{"0":NOW,"1":"a"}]',
);

test.serial('beside it an entry counts', async (t) => {
  writeBook('mixed', `[null,[${now()},"a"],[${now()}],{"0":${now()},"1":"b"}]`);
  t.is((await enter('mixed')).entries.length, 2);
});

test.serial('who comes second reads again, and gives up after three times', async (t) => {
  const conflict = () => refusal(409, 'Conflict', 'the object has been modified');
  bench.before(/^PUT .*leases\/twice/, conflict, 2);
  t.deepEqual((await enter('twice')).admitted, [step]);
  bench.sent.length = 0;
  bench.before(/^PUT .*leases\/thrice/, conflict, 3);
  const error = await t.throwsAsync(enter('thrice'), { instanceOf: RefusedError });
  t.is((error as RefusedError).status, 503);
  t.true(error?.cause instanceof ApiError);
  t.regex(
    error?.message ?? '',
    /^the book of the hour in the Lease could not be kept, so nothing is written: .*modified/,
  );
  t.is(bench.sent.filter((line) => line.startsWith('PUT')).length, 3);
});

test.serial('what is no conflict is not tried again', async (t) => {
  bench.sent.length = 0;
  bench.before(/^PUT .*leases\/forbidden/, () => refusal(403, 'Forbidden'));
  await t.throwsAsync(enter('forbidden'), { instanceOf: RefusedError });
  t.is(bench.sent.filter((line) => line.startsWith('PUT')).length, 1);
});

test.serial('what was not sent is struck out, and all else stays', async (t) => {
  writeBook('struck', '[]');
  await enter('struck');
  await bench.clock.drive(kubernetes().then((one) => strikeFromHourBook(one, { cluster: 'struck', steps: [step] })));
  t.deepEqual(annotationsOf('struck'), { 'underpin.dev/hour': '[]', other: 'stays' });
});

test.serial('also where another run writes into the book meanwhile', async (t) => {
  writeBook('contended', '[]');
  await enter('contended');
  bench.before(/^PUT .*leases\/contended/, () => refusal(409, 'Conflict', 'the object has been modified'));
  await bench.clock.drive(kubernetes().then((one) => strikeFromHourBook(one, { cluster: 'contended', steps: [step] })));
  t.is(annotationsOf('contended')['underpin.dev/hour'], '[]');
});

test.serial(
  'what trips the breaker is told as that, and the pods that one pass restarted are one repair',
  async (t) => {
    const second = Math.floor(bench.clock.now() / 1000);
    const used = async (cluster: string, times: number[]) => {
      writeBook(cluster, JSON.stringify(times.map((at) => [second - at, 'a'])));
      return bench.clock.drive(observeHour(kubernetes, cluster, bench.clock.now()));
    };
    t.deepEqual(await used('told-once', [5, 5, 5]), { changes: 3, tripped: 0 });
    t.deepEqual(await used('told-thrice', [5, 10, 15]), { changes: 3, tripped: 1 });
  },
);
