import test from 'ava';
import { killSwitch } from '../../../shared/apply/kill-switch.ts';
import { createClients } from '../../../shared/clients.ts';
import { ApiError, RefusedError } from '../../../shared/errors.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const bench = aSharedBench();

function check(): Promise<void> {
  return bench.clock.drive(aSwitch()());
}

function aSwitch() {
  return killSwitch(() => createClients(bench.world, bench.declared.cluster, bench.world.transport).kubernetes());
}

function reads(): number {
  return bench.sent.filter((line) => line === 'GET /api/v1/namespaces/underpin/configmaps/underpin').length;
}

function put(data?: Record<string, string>): void {
  const metadata = { name: 'underpin', namespace: 'underpin' };
  bench.kubernetes.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata, ...(data && { data }) });
}

test.serial('I-24 one that was never made is no switch', async (t) => t.notThrowsAsync(check()));

test.serial('who asks at the same moment shares a read, and who asks later does not', async (t) => {
  bench.sent.length = 0;
  const asked = aSwitch();
  await bench.clock.drive(Promise.all([asked(), asked(), asked()]));
  t.is(reads(), 1);
  bench.before(/configmaps/, async () => {
    put({ mutations: 'off' });
  });
  await t.throwsAsync(bench.clock.drive(asked()), { instanceOf: RefusedError });
  t.is(reads(), 2);
});

const awayFromThere = test.macro(async (t, answer: Response) => {
  bench.before(/configmaps/, () => answer);
  await t.throwsAsync(check(), { instanceOf: RefusedError, message: /cannot be read, so nothing is written/ });
});
test.serial(
  'I-24, F-12 what a proxy before it does not find may be there all the same',
  awayFromThere,
  new Response('<html>404 Not Found</html>', { status: 404, headers: { 'content-type': 'text/html' } }),
);
test.serial('I-24 nor is a path that is not served', awayFromThere, refusal(404, 'notServed'));

test.serial('I-24 it is thrown, and says how to let it write again', async (t) => {
  put({ mutations: 'off' });
  const error = await t.throwsAsync(check(), { instanceOf: RefusedError });
  t.is(
    error?.message,
    'the kill switch is thrown: ConfigMap underpin/underpin says mutations: `off`; set it to `on` to let Underpin write again',
  );
  t.is((error as RefusedError).status, 503);
});

test.serial('I-24 what is no ConfigMap says nothing', async (t) => {
  bench.before(/configmaps/, () => Response.json({ kind: 'Secret', data: { mutations: 'on' } }));
  await t.throwsAsync(check(), { message: /the answer is no ConfigMap but `Secret`$/ });
});

test.serial('one that says `on` lets write', async (t) => {
  put({ mutations: 'on' });
  await t.notThrowsAsync(check());
});

test.serial('I-24 one that may not be read counts as thrown', async (t) => {
  bench.before(/configmaps/, () => refusal(403, 'Forbidden', 'not for you'));
  const error = await t.throwsAsync(check(), { instanceOf: RefusedError });
  t.regex(
    error?.message ?? '',
    /^the kill switch \(ConfigMap underpin\/underpin\) cannot be read, so nothing is written: .*not for you$/,
  );
  t.is((error as RefusedError).status, 503);
  t.true(error?.cause instanceof ApiError);
});
