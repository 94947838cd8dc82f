import { getTestServer } from '@google-cloud/functions-framework/testing';
import test from 'ava';
import { register } from '../../functions/index.ts';
import { aHomeWorld } from '../a-home-world.ts';
import { anEntry, dropMember, isComplete, post, push } from './a-push.ts';

test.serial('a log entry through a Pub/Sub push mends the pool and is acknowledged', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  t.is(await post(home, push(anEntry())), 204);
  t.true(isComplete(home));
  home.close();
});

const headers = {
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-type': 'google.cloud.audit.log.v1.written',
  'ce-source': '//cloudaudit.googleapis.com/projects/my-project/logs/activity',
};

test.serial('a direct CloudEvent in binary mode does the same', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  t.is(await post(home, anEntry(), headers), 204);
  t.true(isComplete(home));
  home.close();
});

test.serial('noise and nonsense are acknowledged without a look at the world', async (t) => {
  const home = await aHomeWorld();
  for (const data of [
    'Node pool is upgrading',
    { protoPayload: { methodName: 'NotifyInstanceLocation' } },
    { resource: 7 },
  ]) {
    t.is(await post(home, push(data)), 204);
  }
  t.is(await post(home, push(anEntry({ padding: 'x'.repeat(300_000) }))), 204);
  t.is(await post(home, anEntry({ padding: '€'.repeat(100_000) }), headers), 204, 'its bytes count');
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial("an event of somebody else's project is acknowledged without a look at the world", async (t) => {
  const home = await aHomeWorld();
  const foreign = JSON.parse(JSON.stringify(anEntry()).replaceAll('my-project', 'other-project'));
  t.is(await post(home, push(foreign)), 204);
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial('I-17 a broken or missing declaration changes nothing and is delivered again', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  const { world } = home;
  for (const declarations of ['no/such/directory', 'test/scope']) {
    const broken = { ...home, world: { ...world, config: { ...world.config, declarations } } };
    t.is(await post(broken, push(anEntry())), 500);
  }
  t.deepEqual(home.cloud.compute.calls, []);
  home.close();
});

test.serial('I-27 an API that is down is no mutation and no acknowledgement', async (t) => {
  const home = await aHomeWorld({ environment: { UNDERPIN_WAIT_SECONDS: '0' } });
  dropMember(home);
  home.kubernetes.faults.add({ fault: 'F-01', times: Number.POSITIVE_INFINITY });
  const status = await post(home, push(anEntry()));
  t.is(status, 500);
  t.deepEqual(
    home.cloud.compute.calls.filter(({ mutating }) => mutating),
    [],
  );
  home.close();
});

test('the three functions are registered under their names', (t) => {
  register(() => {
    throw new Error('built with the first call only');
  });
  for (const name of ['nodeChange', 'driftAudit', 'manualRepair']) t.truthy(getTestServer(name));
});
