import test from 'ava';
import { aCompute, aTemplate, messageOf, namesOf, region, type TestCompute, zone } from './a-compute.ts';

const group = `${zone}/instanceGroupManagers/grp`;
const quick = { latencySeconds: { 'instances.insert': 8, 'instances.delete': 60 } };

async function aGroup(options: Parameters<typeof aCompute>[0] = quick, more: object = {}): Promise<TestCompute> {
  const cloud = aCompute(options);
  await cloud.work('POST', '/global/instanceTemplates', aTemplate('tpl', { tags: { items: ['node'] } }));
  const body = {
    name: 'grp',
    baseInstanceName: 'node',
    targetSize: 2,
    instanceTemplate: 'global/instanceTemplates/tpl',
  };
  await cloud.work('POST', `${zone}/instanceGroupManagers`, { ...body, ...more });
  await cloud.pass(60);
  return cloud;
}

interface Managed {
  instance: string;
  name: string;
  id: string;
  instanceStatus?: string;
  currentAction: string;
}

async function membersOf({ post }: TestCompute, path = group): Promise<Managed[]> {
  const answer = (await post(`${path}/listManagedInstances`)) as { managedInstances?: Managed[] };
  return answer.managedInstances ?? [];
}

async function firstOf(cloud: TestCompute): Promise<Managed> {
  const [first] = await membersOf(cloud);
  if (!first) throw new Error('the group is empty');
  return first;
}

test('A group makes its VMs of the template, marks them as its own and has them in the group behind it', async (t) => {
  const cloud = await aGroup();
  const members = await membersOf(cloud);
  t.is(members.length, 2);
  t.true(
    members.every(
      ({ name, currentAction, instanceStatus }) =>
        /^node-[a-z0-9]{4}$/.test(name) && currentAction === 'NONE' && instanceStatus === 'RUNNING',
    ),
  );
  const vm = await cloud.get(`${zone}/instances/${members[0]?.name}`);
  const createdBy = (vm.metadata as { items: { key: string; value: string }[] }).items.find(
    ({ key }) => key === 'created-by',
  );
  t.is(
    createdBy?.value,
    `projects/${cloud.compute.state.project('demo').number}/zones/us-central1-a/instanceGroupManagers/grp`,
  );
  t.is((await cloud.get(`${zone}/instanceGroups/grp`)).size, 2);
  t.is(((await cloud.post(`${zone}/instanceGroups/grp/listInstances`)).items as unknown[]).length, 2);
  t.like(await cloud.get(group), {
    targetSize: 2,
    currentActions: { none: 2, creating: 0 },
    status: { isStable: true },
  });
});

const returns = test.macro({
  exec: async (t, happen: (cloud: TestCompute, path: string, name: string) => unknown) => {
    const cloud = await aGroup();
    const { name, id, instance } = await firstOf(cloud);
    const repairs: unknown[] = [];
    cloud.compute.onEvent(
      (event) => event.type === 'system' && event.method.endsWith('recreateInstance') && repairs.push(event),
    );
    await happen(cloud, instance.slice(instance.indexOf('projects/')), name);
    await cloud.pass(200);
    const reborn = (await membersOf(cloud)).find((member) => member.name === name);
    t.like(reborn, { currentAction: 'NONE', instanceStatus: 'RUNNING' });
    t.not(reborn?.id, id);
    t.is(repairs.length, 1);
    t.is((await membersOf(cloud)).length, 2);
  },
  title: (name) => `A VM of a group comes back under its name with another id after ${name}`,
});

test('a preemption', returns, (cloud, path) => cloud.compute.state.preempt(path));
test('a deletion by hand', returns, (cloud, _, name) => cloud.work('DELETE', `${zone}/instances/${name}`));
test('a stop by hand', returns, (cloud, _, name) => cloud.work('POST', `${zone}/instances/${name}/stop`));
test('a shutdown from inside', returns, (cloud, path) => cloud.compute.state.guestTerminate(path));
test('it vanished', returns, (cloud, path) => cloud.compute.state.vanish(path));

test('A repair is told with the id of the old VM, in the words of the real log', async (t) => {
  const cloud = await aGroup();
  const { name, id, instance } = await firstOf(cloud);
  const seen: { method: string; resourceId: string; message?: string }[] = [];
  cloud.compute.onEvent((event) => event.type === 'system' && seen.push(event));
  cloud.compute.state.preempt(instance.slice(instance.indexOf('projects/')));
  await cloud.pass(40);
  t.deepEqual(
    seen.map(({ method }) => method),
    ['compute.instances.preempted', 'compute.instances.repair.recreateInstance'],
  );
  t.is(seen[1]?.resourceId, id);
  const { number } = cloud.compute.state.project('demo');
  t.true(
    seen[1]?.message?.startsWith(
      `Instance Group Manager 'grp' initiated recreateInstance on instance 'projects/${number}/zones/us-central1-a/instances/${name}'`,
    ),
  );
});

