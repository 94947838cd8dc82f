import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import test from 'ava';
import { ask } from '../../functions/commands/ask.ts';

const { PATH, NODE_COMPILE_CACHE } = process.env;
const env = { PATH, NODE_COMPILE_CACHE, HOME: '/nowhere' };

/** Tells over its fourth stream what it did after its words had nowhere to go. */
const program = `
  import { writeSync } from 'node:fs';
  import { systemTerminal } from './functions/commands/terminal.ts';
  const { out, note } = systemTerminal();
  await new Promise((resolve) => process.stdin.once('data', resolve));
  for (let line = 0; line < 50; line += 1) {
    out('a line\\n');
    note('a note');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  writeSync(3, 'done');
  process.exit();
`;

test('who closes the pipe early ends nothing that is under way, nor does a closed standard error', async (t) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdout?.destroy();
  child.stderr?.destroy();
  const told: Buffer[] = [];
  child.stdio[3]?.on('data', (data: Buffer) => told.push(data));
  child.stdin?.end('go');
  const [status] = await once(child, 'close');
  t.is(Buffer.concat(told).toString(), 'done');
  t.is(status, 0);
});

test('a result that cannot be written is a failure, and told', async (t) => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['functions/command-line.ts', 'schema', 'cluster'], {
    env,
    stdio: ['ignore', full, 'pipe'],
  });
  const notes: Buffer[] = [];
  child.stderr?.on('data', (data: Buffer) => notes.push(data));
  const [status] = await once(child, 'close');
  t.is(status, 2);
  t.regex(Buffer.concat(notes).toString(), /^underpin: standard output cannot be written: ENOSPC.*\n$/);
});

function aDesk() {
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true, columns: 80 })];
  let interrupts = 0;
  const onInterrupt = () => {
    interrupts += 1;
  };
  return { desk: { input, output, onInterrupt }, input, interrupted: () => interrupts };
}

test('an answer is what was typed', async (t) => {
  const { desk, input, interrupted } = aDesk();
  const answer = ask('Go on? ', desk);
  input.write(' yes \r');
  t.is(await answer, 'yes');
  t.is(interrupted(), 0);
});

test('Ctrl-C at a question is an interrupt, and no failure', async (t) => {
  const { desk, input, interrupted } = aDesk();
  ask('Go on? ', desk).catch(() => undefined);
  input.write('\u0003');
  await new Promise((resolve) => setImmediate(resolve));
  t.is(interrupted(), 1);
});
