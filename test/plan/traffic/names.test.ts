import test from 'ava';
import { resourceName } from '../../../shared/plan/traffic/name.ts';

const named = test.macro({
  exec: (t, words: string[], expected: string) => t.is(resourceName(...words), expected),
  title: (_, words: string[]) => `the name of ${JSON.stringify(words)}`,
});

test(named, ['home', 'web'], 'home-web');
test(named, ['Home', 'a_b  c', '10.0.0.0/8'], 'home-a-b-c-10-0-0-0-8');
test(named, ['9lives', 'x'], 'lives-x');
test(named, ['home', 'x-', '-'], 'home-x');
test(named, ['a'.repeat(63)], 'a'.repeat(63));
test(named, ['a'.repeat(64)], `${'a'.repeat(54)}-659184ac`);
test(named, [`${'a'.repeat(53)}-bbbbbbbbbbbb`], `${'a'.repeat(53)}-c543ec47`);

test('two long names that begin alike are two', (t) => {
  const [one, other] = ['b', 'c'].map((last) => resourceName('a'.repeat(70), last));
  t.not(one, other);
  t.true([one, other].every((name) => name?.length === 63));
});
