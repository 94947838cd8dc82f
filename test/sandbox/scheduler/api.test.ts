import { CloudSchedulerClient } from '@google-cloud/scheduler/build/src/v1/cloud_scheduler_client.js';
import test from 'ava';
import { createScheduler } from '../../../sandbox/scheduler/scheduler.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { fixedCredentials } from '../../../shared/credentials.ts';
import { clientOptions, gax } from '../../../shared/google-client.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

const parent = 'projects/p/locations/us-central1';
const name = `${parent}/jobs/drift-audit`;

async function aClient(close: (work: () => Promise<void>) => void) {
  const scheduler = createScheduler({ runtime: systemRuntime });
  const server = await serveHttp(scheduler.handle);
  close(async () => {
    scheduler.close();
    await server.close();
  });
  const options = clientOptions({ endpoint: server.url, transport: fetch, credentials: fixedCredentials('token') });
  return new CloudSchedulerClient(options as never, gax as never);
}

test("Google's own client creates, reads, changes, pauses and deletes a job over HTTP", async (t) => {
  const client = await aClient(t.teardown);
  const httpTarget = {
    uri: 'https://f.test/',
    oidcToken: { serviceAccountEmail: 'schedule@p.iam.gserviceaccount.com' },
  };
  await client.createJob({ parent, job: { name, schedule: '17 3 * * *', timeZone: 'Europe/Berlin', httpTarget } });
  const [job] = await client.getJob({ name });
  t.like(job, {
    name,
    schedule: '17 3 * * *',
    timeZone: 'Europe/Berlin',
    state: 'ENABLED',
    attemptDeadline: { seconds: '180' },
  });
  t.like(job.httpTarget, { uri: 'https://f.test/', httpMethod: 'POST', oidcToken: { audience: 'https://f.test/' } });
  t.true(Number(job.scheduleTime?.seconds) * 1000 > Date.now());
  await client.updateJob({ job: { name, schedule: '30 4 * * *' }, updateMask: { paths: ['schedule'] } });
  t.is((await client.listJobs({ parent }))[0][0]?.schedule, '30 4 * * *');
  t.is((await client.pauseJob({ name }))[0].state, 'PAUSED');
  t.is((await client.resumeJob({ name }))[0].state, 'ENABLED');
  await client.deleteJob({ name });
  await t.throwsAsync(client.getJob({ name }), { message: /Job not found/ });
});

const refused = test.macro({
  exec: async (t, job: object) => {
    const client = await aClient(t.teardown);
    const given = { name, schedule: '17 3 * * *', httpTarget: { uri: 'https://f.test/' }, ...job };
    await t.throwsAsync(client.createJob({ parent, job: given }), {
      message: /INVALID_ARGUMENT|must|malformed|needs|never/,
    });
  },
  title: (_, job) => `a job is refused with ${JSON.stringify(job)}`,
});

test(refused, { schedule: 'every other night' });
test(refused, { schedule: '17 3 30 2 *' });
test(refused, { timeZone: 'Middle-earth/Bree' });
test(refused, { httpTarget: { uri: 'nowhere' } });
test(refused, { name: `${parent}/jobs/with space` });
test(refused, { attemptDeadline: { seconds: 3600 } });
