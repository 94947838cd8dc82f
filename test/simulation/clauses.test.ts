import test from 'ava';
import { check } from './check.ts';
import { invariants } from './invariants/invariants.ts';
import { shape } from './told/a-home.ts';
import { tellings } from './told/told.ts';

const clauses = Object.entries(tellings).filter(([name]) => name.includes(': '));

for (const [name, { broken, whole }] of clauses)
  test(name, (t) => {
    const own = invariants.filter((one) => name.startsWith(`${one.name}: `));
    t.not(check(broken, shape, own).violations.length, 0);
    t.deepEqual(check(whole, shape, own).violations, []);
  });
