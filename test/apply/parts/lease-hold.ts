import test from 'ava';
import { acquireLease, type Lease, leaseHolder } from '../../../shared/apply/lease.ts';
import { refuseWhileHeld } from '../../../shared/apply/refuse-while-held.ts';
import { createClients } from '../../../shared/clients.ts';
import { ApiError, RefusedError, RetryLaterError } from '../../../shared/errors.ts';
import type { Risk } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const bench = aSharedBench();

function kubernetes() {
  return createClients(bench.world, bench.declared.cluster, bench.world.transport).kubernetes();
}

function take(cluster: string, holder = 'this-run'): Promise<Lease> {
  return bench.clock.drive(kubernetes().then((one) => acquireLease(one, { cluster, holder })));
}

function holder(cluster: string): Promise<string | null> {
  return bench.clock.drive(kubernetes().then((one) => leaseHolder(one, cluster)));
}

function key(name: string) {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'underpin', name };
}

function specOf(cluster: string): Record<string, unknown> {
  return (bench.kubernetes.store.get(key(cluster)) as unknown as { spec: Record<string, unknown> }).spec;
}

function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

function writeLease(name: string, spec: JsonObject): void {
  const { apiVersion, kind, namespace } = key(name);
  bench.kubernetes.store.put({ apiVersion, kind, metadata: { name, namespace }, spec });
}

/** How often it is written while `work` is done. */
async function renewals(work: () => Promise<unknown>): Promise<number> {
  bench.sent.length = 0;
  await bench.clock.drive(work());
  return bench.sent.filter((line) => /^PUT .*\/leases\//.test(line)).length;
}

test.serial('it says who has it since when, for how long, and how often it changed hands', async (t) => {
  await bench.clock.advance(1000 - (bench.clock.now() % 1000));
  const lease = await take('told');
  const taken = microTime(bench.clock.now());
  const told = { holderIdentity: 'this-run', leaseDurationSeconds: 60, leaseTransitions: 1, acquireTime: taken };
  t.like(specOf('told'), { ...told, renewTime: taken });
  await bench.clock.advance(5000);
  await bench.clock.drive(lease.confirm());
  t.like(specOf('told'), { ...told, renewTime: microTime(bench.clock.now()) });
  await bench.clock.drive(lease.release());
  t.like(specOf('told'), { ...told, holderIdentity: '' });
});

test.serial('steps side by side share a confirmation, and who comes during one shares the next', async (t) => {
  const lease = await take('shared');
  t.is(await renewals(() => Promise.all([lease.confirm(), lease.confirm(), lease.confirm()])), 1);
  let later: Promise<unknown> | undefined;
  bench.before(/^GET .*\/leases\/shared/, () => {
    later = Promise.all([lease.confirm(), lease.confirm()]);
  });
  t.is(await renewals(() => lease.confirm().then(() => later)), 2);
});

test.serial('I-20 what is only about to be confirmed counts for nobody', async (t) => {
  const lease = await take('under-way');
  let isThrough = false;
  let refreshed: Promise<void> | undefined;
  bench.before(/^PUT .*\/leases\/under-way/, async () => {
    refreshed = lease.confirm().then(() => {
      isThrough = true;
    });
    await bench.clock.sleep(100);
    t.false(isThrough);
  });
  t.is(await renewals(() => lease.confirm().then(() => refreshed)), 2);
});

test.serial('I-20 who only writes into its book does not take it away', async (t) => {
  const lease = await take('booked');
  const write = () =>
    bench.kubernetes.store.patch(key('booked'), { metadata: { annotations: { a: `${bench.clock.now()}` } } });
  bench.before(/^PUT .*\/leases\/booked/, write);
  t.is(await renewals(() => lease.confirm()), 2);
  bench.before(/^PUT .*\/leases\/booked/, () =>
    writeLease('booked', { ...(specOf('booked') as JsonObject), holderIdentity: 'another', leaseTransitions: 2 }),
  );
  const error = await t.throwsAsync(bench.clock.drive(lease.confirm()), { instanceOf: RefusedError });
  t.regex(error?.message ?? '', /^lost the Lease/);
});

test.serial('a confirmation that failed is no reason for the next one to fail', async (t) => {
  const lease = await take('again');
  bench.before(/^GET .*\/leases\/again/, () => refusal(503, 'ServiceUnavailable', 'not now'));
  let later: Promise<void> | undefined;
  const first = lease.confirm().catch((error: unknown) => {
    later = lease.confirm();
    throw error;
  });
  const error = await t.throwsAsync(bench.clock.drive(first), { instanceOf: RefusedError });
  t.regex(error?.message ?? '', /^the Lease underpin\/again could not be read: .*not now$/);
  t.is((error as RefusedError).status, 503);
  const [cause, first503] = [error?.cause, (error?.cause as Error | undefined)?.cause];
  t.true(cause instanceof RetryLaterError && first503 instanceof ApiError, 'whoever reads the log sees where it began');
  await t.notThrowsAsync(bench.clock.drive(later ?? Promise.reject(new Error('never asked'))));
});

test.serial('I-20 a confirmation that failed, or is under way, confirms nothing for the step beside it', async (t) => {
  const lease = await take('lost');
  await bench.clock.drive(lease.confirm());
  writeLease('lost', { ...(specOf('lost') as JsonObject), holderIdentity: 'another', leaseTransitions: 2 });
  await t.throwsAsync(bench.clock.drive(lease.confirm()), { instanceOf: RefusedError });
  const both = await bench.clock.drive(Promise.allSettled([lease.confirm(), lease.confirm()]));
  t.true(both.every((one) => one.status === 'rejected' && one.reason instanceof RefusedError));
});

test.serial('I-20 the same holder with another epoch is another run', async (t) => {
  const lease = await take('epoch');
  bench.kubernetes.store.patch(key('epoch'), { spec: { leaseTransitions: 2 } });
  await t.throwsAsync(bench.clock.drive(lease.confirm()), { message: /lost the Lease/ });
  bench.kubernetes.store.patch(key('epoch'), { spec: { leaseTransitions: 1, holderIdentity: 'after a deletion' } });
  await t.throwsAsync(bench.clock.drive(lease.confirm()), { message: /lost the Lease/ });
  bench.kubernetes.store.patch(key('epoch'), { spec: null });
  await t.throwsAsync(bench.clock.drive(lease.confirm()), { message: /lost the Lease/ });
  bench.kubernetes.store.remove(key('epoch'));
  await t.throwsAsync(bench.clock.drive(lease.release()), { message: /lost the Lease/ });
});

const isTaken = test.macro(async (t, name: string, spec: (now: number) => JsonObject, expected: string | null) => {
  await bench.clock.advance(1000 - (bench.clock.now() % 1000));
  writeLease(name, { holderIdentity: 'somebody', leaseTransitions: 7, ...spec(bench.clock.now()) });
  t.is(await holder(name), expected);
  if (expected === null) t.is((await take(name)).epoch, 8);
  else await t.throwsAsync(take(name), { instanceOf: RetryLaterError, message: /is held by `somebody`$/ });
});
const ago = (seconds: number) => (now: number) => ({ renewTime: microTime(now - seconds * 1000) });
test.serial('it is held for 60 seconds when it says nothing else', isTaken, 'sixty', ago(60), 'somebody');
test.serial('and free after that', isTaken, 'sixty-one', ago(61), null);
const long = (now: number) => ({ ...ago(90)(now), leaseDurationSeconds: 90 });
test.serial('it is held for as long as it says', isTaken, 'ninety', long, 'somebody');
const hour = (now: number) => ({ ...ago(3601)(now), leaseDurationSeconds: 3600 });
test.serial('to the second', isTaken, 'hour', hour, null);
test.serial('one that was never renewed is free', isTaken, 'never', () => ({}), null);
test.serial('so is one that was given back', isTaken, 'back', (now) => ({ ...ago(1)(now), holderIdentity: '' }), null);

test.serial('one that a person made by hand is taken as the first', async (t) => {
  bench.kubernetes.store.put({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'by-hand', namespace: 'underpin' },
  });
  t.is(await holder('by-hand'), null);
  t.is((await take('by-hand')).epoch, 1);
});

