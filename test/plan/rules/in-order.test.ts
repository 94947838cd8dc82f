import test from 'ava';
import { rulesFor } from '../../../shared/plan/rules/rules.ts';
import { anOpenedService, anOpening } from '../../builders/live.ts';

test('what was set up by hand as declared has no finding, by any rule', (t) => {
  const found = rulesFor('everything').flatMap((rule) => rule(anOpening(), anOpenedService()));
  t.deepEqual(found, []);
});