test('What a group does has one root trigger and is done by the service agent', async (t) => {
  const cloud = await aGroup();
  const { instance } = await firstOf(cloud);
  const seen: { method: string; principal: string; trigger: string | undefined; userAgent: string }[] = [];
  cloud.compute.onEvent((event) => {
    if (event.type !== 'operation' || event.phase !== 'first') return;
    const { principal, rootTrigger, userAgent } = event.actor;
    seen.push({ method: event.method, principal, trigger: rootTrigger, userAgent });
  });
  await cloud.work('POST', `${group}/recreateInstances`, { instances: [instance] });
  await cloud.pass(100);
  t.deepEqual(
    seen.map(({ method }) => method),
    ['compute.instanceGroupManagers.recreateInstances', 'compute.instances.delete', 'compute.instances.insert'],
  );
  t.is(new Set(seen.map(({ trigger }) => trigger)).size, 1);
  t.is(seen[1]?.principal, `${cloud.compute.state.project('demo').number}@cloudservices.gserviceaccount.com`);
  t.is(seen[1]?.userAgent, 'GCE Managed Instance Group');
});

test('The operation of an intent is DONE long before the VMs follow', async (t) => {
  const cloud = await aGroup();
  const operation = await cloud.work('POST', `${group}/resize?size=4`);
  t.like(operation, { status: 'DONE', operationType: 'compute.instanceGroupManagers.resize' });
  t.is((await membersOf(cloud)).filter(({ currentAction }) => currentAction === 'CREATING').length, 2);
  await cloud.pass(30);
  t.true((await membersOf(cloud)).every(({ currentAction }) => currentAction === 'NONE'));
});

test('A group that shrinks deletes its VMs, those that do not run first', async (t) => {
  const cloud = await aGroup();
  const { name } = await firstOf(cloud);
  cloud.compute.state.setStatus(`projects/demo/zones/us-central1-a/instances/${name}`, 'REPAIRING');
  await cloud.work('POST', `${group}/resize?size=1`);
  t.like(
    (await membersOf(cloud)).find((member) => member.name === name),
    { currentAction: 'DELETING' },
  );
  await cloud.pass(100);
  t.is((await membersOf(cloud)).length, 1);
  t.is((await cloud.send('GET', `${zone}/instances/${name}`)).status, 404);
});

test('deleteInstances and abandonInstances make the group smaller; what is abandoned lives on', async (t) => {
  const cloud = await aGroup(quick, { targetSize: 3 });
  const [one, two] = await membersOf(cloud);
  await cloud.work('POST', `${group}/deleteInstances`, { instances: [one?.instance] });
  await cloud.work('POST', `${group}/abandonInstances`, { instances: [two?.instance] });
  await cloud.pass(100);
  t.is((await cloud.get(group)).targetSize, 1);
  t.is((await cloud.send('GET', `${zone}/instances/${one?.name}`)).status, 404);
  t.is((await cloud.get(`${zone}/instances/${two?.name}`)).status, 'RUNNING');
  t.regex(messageOf(await cloud.post(`${group}/recreateInstances`, { instances: [two?.instance] })), /not a member/);
});

test('createInstances adds VMs of given names', async (t) => {
  const cloud = await aGroup();
  await cloud.work('POST', `${group}/createInstances`, { instances: [{ name: 'special' }] });
  await cloud.pass(30);
  t.true((await membersOf(cloud)).some(({ name }) => name === 'special'));
  t.is((await cloud.get(group)).targetSize, 3);
});

test('A group with target pools adds and removes by itself (P-17)', async (t) => {
  const cloud = await aGroup();
  await cloud.work('POST', `${region}/targetPools`, { name: 'nodes' });
  await cloud.work('PATCH', group, { targetPools: ['projects/demo/regions/us-central1/targetPools/nodes'] });
  const members = async () => ((await cloud.get(`${region}/targetPools/nodes`)).instances ?? []) as string[];
  t.is((await members()).length, 2);
  await cloud.work('POST', `${group}/resize?size=1`);
  t.is((await members()).length, 1);
  await cloud.work('POST', `${group}/setTargetPools`, { targetPools: [] });
  t.false('targetPools' in (await cloud.get(group)));
});

