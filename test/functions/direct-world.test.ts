import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { directWorld } from '../../functions/commands/direct-world.ts';
import { realWorld } from '../../shared/world.ts';

test('I-30 what cannot be written down any more is not begun, and what was begun is told all the same', (t) => {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'underpin-ledger-'));
  t.teardown(() => rmSync(stateDirectory, { recursive: true }));
  const [told, notes]: [string[], string[]] = [[], []];
  const real = realWorld();
  const world = { ...real, config: { ...real.config, stateDirectory } };
  const { log } = directWorld((line) => told.push(line), { world, note: (line) => notes.push(line) });
  const step = { kind: 'attach-disk', target: 'Disk/us-central1-a/foodata', requestId: 'a', because: null };
  t.notThrows(() => log.info('intent', step));
  const file = join(stateDirectory, 'ledger.jsonl');
  rmSync(file);
  mkdirSync(file);
  t.throws(() => log.info('intent', { ...step, requestId: 'b' }), { message: /^EISDIR/ });
  const before = told.length;
  t.notThrows(() => log.info('outcome', { ...step, state: 'done' }));
  t.true(told.length > before);
  t.regex(notes.join('\n'), /^not kept for `underpin history`: EISDIR/);
});
