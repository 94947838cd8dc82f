import test from 'ava';
import fc from 'fast-check';
import { targets } from './targets.ts';

/** A second or two of each; `npm run fuzz` takes 100,000 inputs. */
const numRuns: Record<string, number> = {
  'scope-events': 1_000,
  declarations: 500,
  'repair-requests': 300,
  'node-events': 300,
  'audit-ticks': 300,
  'compute-answers': 25,
  'kubernetes-answers': 25,
};

for (const { name, open } of targets)
  test.serial(`whatever comes as ${name}, nothing crashes, hangs or writes what it should not`, async (t) => {
    t.timeout(60_000);
    const { property, seen, close } = await open();
    t.teardown(close);
    await fc.assert(property, { numRuns: numRuns[name] ?? 100 });
    t.true(seen.size !== 1, 'always the same answer');
  });
