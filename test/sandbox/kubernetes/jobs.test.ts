import test from 'ava';
import { anApi } from './an-api.ts';

test('a Job runs on its node, tells its log, fails by its limits and goes with its time to live', async (t) => {
  const runner = () => ({ run: async () => ({ exitCode: 3, log: 'no\n' }) });
  const { clock, kubernetes, ask } = anApi({ runner });
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'by-hand' },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const spec = {
    backoffLimit: 1,
    ttlSecondsAfterFinished: 300,
    template: { spec: { restartPolicy: 'Never', nodeName: 'by-hand', containers: [{ name: 'a', image: 'x' }] } },
  };
  const path = '/apis/batch/v1/namespaces/default/jobs';
  await ask('POST', path, { metadata: { name: 'once' }, spec });
  await clock.advance(60_000);
  const { body } = await ask('GET', `${path}/once`);
  t.is(body.status.failed, 2);
  t.like(body.status.conditions.at(-1), { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' });
  const pods = await ask('GET', '/api/v1/namespaces/default/pods?labelSelector=job-name=once');
  t.is(pods.body.items[0].status.containerStatuses[0].state.terminated.exitCode, 3);
  t.is((await ask('GET', `/api/v1/namespaces/default/pods/${pods.body.items[0].metadata.name}/log`)).body, 'no\n');
  await clock.advance(300_000);
  t.is((await ask('GET', `${path}/once`)).status, 404);
});

test('a Job whose node never comes ends at its deadline', async (t) => {
  const { clock, ask } = anApi();
  const path = '/apis/batch/v1/namespaces/default/jobs';
  await ask('POST', path, {
    metadata: { name: 'late' },
    spec: {
      activeDeadlineSeconds: 120,
      template: { spec: { restartPolicy: 'Never', nodeName: 'nowhere', containers: [{ name: 'a', image: 'x' }] } },
    },
  });
  await clock.advance(130_000);
  t.like((await ask('GET', `${path}/late`)).body.status.conditions.at(-1), {
    type: 'Failed',
    reason: 'DeadlineExceeded',
  });
});
