import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import type { Decision } from '../../shared/model/decision.ts';
import { readEvent } from '../../shared/scope/scope.ts';

const situations = new URL('situations/', import.meta.url);
const samples = readdirSync(situations).map((file) => readFileSync(new URL(file, situations), 'utf8'));

const keys = [
  'protoPayload',
  'jsonPayload',
  'resource',
  'labels',
  'operation',
  'first',
  'last',
  'id',
  'methodName',
  'serviceName',
  'resourceName',
  'status',
  'code',
  'message',
  'data',
  'attributes',
  'type_url',
  'payload',
  'specversion',
  'type',
  'involvedObject',
  'kind',
  'reason',
  'name',
  'project_id',
  'instance_id',
  'zone',
  'severity',
  'logName',
  '__proto__',
  'constructor',
  'toString',
  'response',
  'spec',
  'providerID',
];
const words = [
  'compute.googleapis.com',
  'k8s.io',
  'v1.compute.instances.delete',
  'compute.instances.preempted',
  'io.k8s.core.v1.nodes.create',
  'Node',
  'NodeReady',
  '1.0',
  'projects/p/zones/us-central1-a/instances/n',
  '../../etc/passwd',
  'gce://p/us-central1-a/n',
  "x' OR 1=1 --",
  '\u202e',
  '\n',
  'type.googleapis.com/google.container.v1beta1.UpgradeEvent',
  'e30=',
  'ERROR',
  '8',
  'A'.repeat(70),
  '-',
  'us-central1-a',
];
const leaf = fc.oneof(
  fc.constantFrom(...words),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { foreign } = fc.letrec<{ foreign: unknown }>((tie) => ({
  foreign: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, fc.string()), tie('foreign'), {
      maxKeys: 6,
    }),
    fc.array(tie('foreign'), { maxLength: 3 }),
  ),
}));

/** A real event with one value anywhere replaced, which gets deeper than chance alone. */
const damaged = fc
  .record({ text: fc.constantFrom(...samples), at: fc.nat(), by: foreign })
  .map(({ text, at, by }) => replaceOne(JSON.parse(text), at, by));

test('foreign input never throws and gives the full, clean shape', (t) => {
  fc.assert(
    fc.property(foreign, (input) => isClean(readEvent(input))),
    { numRuns: 5_000 },
  );
  t.pass();
});

test('a damaged event never throws and gives the full, clean shape', (t) => {
  fc.assert(
    fc.property(damaged, (input) => isClean(readEvent(input))),
    { numRuns: 5_000 },
  );
  t.pass();
});

test('arbitrary text and bytes never throw', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array()), (input) => isClean(readEvent(input))),
    { numRuns: 1_000 },
  );
  t.pass();
});

test('whatever traps an object holds, it is rejected', (t) => {
  const trapped = new Proxy(
    {},
    {
      getOwnPropertyDescriptor: () => {
        throw new Error('trap');
      },
      ownKeys: () => {
        throw new Error('trap');
      },
    },
  );
  const getter = Object.defineProperty({}, 'protoPayload', {
    enumerable: true,
    get: () => {
      throw new Error('trap');
    },
  });
  for (const input of [trapped, getter, () => 0, Symbol('x'), 10n, new Map(), new Date(Number.NaN)])
    t.is(readEvent(input).decision, 'reject');
});

test('a deep or large event is answered quickly', (t) => {
  const inputs = [
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    `${'{"data":'.repeat(30_000)}1${'}'.repeat(30_000)}`,
    'a'.repeat(5_000_000),
    `{"protoPayload":{"resourceName":"${'projects/'.repeat(100_000)}","methodName":"${'compute.'.repeat(100_000)}"}}`,
    `{"protoPayload":{"resourceName":"projects/${'a-'.repeat(50_000)}/zones/${'a-'.repeat(50_000)}/instances/x","methodName":"compute.instances.insert"}}`,
  ];
  const begun = performance.now();
  for (const input of inputs) t.true(isClean(readEvent(input)));
  t.true(performance.now() - begun < 1_000 * inputs.length);
});

test('an own key called __proto__ lends nothing', (t) => {
  const event =
    '{"__proto__":{"protoPayload":{"serviceName":"compute.googleapis.com","methodName":"compute.instances.preempted","resourceName":"projects/p/zones/us-central1-a/instances/n"}}}';
  t.is(readEvent(event).decision, 'reject');
  t.is(({} as { protoPayload?: unknown }).protoPayload, undefined);
});

test('inherited keys are not read', (t) => {
  const entry = JSON.parse(readFileSync(new URL('system-preempted.json', situations), 'utf8'));
  t.is(readEvent(entry).decision, 'act');
  t.is(readEvent(Object.create(entry)).decision, 'reject');
});

const fields = [
  'change',
  'cluster',
  'decision',
  'instance',
  'instanceId',
  'project',
  'publishedAt',
  'region',
  'source',
  'why',
  'zone',
];
const clean: Record<'project' | 'zone' | 'region' | 'instance' | 'instanceId' | 'publishedAt', RegExp> = {
  project: /^(?:[-a-z0-9.]+:)?[a-z0-9][-a-z0-9]{0,62}$/,
  zone: /^[a-z]+(?:-[a-z]+)*\d+-[a-z][a-z0-9]*$/,
  region: /^[a-z]+(?:-[a-z]+)*\d+$/,
  instance: /^[a-z][-a-z0-9]{0,62}$/,
  instanceId: /^\d{1,20}$/,
  publishedAt: /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/,
};

function isClean(decision: Decision): boolean {
  const isWhole = Object.keys(decision).sort().join() === fields.join();
  const areWordsClean = (['project', 'zone', 'region', 'instance', 'instanceId', 'publishedAt'] as const).every(
    (field) => {
      const value = decision[field];
      return value === null || clean[field].test(value);
    },
  );
  const isWhyClean = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(decision.why) && decision.why.length < 1_000;
  const isChangeTold = decision.decision === 'act' || decision.change === 'unknown';
  return isWhole && areWordsClean && isWhyClean && isChangeTold;
}

function replaceOne(event: unknown, at: number, by: unknown): unknown {
  let left = at % 60;
  return JSON.parse(JSON.stringify(event), (_key, value: unknown) => (left-- === 0 ? by : value));
}
