import test from 'ava';
import fc from 'fast-check';
import { canonicalAddress } from '../../shared/compare/address.ts';
import { isSameDuration } from '../../shared/compare/duration.ts';
import { isSameAmount, isSameQuantity, nanosOf } from '../../shared/compare/quantity.ts';
import { isDeepEqual, isSameScalar } from '../../shared/compare/scalar.ts';
import type { Json } from '../../shared/model/json.ts';

const sameQuantity = test.macro<[Json, Json]>({
  exec: (t, one, other) => t.true(isSameQuantity(one, other)),
  title: (_, one, other) => `C-03: the quantities ${JSON.stringify(one)} and ${JSON.stringify(other)} are one`,
});
const otherQuantity = test.macro<[Json, Json]>({
  exec: (t, one, other) => t.false(isSameQuantity(one, other)),
  title: (_, one, other) => `C-03: the quantities ${JSON.stringify(one)} and ${JSON.stringify(other)} are two`,
});

test(sameQuantity, '1000m', 1);
test(sameQuantity, 0.5, '500m');
test(sameQuantity, '1e3', '1k');
test(sameQuantity, '1E3', '1000');
test(sameQuantity, '1E', '1e18');
test(sameQuantity, '0.5Gi', '512Mi');
test(sameQuantity, '1.5Gi', '1610612736');
test(sameQuantity, '+5', '5');
test(sameQuantity, '.5', '0.5');
test(sameQuantity, '5.', '5');
test(sameQuantity, '-1', '-1000m');
test(sameQuantity, '1000000u', '1');
test(sameQuantity, '0.1n', '1n');
test(sameQuantity, '9223372036854775807', '9223372036854775807');
test(otherQuantity, '1G', '1Gi');
test(otherQuantity, '1', '1m');
test(otherQuantity, '1k', '1K');
test(otherQuantity, 'one', '1');
test(otherQuantity, '9223372036854775807', '9223372036854775806');
test(otherQuantity, true, 1);

/** In billionths. */
const quantities: [Json, bigint | undefined][] = [
  ['1n', 1n],
  ['1u', 10n ** 3n],
  ['1m', 10n ** 6n],
  ['1', 10n ** 9n],
  ['1k', 10n ** 12n],
  ['1M', 10n ** 15n],
  ['1G', 10n ** 18n],
  ['1T', 10n ** 21n],
  ['1P', 10n ** 24n],
  ['1E', 10n ** 27n],
  ['1Ki', 2n ** 10n * 10n ** 9n],
  ['1Mi', 2n ** 20n * 10n ** 9n],
  ['1Gi', 2n ** 30n * 10n ** 9n],
  ['1Ti', 2n ** 40n * 10n ** 9n],
  ['1Pi', 2n ** 50n * 10n ** 9n],
  ['1Ei', 2n ** 60n * 10n ** 9n],
  ['-1', -(10n ** 9n)],
  ['1e51', 10n ** 60n],
  ['1e52', undefined],
  ['1e-69', 1n],
  ['1e-70', undefined],
  ['0.12', 12n * 10n ** 7n],
  ['1.0000000001', 10n ** 9n + 1n],
  ['-1.5n', -2n],
  ['', undefined],
  ['.', undefined],
  ['+', undefined],
  ['Ki', undefined],
  ['x1', undefined],
  ['1x', undefined],
  [true, undefined],
  [null, undefined],
];
for (const [text, nanos] of quantities)
  test(`C-03: the quantity ${JSON.stringify(text)} is ${nanos ?? 'none'}`, (t) => t.is(nanosOf(text), nanos));

test('C-03: what is no quantity is the same as itself alone', (t) => {
  t.true(isSameQuantity('one', 'one'));
  t.false(isSameQuantity('one', 'two'));
  t.false(isSameQuantity(true, 'true'));
});

const same = (word: Parameters<typeof isSameScalar>[0], one: Json, other: Json) =>
  isSameScalar(word, one, other) && isSameScalar(word, other, one);

test('C-03: a value is compared by what the field holds', (t) => {
  t.true(same('duration', '90m', '1h30m0s'));
  t.false(same('string', '90m', '1h30m0s'));
  t.true(same('int-or-string', 80, '80'));
  t.false(same('int-or-string', 80, '81'));
  t.false(same('int-or-string', true, 'true'));
  t.false(same('int-or-string', [80], '80'));
  t.false(same('string', 1, '1'));
  t.false(same('bytes', 'YQ==', 1));
  t.true(same('bytes', 'YQ==', 'YQ'));
});

test('C-01: values of no known shape are compared whole, null and absent alike', (t) => {
  t.true(isDeepEqual({ a: [1, { b: null }] }, { a: [1, {}], c: null }));
  for (const [one, other] of [
    [[1], [1, 2]],
    [[1, 2], [1]],
    [
      [1, 2],
      [1, 3],
    ],
    [
      [1, 2],
      [3, 2],
    ],
    [[], {}],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
  ] as [Json, Json][])
    t.false(isDeepEqual(one, other), JSON.stringify([one, other]));
});

test('C-03: amounts of a resource list are kept in thousandths', (t) => {
  t.true(isSameAmount('100u', '1m'));
  t.true(isSameAmount('1.0001', '1001m'));
  t.false(isSameAmount('2m', '1m'));
});

test('C-03: a quantity says the same in thousandths, and in units of 1024', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (value) => {
      t.is(nanosOf(`${value}`), nanosOf(`${value * 1000n}m`));
      t.is(nanosOf(`${value}Ki`), nanosOf(`${value * 1024n}`));
      t.is(nanosOf(`${value}`), value * 10n ** 9n);
    }),
  );
});

test('no text hangs or breaks the reading of a quantity', (t) => {
  fc.assert(fc.property(fc.string(), (text) => nanosOf(text) === undefined || typeof nanosOf(text) === 'bigint'));
  t.is(nanosOf(`1e${'9'.repeat(400)}`), undefined);
  t.is(nanosOf('1e999'), undefined);
});

test('C-03: durations in other words', (t) => {
  t.true(isSameDuration('90m', '1h30m0s'));
  t.true(isSameDuration('1.5s', '1500ms'));
  t.true(isSameDuration('-1m', '-60s'));
  t.false(isSameDuration('1m', '1s'));
  t.false(isSameDuration('5', '5s'));
  t.false(isSameDuration('1d', '24h'));
});

const address = test.macro<[string, string]>({
  exec: (t, text, canonical) => t.is(canonicalAddress(text), canonical),
  title: (_, text, canonical) => `C-03: ${text} is ${canonical}`,
});

test(address, '2001:DB8:0:0:0:0:0:1', '2001:db8::1');
test(address, '2001:db8::1/64', '2001:db8::/64');
test(address, '10.1.2.3/8', '10.0.0.0/8');
test(address, '10.1.2.3', '10.1.2.3');
test(address, '0.0.0.0/0', '0.0.0.0/0');
test(address, 'example.com', 'example.com');
test(address, '10.1', '10.1');
test(address, '10.0.0.0/99', '10.0.0.0/99');