test.serial('nobody has a Lease that is not there or cannot be read', async (t) => {
  t.is(await holder('absent'), null);
  writeLease('unreadable', { holderIdentity: 'somebody', renewTime: microTime(bench.clock.now()) });
  bench.before(/^GET .*\/leases\/unreadable/, () => refusal(403, 'Forbidden'));
  t.is(await holder('unreadable'), null);
});

test.serial('a plan that was approved is not begun while another run is at work, unless it only adds', async (t) => {
  const plan = (...risks: Risk[]) => ({ cluster: 'held', actions: risks.map((risk) => ({ risk })) }) as Plan;
  const refuse = (...risks: Risk[]) => bench.clock.drive(refuseWhileHeld(plan(...risks), kubernetes));
  await t.notThrowsAsync(refuse('additive', 'destructive'), 'nobody has it');
  await take('held', 'somebody');
  await t.throwsAsync(refuse('additive', 'destructive'), {
    instanceOf: RetryLaterError,
    message: 'another run is at work on cluster `held` (`somebody` holds its Lease)',
  });
  await t.notThrowsAsync(refuse('additive', 'additive'));
});

const cannotBeTaken = test.macro(async (t, request: RegExp, answer: () => Response, words: RegExp) => {
  bench.before(request, answer);
  await t.throwsAsync(take(`trouble-${words.source.length}`), { instanceOf: RetryLaterError, message: words });
});
test.serial(
  'without its namespace it says what makes one',
  cannotBeTaken,
  /^POST .*\/leases/,
  () => refusal(404, 'NotFound', 'namespaces "underpin" not found'),
  /could not be created: .*not found; `kubectl apply -f infra\/kubernetes\/` makes the namespace$/,
);
test.serial(
  'what may not be created is told as that',
  cannotBeTaken,
  /^POST .*\/leases/,
  () => refusal(403, 'Forbidden', 'not for you'),
  /^the Lease underpin\/trouble-\d+ could not be created: .*not for you$/,
);
test.serial(
  'who comes second is told that',
  cannotBeTaken,
  /^PUT .*\/leases/,
  () => refusal(409, 'Conflict', 'modified'),
  /could not be taken: .*modified$/,
);
test.serial(
  'what cannot be read is not taken',
  cannotBeTaken,
  /^GET .*\/leases/,
  () => refusal(500, 'InternalError', 'down'),
  /could not be read: .*down$/,
);

test.serial('one that is gone right after it was created is told', async (t) => {
  bench.before(/^GET .*\/leases\/fleeting/, () => refusal(404, 'NotFound'), 2);
  await t.throwsAsync(take('fleeting'), { message: 'the Lease underpin/fleeting is gone right after it was created' });
});
