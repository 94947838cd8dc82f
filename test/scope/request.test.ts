import test from 'ava';
import fc from 'fast-check';
import { readRequest } from '../../shared/scope/request.ts';

const hash = 'sha256:9f2c1e';

test('a cluster alone asks for a plan of everything', (t) => {
  t.deepEqual(readRequest({ cluster: 'home' }), {
    scope: { cluster: 'home', concern: 'everything', mode: 'plan' },
    plan: null,
  });
});

test('a part and a hash ask to apply exactly that', (t) => {
  const scope = { cluster: 'home', only: { pool: 'nodes' }, concern: 'everything', mode: 'apply' } as const;
  t.deepEqual(readRequest({ cluster: 'home', scope: { pool: 'nodes' }, apply: true, plan: hash }), {
    scope,
    plan: hash,
  });
});

const refused = test.macro((t, body: unknown, field: string, words: RegExp) => {
  const answer = readRequest(body);
  if (!('error' in answer)) return t.fail(JSON.stringify(answer));
  t.is(answer.error.field, field);
  t.regex(answer.error.message, words);
});

test('nothing at all is refused', refused, undefined, '', /must be a JSON object.*received nothing/);
test('a list is refused', refused, [], '', /received a list/);
test('a missing cluster is named', refused, {}, 'cluster', /received nothing/);
test('a cluster with capitals is told back', refused, { cluster: 'Home' }, 'cluster', /lower-case.*`"Home"`/);
test(
  'two parts at once are refused',
  refused,
  { cluster: 'home', scope: { pool: 'a', node: 'b' } },
  'scope',
  /exactly one of/,
);
test(
  'an empty part is refused',
  refused,
  { cluster: 'home', scope: {} },
  'scope',
  /leave scope out for the whole cluster/,
);
test(
  'an unknown part is named with the known ones',
  refused,
  { cluster: 'home', scope: { pol: 'a' } },
  'scope.pol',
  /node, pool, disk, stack/,
);
test(
  'an unknown field is named with the known ones',
  refused,
  { cluster: 'home', dryRun: true },
  'dryRun',
  /cluster, scope, apply, plan/,
);
test('apply as text is refused', refused, { cluster: 'home', apply: 'true' }, 'apply', /boolean.*`"true"`/);
test('apply without a hash is refused', refused, { cluster: 'home', apply: true }, 'plan', /ask for a plan first/);
test('a hash without apply is refused', refused, { cluster: 'home', plan: hash }, 'plan', /"apply": true/);
test('a path is no pool', refused, { cluster: 'home', scope: { pool: '../x' } }, 'scope.pool', /lower-case/);
test(
  'a key called __proto__ is refused',
  refused,
  JSON.parse('{"cluster":"home","__proto__":{"apply":true}}'),
  '__proto__',
  /not a field/,
);
test(
  'a very deep value is refused',
  refused,
  { cluster: 'home', scope: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) },
  'scope',
  /a list/,
);

test('arbitrary bodies never throw, and apply only with apply true and a hash', (t) => {
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        cluster: fc.constantFrom('home', 'X', 7),
        scope: fc.jsonValue(),
        apply: fc.constantFrom(true, false, 'true', 1),
        plan: fc.constantFrom(hash, '', null),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(body, (value) => {
      const answer = readRequest(value);
      if ('error' in answer) return answer.error.message.length > 0;
      return answer.scope.mode !== 'apply' || answer.plan === hash;
    }),
    { numRuns: 2_000 },
  );
  t.pass();
});
