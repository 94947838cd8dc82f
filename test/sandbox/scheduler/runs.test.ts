import test from 'ava';
import { createScheduler } from '../../../sandbox/scheduler/scheduler.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';

const name = 'projects/p/locations/us-central1/jobs/drift-audit';

interface Run {
  at: string;
  headers: Headers;
  body: string;
}

/** `statuses` are answered in turn, the last one for ever; 0 is no answer at all. */
function aJob(start: string, facts: object = {}, statuses: number[] = [200]) {
  const clock = createVirtualClock({ start: Date.parse(start) });
  const runs: Run[] = [];
  const scheduler = createScheduler({
    runtime: clock,
    identityToken: async ({ email, audience }) => `${email} for ${audience}`,
    transport: async (_url, { headers, body, signal }) => {
      const text = body instanceof Uint8Array ? Buffer.from(body).toString() : '';
      runs.push({ at: new Date(clock.now()).toISOString(), headers: new Headers(headers), body: text });
      const status = statuses[Math.min(runs.length, statuses.length) - 1] ?? 200;
      if (status === 0) await clock.sleep(86_400_000, signal ?? undefined);
      return new Response(null, { status: status || 200 });
    },
  });
  scheduler.createJob({ name, schedule: '17 3 * * *', httpTarget: { uri: 'https://f.test/' }, ...facts });
  return { clock, scheduler, runs };
}

test('a job runs at its time in its time zone, summer and winter', async (t) => {
  const { clock, runs } = aJob('2026-10-23T12:00:00Z', { timeZone: 'Europe/Berlin' });
  await clock.advance(3 * 86_400_000);
  t.deepEqual(
    runs.map(({ at }) => at.slice(0, 16)),
    ['2026-10-24T01:17', '2026-10-25T02:17', '2026-10-26T02:17'],
  );
});

test('a run tells who it is, when it was due, and carries a token for its audience', async (t) => {
  const oidcToken = { serviceAccountEmail: 'schedule@p.iam.gserviceaccount.com' };
  const httpTarget = { uri: 'https://f.test/', body: Buffer.from('{"a":1}').toString('base64'), oidcToken };
  const { clock, scheduler, runs } = aJob('2026-10-23T00:00:00Z', { httpTarget });
  await clock.advance(4 * 3_600_000);
  const [run] = runs;
  t.is(run?.body, '{"a":1}');
  t.is(run?.headers.get('x-cloudscheduler-jobname'), 'drift-audit');
  t.is(run?.headers.get('x-cloudscheduler-scheduletime'), '2026-10-23T03:17:00.000Z');
  t.is(run?.headers.get('user-agent'), 'Google-Cloud-Scheduler');
  t.is(run?.headers.get('authorization'), 'Bearer schedule@p.iam.gserviceaccount.com for https://f.test/');
  t.like(scheduler.job(name), {
    status: {},
    lastAttemptTime: '2026-10-23T03:17:00.000Z',
    scheduleTime: '2026-10-24T03:17:00.000Z',
  });
});

test('without a retry configuration a failed run is not repeated, and its status stays', async (t) => {
  const { clock, scheduler, runs } = aJob('2026-10-23T00:00:00Z', {}, [500]);
  await clock.advance(12 * 3_600_000);
  t.is(runs.length, 1);
  t.deepEqual(scheduler.job(name).status, { code: 13 });
});

test('a failed run is repeated as often and as late as configured', async (t) => {
  const retryConfig = { retryCount: 3, minBackoffDuration: '60s', maxBackoffDuration: '90s' };
  const { clock, runs } = aJob('2026-10-23T00:00:00Z', { retryConfig }, [503]);
  await clock.advance(12 * 3_600_000);
  t.deepEqual(
    runs.map(({ at }) => at.slice(11, 19)),
    ['03:17:00', '03:18:00', '03:19:30', '03:21:00'],
  );
});

test('a run without an answer ends at its deadline', async (t) => {
  const { clock, scheduler } = aJob('2026-10-23T00:00:00Z', { attemptDeadline: '30s' }, [0]);
  await clock.advance(4 * 3_600_000);
  t.deepEqual(scheduler.job(name).status, { code: 4 });
});

test('a paused job does not run until somebody runs it', async (t) => {
  const { clock, scheduler, runs } = aJob('2026-10-23T00:00:00Z');
  const pause = new Request(`https://cloudscheduler.googleapis.com/v1/${name}:pause`, { method: 'POST' });
  t.is((await scheduler.handle(pause)).status, 200);
  await clock.advance(48 * 3_600_000);
  t.is(runs.length, 0);
  scheduler.runJob(name);
  await clock.advance(1000);
  t.is(runs.length, 1);
});
