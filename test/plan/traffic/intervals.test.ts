import test from 'ava';
import fc from 'fast-check';
import {
  common,
  covers,
  type Interval,
  intersects,
  pieces,
  sizeOf,
  subtract,
  union,
} from '../../../shared/plan/traffic/intervals.ts';

const bound = 40;
const interval = fc
  .tuple(fc.nat(bound), fc.nat(bound))
  .map(([one, other]): Interval => [BigInt(Math.min(one, other)), BigInt(Math.max(one, other))]);
const intervals = fc.array(interval, { maxLength: 6 });

function members(of: Interval[]): Set<number> {
  const numbers = Array.from({ length: bound + 1 }, (_, number) => number);
  return new Set(numbers.filter((one) => of.some(([first, last]) => one >= first && one <= last)));
}

test('intervals behave as the sets of numbers they stand for', (t) => {
  fc.assert(
    fc.property(intervals, intervals, (one, other) => {
      const [ours, theirs] = [members(one), members(other)];
      t.deepEqual(members(union(one)), ours);
      t.deepEqual(members(subtract(one, other)), new Set([...ours].filter((number) => !theirs.has(number))));
      t.deepEqual(members(common(one, other)), new Set([...ours].filter((number) => theirs.has(number))));
      t.is(Number(sizeOf(one)), ours.size);
      t.is(
        covers(one, other),
        [...theirs].every((number) => ours.has(number)),
      );
      t.is(
        intersects(one, other),
        [...ours].some((number) => theirs.has(number)),
      );
    }),
  );
  t.pass();
});

test('each interval is made of whole pieces, which have nothing in common', (t) => {
  fc.assert(
    fc.property(intervals, (all) => {
      const found = pieces(all);
      t.deepEqual(members(found), members(all));
      t.is(
        found.reduce((sum, piece) => sum + sizeOf([piece]), 0n),
        sizeOf(all),
      );
      t.true(found.every((piece) => all.every((one) => !intersects([one], [piece]) || covers([one], [piece]))));
    }),
  );
  t.pass();
});

test('a union is the shortest way to say it', (t) => {
  t.deepEqual(
    union([
      [5n, 6n],
      [1n, 2n],
      [3n, 4n],
      [8n, 9n],
    ]),
    [
      [1n, 6n],
      [8n, 9n],
    ],
  );
});
