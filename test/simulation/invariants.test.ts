import test from 'ava';
import { check } from './check.ts';
import { invariants } from './invariants/invariants.ts';
import { shape } from './told/a-home.ts';
import { tellings } from './told/told.ts';

for (const invariant of invariants)
  test(`${invariant.name} is found broken where it is, and whole where it is: ${invariant.says}`, (t) => {
    const { broken, whole } = tellings[invariant.name] ?? {};
    if (!broken || !whole) return t.fail('a checker without a history that breaks it may hold nothing');
    t.not(check(broken, shape, [invariant]).violations.length, 0);
    t.deepEqual(check(whole, shape, [invariant]).violations, []);
  });
