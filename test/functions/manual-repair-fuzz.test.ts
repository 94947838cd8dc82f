import test from 'ava';
import fc from 'fast-check';
import { readRequest } from '../../shared/scope/request.ts';
import { bodies } from '../fuzz/repair-requests.ts';
import { aRepairDesk } from './a-repair-desk.ts';

test('no body makes a request of something else than a cluster, a part and a hash', (t) => {
  fc.assert(
    fc.property(bodies, (body) => {
      const read = readRequest(body);
      if ('error' in read) return read.error.message.length > 0;
      return read.scope.mode === 'plan' || typeof read.plan === 'string';
    }),
    { numRuns: 100_000 },
  );
  t.pass();
});

test('the size is looked at before anything else', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const body = JSON.stringify({ cluster: 'home', plan: 'x'.repeat(256 * 1024) });
  const { status, json } = await desk.send({ method: 'POST', body, headers: { 'content-type': 'application/json' } });
  t.is(status, 413);
  t.regex(String(json.error), /more than 256 KiB/);
});
