import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import test from 'ava';
import fc from 'fast-check';
import { holdTransport } from '../../sandbox/hold-transport.ts';
import { createPacedClock } from '../../sandbox/paced-clock.ts';
import { createVirtualClock } from '../../sandbox/virtual-clock.ts';

test('hours of sleep pass in no time', async (t) => {
  const clock = createVirtualClock({ start: 1000 });
  const began = performance.now();
  await clock.drive(clock.sleep(3 * 3_600_000));
  t.is(clock.now(), 1000 + 3 * 3_600_000);
  t.true(performance.now() - began < 1000);
});

test('timers fire in order of time, then of insertion', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60 }), async (delays) => {
      const clock = createVirtualClock({ start: 0 });
      const fired: [number, number][] = [];
      delays.forEach((delay, index) => void clock.sleep(delay).then(() => fired.push([clock.now(), index])));
      await clock.advance(20);
      const expected = delays.map((delay, index): [number, number] => [delay, index]);
      expected.sort(([time, index], [otherTime, otherIndex]) => time - otherTime || index - otherIndex);
      t.deepEqual(fired, expected);
      t.is(clock.now(), 20);
    }),
    { numRuns: 30 },
  );
});

test('time does not pass while work is held', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  const slow = clock.hold(new Promise<number>((resolve) => setTimeout(() => resolve(clock.now()), 30)));
  const timer = clock.sleep(10).then(() => clock.now());
  t.is(await clock.drive(slow), 0);
  t.is(await clock.drive(timer), 10);
});

test('a held rejection is passed on and releases the clock', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  await t.throwsAsync(clock.drive(clock.hold(Promise.reject(new Error('reset')))), { message: 'reset' });
  t.is(clock.held, 0);
  await clock.drive(clock.sleep(5));
  t.is(clock.now(), 5);
});

test('reading a file counts as work although nobody holds it', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  const reading = readFile(new URL(import.meta.url)).then(() => clock.now());
  void clock.sleep(1000);
  t.is(await clock.drive(reading), 0);
});

test('a sleep that is aborted ends at once, and its timer is gone', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  const stop = new AbortController();
  const sleeping = clock.sleep(1_000_000, stop.signal);
  stop.abort();
  await clock.drive(sleeping);
  await clock.runUntilIdle(10_000_000);
  t.is(clock.now(), 0);
});

test('a dead end is told instead of hanging', async (t) => {
  const clock = createVirtualClock();
  await t.throwsAsync(clock.drive(new Promise(() => undefined)), { message: /dead end/ });
});

test('advance stops between two timers, and runUntilIdle at its limit', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  let beats = 0;
  const beat = async () => {
    for (;;) {
      await clock.sleep(10);
      beats++;
    }
  };
  void beat();
  await clock.advance(25);
  t.deepEqual([clock.now(), beats], [25, 2]);
  await clock.runUntilIdle(100);
  t.is(beats, 12);
});

test('two that drive at once share one time', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  const late = clock.sleep(20).then(() => clock.now());
  const early = clock.sleep(10).then(() => clock.now());
  t.deepEqual(await Promise.all([clock.drive(late), clock.drive(early)]), [20, 10]);
});

test('the same seed gives the same numbers and well-formed UUIDs', (t) => {
  const [one, other] = [createVirtualClock({ seed: 7 }), createVirtualClock({ seed: 7 })];
  t.deepEqual([one.random(), one.uuid()], [other.random(), other.uuid()]);
  t.not(one.uuid(), one.uuid());
  t.regex(one.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a request over a real socket holds the clock until its body is here', async (t) => {
  const clock = createVirtualClock({ start: 0 });
  const server = createServer((_, answer) => {
    answer.write('first, ');
    setTimeout(() => answer.end('second'), 30);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
  const transport = holdTransport(clock, (to, init) => fetch(to, init));
  void clock.sleep(1000);
  const asking = transport(url, {}).then(async (answer) => [await answer.text(), answer.url, clock.now()]);
  t.deepEqual(await clock.drive(asking), ['first, second', url, 0]);
  server.closeAllConnections();
  server.close();
});

test('a paced clock runs as many times faster as it is told', async (t) => {
  const clock = createPacedClock({ start: 0, speed: 100, seed: 3 });
  // However slow the machine is: between the outer looks at its own clock and the inner ones.
  const look = () => [performance.now(), clock.now(), performance.now()] as const;
  const [outerStart, start, innerStart] = look();
  await clock.sleep(2000);
  const [innerEnd, end, outerEnd] = look();
  t.true(end - start >= 1900, `it slept ${end - start}`);
  t.true(end - start >= 100 * (innerEnd - innerStart) - 200 && end - start <= 100 * (outerEnd - outerStart) + 200);
  t.is(createPacedClock({ seed: 3 }).uuid(), createPacedClock({ seed: 3 }).uuid());
});
