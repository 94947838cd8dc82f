import test from 'ava';
import { finish } from '../../../shared/apply/operation.ts';
import { createClients } from '../../../shared/clients.ts';
import { ApiError, RetryLaterError } from '../../../shared/errors.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { aSharedBench } from './a-bench.ts';

const bench = aSharedBench();

const base = 'https://www.googleapis.com/compute/v1/projects/my-project';

/** Ends what was begun, with these answers of `wait` in their order. */
async function end(begun: unknown, ...answers: JsonObject[]): Promise<void> {
  bench.sent.length = 0;
  for (const answer of answers) bench.before(/\/wait$/, () => Response.json(answer));
  const { compute } = createClients(bench.world, bench.declared.cluster, bench.world.transport);
  const context = { compute, runtime: bench.clock, project: 'my-project' };
  await bench.clock.drive(finish(Promise.resolve(begun), context));
}

const running = { name: 'op', status: 'RUNNING' };
const done = { name: 'op', status: 'DONE' };

test.serial('what is done needs no waiting', async (t) => {
  await end([{ latestResponse: done }]);
  await end(done);
  t.deepEqual(bench.sent, []);
});

const asksIn = test.macro(async (t, place: JsonObject, path: string) => {
  await end([{ latestResponse: { ...running, ...place } }], { ...done, ...place });
  t.deepEqual(bench.sent, [`POST /compute/v1/projects/my-project/${path}/operations/op/wait`]);
});
test.serial(
  'a zone is asked for its operations',
  asksIn,
  { zone: `${base}/zones/us-central1-a` },
  'zones/us-central1-a',
);
test.serial('a region for its own', asksIn, { region: `${base}/regions/us-central1` }, 'regions/us-central1');
test.serial('and the project for the rest', asksIn, {}, 'global');

test.serial('a wait that ends at once is asked again a second later', async (t) => {
  const began = bench.clock.now();
  await end(running, running, running, done);
  t.is(bench.clock.now() - began, 2000);
  t.is(bench.sent.length, 3);
});

test.serial('and one that took a second is asked again at once', async (t) => {
  const began = bench.clock.now();
  bench.before(/\/wait$/, async () => {
    await bench.clock.sleep(1000);
    return Response.json(running);
  });
  await end(running, done);
  t.is(bench.clock.now() - began, 1000);
});

test.serial('F-16 five minutes are five minutes', async (t) => {
  bench.before(/\/wait$/, async () => {
    await bench.clock.sleep(300_001);
    return Response.json(running);
  });
  await t.throwsAsync(end(running, done), { instanceOf: RetryLaterError });
});

test.serial('F-16 what runs for more than five minutes is left to a later pass', async (t) => {
  const began = bench.clock.now();
  const answers = Array.from({ length: 301 }, () => running);
  await t.throwsAsync(end(running, ...answers), {
    instanceOf: RetryLaterError,
    message: 'operation `op` is still `RUNNING` after 5 minutes',
  });
  t.is(bench.clock.now() - began, 301_000);
});

const fails = test.macro(async (t, answer: JsonObject, status: number, reason: string, message: string) => {
  const error = await t.throwsAsync(end(running, { ...done, ...answer }), { instanceOf: ApiError, message });
  t.is((error as ApiError).status, status);
  t.is((error as ApiError).reason, reason);
});
test.serial(
  'P-04 DONE with an error is an error, with its own code',
  fails,
  { httpErrorStatusCode: 400, error: { errors: [{ code: 'IN_USE', message: 'in use' }] } },
  400,
  'IN_USE',
  'operation `op` failed: IN_USE: in use',
);
test.serial(
  'also without a status',
  fails,
  { error: { errors: [{ code: 'A', message: 'b' }] } },
  0,
  'A',
  'operation `op` failed: A: b',
);
test.serial(
  'also without an error',
  fails,
  { httpErrorStatusCode: 412, httpErrorMessage: 'PRECONDITION FAILED' },
  412,
  'unknown',
  'operation `op` failed: PRECONDITION FAILED',
);
test.serial(
  'also without a word',
  fails,
  { error: {} },
  0,
  'unknown',
  'operation `op` failed: it does not say of what',
);
