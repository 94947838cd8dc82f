import test from 'ava';
import type { Fault, FaultName } from '../../../sandbox/kubernetes/faults.ts';
import { anApi } from './an-api.ts';

const path = '/api/v1/namespaces/default/configmaps';
const isCreation = (call: { verb: string }) => call.verb === 'create';

async function createUnder(fault: Fault) {
  const api = anApi({ controllers: false });
  api.kubernetes.faults.add({ when: isCreation, times: 1, ...fault });
  const asking = api.ask('POST', path, { metadata: { name: 'a' } }).catch((error: Error) => error);
  const answer = await api.clock.drive(asking);
  const isThere = (await api.ask('GET', `${path}/a`)).status === 200;
  return { ...api, answer, isThere };
}

const refuses = test.macro({
  title: (_, fault: FaultName, status: number) => `${fault} answers ${status} and changes nothing`,
  async exec(t, fault: FaultName, status: number) {
    const { answer, isThere, kubernetes } = await createUnder({ fault });
    t.is('status' in answer ? answer.status : 0, status);
    t.false(isThere);
    t.is(kubernetes.calls[0]?.status, status);
  },
});

test(refuses, 'F-04', 429);
test(refuses, 'F-05', 403);
test(refuses, 'F-06', 503);
test(refuses, 'F-07', 401);
test(refuses, 'F-08', 403);
test(refuses, 'F-09', 404);
test(refuses, 'F-10', 409);
test(refuses, 'F-12', 502);

test('F-01 fails as fetch does when nobody listens', async (t) => {
  const { answer, isThere, kubernetes } = await createUnder({ fault: 'F-01' });
  t.true(answer instanceof TypeError);
  t.is((answer as { cause?: { code?: string } }).cause?.code, 'ECONNREFUSED');
  t.false(isThere);
  t.is(kubernetes.calls[0]?.status, 0);
});

test('F-02 is carried out although its caller hears nothing', async (t) => {
  const { answer, isThere, clock } = await createUnder({ fault: 'F-02', delayMilliseconds: 20_000 });
  t.true(answer instanceof TypeError);
  t.true(isThere);
  t.is(clock.now() % 60_000, 20_000);
});

test('F-03 breaks off in mid-body, after the change when told so', async (t) => {
  const { answer, isThere } = await createUnder({ fault: 'F-03', isApplied: true });
  t.true(answer instanceof TypeError);
  t.true(isThere);
});

test('F-06 can also answer 500 after the change', async (t) => {
  const { answer, isThere } = await createUnder({ fault: 'F-06', status: 500, isApplied: true });
  t.is('status' in answer ? answer.status : 0, 500);
  t.true(isThere);
});

test('F-13 loses the rest of a list without a word', async (t) => {
  const { ask, kubernetes } = anApi({ controllers: false });
  for (const name of ['a', 'b']) await ask('POST', path, { metadata: { name } });
  kubernetes.faults.add({ fault: 'F-13', times: 1 });
  const { body } = await ask('GET', `${path}?limit=1`);
  t.is(body.items.length, 1);
  t.is(body.metadata.continue, undefined);
});

test('F-14 answers from the past', async (t) => {
  const { ask, kubernetes } = anApi({ controllers: false });
  await ask('POST', path, { metadata: { name: 'a' }, data: { step: '1' } });
  await ask('PATCH', `${path}/a`, { data: { step: '2' } });
  await ask('DELETE', `${path}/a`);
  const read = async (writesBehind: number) => {
    kubernetes.faults.add({ fault: 'F-14', writesBehind, times: 1 });
    return ask('GET', `${path}/a`);
  };
  t.is((await read(1)).body.data.step, '2');
  t.is((await read(2)).body.data.step, '1');
  t.is((await read(3)).status, 404);
  t.is((await ask('GET', `${path}/a`)).status, 404);
});

test('F-23 lets somebody else in between read and write', async (t) => {
  const { ask, kubernetes } = anApi({ controllers: false });
  const { body } = await ask('POST', path, { metadata: { name: 'a' } });
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };
  const act = () => void kubernetes.store.patch(reference, { data: { other: 'was here' } }, { manager: 'other' });
  kubernetes.faults.add({ fault: 'F-23', when: ({ verb }) => verb === 'update', times: 1, act });
  const { status } = await ask('PUT', `${path}/a`, { ...body, data: { mine: '1' } });
  t.is(status, 409);
  t.deepEqual(kubernetes.store.get(reference)?.data, { other: 'was here' });
});

test('a fault meets as many calls as it was told, after those it lets pass, and can be taken back', async (t) => {
  const { ask, kubernetes } = anApi({ controllers: false });
  const takeBack = kubernetes.faults.add({ fault: 'F-06', after: 1, times: 2 });
  const statuses = [];
  for (let call = 0; call < 5; call++) statuses.push((await ask('GET', path)).status);
  t.deepEqual(statuses, [200, 503, 503, 200, 200]);
  takeBack();
  kubernetes.faults.add({ fault: 'F-06' });
  kubernetes.faults.clear();
  t.is((await ask('GET', path)).status, 200);
});
