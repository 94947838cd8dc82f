import test from 'ava';
import fc from 'fast-check';
import { readRequest } from '../../shared/scope/request.ts';
import { anyCharacter } from '../builders/any-character.ts';
import { aRepairDesk } from './a-repair-desk.ts';

const words = fc.oneof(
  fc.constantFrom(
    'home',
    'nodes',
    'cluster',
    'scope',
    'apply',
    'plan',
    'node',
    '__proto__',
    'constructor',
    '',
    '\0',
    '../..',
  ),
  fc.string({ unit: anyCharacter, maxLength: 40 }),
);
const values = fc.oneof(words, fc.boolean(), fc.constant(null), fc.double(), fc.array(words, { maxLength: 3 }));
const parts = fc.dictionary(words, values, { maxKeys: 3 });
/** Near to what is right, since what is far from it is refused at the first look. */
const bodies = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { cluster: fc.oneof(fc.constant('home'), values), scope: fc.oneof(parts, values), apply: values, plan: values },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: parts },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const texts = fc.oneof(
  bodies.map((body) => JSON.stringify(body)),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  bodies.chain((body) => fc.nat().map((at) => JSON.stringify(body).slice(0, at % 200))),
);
const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=klingon',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/cloudevents+json',
  '',
);

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

test('no request gives 500, hangs or applies anything', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const authorization = `Bearer ${desk.token()}`;
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      texts,
      types,
      fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH'),
      async (body, type, method) => {
        const { status } = await desk.send({
          method,
          body,
          headers: { authorization, ...(type && { 'content-type': type }) },
        });
        seen.add(status);
        return status !== 500;
      },
    ),
    { numRuns: 500 },
  );
  t.true(seen.has(400) && seen.has(405) && seen.has(415), [...seen].join());
  t.false(desk.cloud.compute.calls.some(({ mutating }) => mutating));
  t.false(desk.kubernetes.calls.some(({ mutating }) => mutating));
});

test('the size is looked at before anything else', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const body = JSON.stringify({ cluster: 'home', plan: 'x'.repeat(256 * 1024) });
  const { status, json } = await desk.send({ method: 'POST', body, headers: { 'content-type': 'application/json' } });
  t.is(status, 413);
  t.regex(String(json.error), /more than 256 KiB/);
});