test('A proactive update replaces VMs one at a time', async (t) => {
  const cloud = await aGroup();
  await cloud.work('POST', '/global/instanceTemplates', aTemplate('next', { tags: { items: ['newer'] } }));
  const before = (await membersOf(cloud)).map(({ name }) => name);
  const updatePolicy = { type: 'PROACTIVE', minimalAction: 'REPLACE', replacementMethod: 'RECREATE' };
  await cloud.work('PATCH', group, { versions: [{ instanceTemplate: 'global/instanceTemplates/next' }], updatePolicy });
  let most = 0;
  for (let round = 0; round < 40; round += 1) {
    most = Math.max(most, (await membersOf(cloud)).filter(({ currentAction }) => currentAction !== 'NONE').length);
    await cloud.pass(10);
  }
  t.is(most, 1);
  t.deepEqual(
    (await membersOf(cloud)).map(({ name }) => name),
    before,
  );
  t.like(await cloud.get(`${zone}/instances/${before[0]}`), { tags: { items: ['newer'] } });
});

test('A rolling replacement makes VMs of other names, a rolling restart keeps them', async (t) => {
  const cloud = await aGroup();
  const instanceTemplate = 'global/instanceTemplates/tpl';
  const idsOf = async () => (await membersOf(cloud)).map(({ id }) => id);
  const roll = async (name: string, minimalAction: string) => {
    await cloud.work('PATCH', group, {
      versions: [{ instanceTemplate, name }],
      updatePolicy: { type: 'PROACTIVE', minimalAction },
    });
    await cloud.pass(600);
  };
  const before = await idsOf();
  const statuses = new Set<string | undefined>();
  cloud.compute.onEvent((event) => event.type === 'instance' && statuses.add(event.to));
  await roll('one', 'RESTART');
  t.deepEqual(await idsOf(), before);
  t.true(statuses.has('TERMINATED') && !statuses.has(undefined));
  await roll('two', 'REPLACE');
  t.deepEqual(
    (await idsOf()).filter((id) => before.includes(id)),
    [],
  );
  t.like(await cloud.get(group), { status: { isStable: true, versionTarget: { isReached: true } } });
});

test('A VM that cannot be made is tried again, with the error to read, and no storm', async (t) => {
  const cloud = await aGroup();
  const error = { status: 403, reason: 'quotaExceeded', code: 'QUOTA_EXCEEDED', message: "Quota 'CPUS' exceeded." };
  const fault = { kind: 'operation error', error } as const;
  const planted = cloud.compute.faults.add({ fault, method: 'compute.instances.insert', count: 3 });
  await cloud.work('POST', `${group}/resize?size=3`);
  await cloud.pass(10);
  t.regex(JSON.stringify(await cloud.get(`${group}/listErrors`)), /QUOTA_EXCEEDED/);
  await cloud.pass(300);
  t.is(planted.hits(), 3);
  t.true((await membersOf(cloud)).every(({ currentAction }) => currentAction === 'NONE'));
});

test('A regional group spreads over the zones of its region', async (t) => {
  const cloud = aCompute(quick);
  await cloud.work('POST', '/global/instanceTemplates', aTemplate());
  const body = { name: 'grp', targetSize: 3, instanceTemplate: 'global/instanceTemplates/tpl' };
  await cloud.work('POST', `${region}/instanceGroupManagers`, body);
  await cloud.pass(60);
  const members = await membersOf(cloud, `${region}/instanceGroupManagers/grp`);
  t.deepEqual(members.map(({ instance }) => instance.split('/').at(-3)).sort(), [
    'us-central1-a',
    'us-central1-b',
    'us-central1-c',
  ]);
  t.is((await cloud.get(`${region}/instanceGroups/grp`)).size, 3);
});

test('A group goes with its VMs and the group behind it', async (t) => {
  const cloud = await aGroup();
  await cloud.work('DELETE', group);
  t.deepEqual(namesOf(await cloud.get(`${zone}/instances`)), []);
  t.deepEqual(namesOf(await cloud.get(`${zone}/instanceGroups`)), []);
  t.deepEqual(namesOf(await cloud.get(`${zone}/disks`)), []);
});

test('A group of a template that does not exist is refused, and its template stays while it is used', async (t) => {
  const cloud = await aGroup();
  const body = { name: 'other', targetSize: 1, instanceTemplate: 'global/instanceTemplates/none' };
  t.regex(messageOf(await cloud.post(`${zone}/instanceGroupManagers`, body)), /instanceTemplates\/none' was not found/);
  t.is((await cloud.send('DELETE', '/global/instanceTemplates/tpl')).status, 400);
});

test('An unmanaged group takes VMs of its zone, each once', async (t) => {
  const cloud = await aGroup();
  const { instance } = await firstOf(cloud);
  await cloud.work('POST', `${zone}/instanceGroups`, { name: 'own' });
  const body = { instances: [{ instance }] };
  t.is((await cloud.work('POST', `${zone}/instanceGroups/own/addInstances`, body)).error, undefined);
  t.regex(JSON.stringify(await cloud.post(`${zone}/instanceGroups/own/addInstances`, body)), /memberAlreadyExists/);
  await cloud.work('POST', `${zone}/instanceGroups/own/removeInstances`, body);
  t.is((await cloud.get(`${zone}/instanceGroups/own`)).size, 0);
});
