import test from 'ava';
import { check } from './check.ts';
import { invariants } from './invariants/invariants.ts';
import { shape } from './told/a-home.ts';
import { tellings } from './told/told.ts';

const clauses = Object.entries(tellings).filter(([name]) => name.includes(': '));

for (const [name, { broken, whole, shape: own }] of clauses)
  test(name, (t) => {
    const meant = invariants.filter((one) => name.startsWith(`${one.name}: `));
    const home = { ...shape, ...own };
    t.not(check(broken, home, meant).violations.length, 0);
    t.deepEqual(check(whole, home, meant).violations, []);
  });
