import test from 'ava';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import type { Json, JsonObject } from '../../shared/model/json.ts';
import { parseReference } from '../../shared/model/reference.ts';
import { recordAnswers } from '../fuzz/recorded-answers.ts';

const scope = { cluster: 'home', concern: 'everything', mode: 'plan' } as const;

/** What is told when the answer to one request comes changed. */
async function gapsWith(request: string, change: (answer: JsonObject) => Json) {
  const declared = await readDeclared('examples/containers');
  const { home, keys, replay } = await recordAnswers(({ clock, world }, transport) =>
    clock.drive(run(declared, scope, { ...world, transport })),
  );
  const key = keys.find((one) => one.endsWith(request)) ?? '';
  const toText = (answer: Json) => JSON.stringify(change(answer as JsonObject));
  const { transport } = replay(new Map([[key, { what: request, lies: false, toText }]]));
  const { live } = await home.clock.drive(run(declared, scope, { ...home.world, transport }));
  home.close();
  return live.gaps.map(({ area, why }) => `${area}: ${why}`);
}

const told = test.macro(async (t, request: string, change: (answer: JsonObject) => Json, expected: RegExp) =>
  t.regex((await gapsWith(request, change)).join('\n'), expected),
);

test(
  'P-07: an answer that is no list is no empty list',
  told,
  '/firewalls',
  () => ({}),
  /^firewalls: the answer is no list/,
);
test(
  'P-07: a list whose items are something else is no empty list',
  told,
  '/httpHealthChecks',
  (answer) => ({ ...answer, items: 'many' }),
  /^healthChecks: the answer is no list/,
);
test(
  'P-07: a zone that says neither what is in it nor that nothing is',
  told,
  '/aggregated/instances',
  (answer) => ({ ...answer, items: { ...(answer.items as JsonObject), 'zones/us-central1-b': {} } }),
  /^instances: `zones\/us-central1-b` was answered with neither anything nor nothing/m,
);
test(
  'P-07: a list that names no zone at all has lost them on the way',
  told,
  '/aggregated/instances',
  (answer) => ({ ...answer, items: {} }),
  /^instances: the answer names no zone or region at all/m,
);
test(
  'P-07: a list with something nameless in it proves no absence',
  told,
  '/nodes',
  (answer) => ({ ...answer, items: [{ metadata: {} }] }),
  /^nodes: the answer is no list of objects with names/m,
);
test(
  'P-07: nor does one whose item tells no namespace',
  told,
  '/namespaces/default/services',
  (answer) => ({ ...answer, items: [{ metadata: { name: 'frontend' } }] }),
  /^objects: the answer is no list of objects with names/m,
);
test(
  'what a client stumbles over is told as an answer that cannot be read',
  told,
  '/targetPools',
  (answer) => ({ ...answer, items: [{ selfLink: { a: 1 } }] }),
  /^pools: the answer cannot be read: /m,
);
test(
  'GKE may answer an end point that is none',
  told,
  '/clusters/home',
  (answer) => ({ ...answer, endpoint: { a: 1 } }),
  /has no end point yet/,
);

test('P-02: what is no name in a URL is not understood', (t) => {
  t.is(parseReference("projects/p/zones/us-central1-a/instances/a'b", 'p'), undefined);
  t.like(parseReference('projects/example.com:p/zones/us-central1-a/instances/a-1', 'p'), {
    project: 'example.com:p',
    name: 'a-1',
  });
});
