import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { readEvent } from '../../shared/scope/scope.ts';
import { damaged, foreign, isClean } from '../fuzz/scope-events.ts';

const situations = new URL('situations/', import.meta.url);

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
