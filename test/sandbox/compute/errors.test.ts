import test from 'ava';
import { aCompute, messageOf, reasonOf, region, zone } from './a-compute.ts';

test('What is not there is 404 in the words clients know', async (t) => {
  const { send } = aCompute();
  const answer = await send('GET', `${zone}/disks/data`);
  t.is(answer.status, 404);
  const message = "The resource 'projects/demo/zones/us-central1-a/disks/data' was not found";
  t.deepEqual(await answer.json(), {
    error: { code: 404, message, errors: [{ message, domain: 'global', reason: 'notFound' }] },
  });
});

test('A name that is taken is 409 alreadyExists', async (t) => {
  const { work, send } = aCompute();
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  const answer = await send('POST', `${region}/targetPools`, { name: 'nodes' });
  t.is(answer.status, 409);
  t.is(reasonOf((await answer.json()) as never), 'alreadyExists');
});

test('An unknown zone is 404 now and was 400', async (t) => {
  t.is((await aCompute().send('GET', '/zones/us-central1-q/disks')).status, 404);
  const old = await aCompute({ unknownLocation: 400 }).send('GET', '/zones/us-central1-q/disks');
  t.is(old.status, 400);
  t.regex(messageOf((await old.json()) as never), /Invalid value for field 'zone': 'us-central1-q'\. Unknown zone\./);
});

test('A bad name in the path is 400 with the pattern; an id is a name', async (t) => {
  const { get, work } = aCompute();
  t.regex(messageOf(await get(`${zone}/instances/vm-`)), /'instance': 'vm-'\. Must be a match of regex '\[a-z\]/);
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  const { id } = await get(`${region}/targetPools/nodes`);
  t.is((await get(`${region}/targetPools/${id}`)).name, 'nodes');
});

test('Who may not is told the permission and the resource', async (t) => {
  const { send, compute } = aCompute({
    authorize: ({ method, resource }) => (resource.includes('/targetPools') ? { permission: method } : undefined),
  });
  const events: string[] = [];
  compute.onEvent((event) => events.push(event.type));
  const answer = await send('POST', `${region}/targetPools`, { name: 'nodes' });
  t.is(answer.status, 403);
  const body = (await answer.json()) as never;
  t.is(reasonOf(body), 'forbidden');
  t.regex(
    messageOf(body),
    /^Required 'compute\.targetPools\.insert' permission for 'projects\/demo\/regions\/us-central1\/targetPools'$/,
  );
  t.deepEqual(events, ['refused']);
});

test("A token that is nobody's is 401", async (t) => {
  const { compute } = aCompute({ principalOf: (token) => (token === 'good' ? 'me@example.com' : undefined) });
  const ask = (token: string) =>
    compute.handle(
      new Request('http://x/compute/v1/projects/demo/zones', { headers: { authorization: `Bearer ${token}` } }),
    );
  t.is((await ask('bad')).status, 401);
  t.is((await ask('good')).status, 200);
});

test('Any project id works; the number of a project means the project', async (t) => {
  const { compute, get, work } = aCompute();
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  const { number } = compute.state.project('demo');
  const byNumber = await compute.handle(
    new Request(`http://x/compute/v1/projects/${number}/regions/us-central1/targetPools/nodes`),
  );
  t.is(((await byNumber.json()) as { name: string }).name, 'nodes');
  t.is((await compute.handle(new Request('http://x/compute/v1/projects/123/zones'))).status, 404);
  t.is((await get('/global/networks/default')).kind, 'compute#network');
});

test('Links carry the host the request came to, or the one that was chosen', async (t) => {
  const made = aCompute({ linkBase: 'https://www.googleapis.com/compute/v1/' });
  await made.work('POST', `${region}/targetPools`, { name: 'nodes' });
  const wanted = 'https://www.googleapis.com/compute/v1/projects/demo/regions/us-central1/targetPools/nodes';
  t.is((await made.get(`${region}/targetPools/nodes`)).selfLink, wanted);
  const beta = await aCompute().compute.handle(
    new Request('http://h:1/compute/beta/projects/demo/zones/us-central1-a'),
  );
  t.is(
    ((await beta.json()) as { selfLink: string }).selfLink,
    'http://h:1/compute/beta/projects/demo/zones/us-central1-a',
  );
});

test('Links to other things may say beta; selfLink, zone and region do not (P-02)', async (t) => {
  const { work, get } = aCompute({ references: 'beta' });
  await work('POST', `${region}/targetPools`, { name: 'nodes', instances: ['zones/us-central1-a/instances/vm'] });
  const base = 'http://sandbox.test/compute';
  t.like(await get(`${region}/targetPools/nodes`), {
    instances: [`${base}/beta/projects/demo/zones/us-central1-a/instances/vm`],
    region: `${base}/v1/projects/demo/regions/us-central1`,
    selfLink: `${base}/v1/projects/demo/regions/us-central1/targetPools/nodes`,
  });
});

test('Links to other things may say the number of the project', async (t) => {
  const { work, get } = aCompute({ references: 'number' });
  await work('POST', `${region}/targetPools`, { name: 'nodes', instances: ['zones/us-central1-a/instances/vm'] });
  const { instances, selfLink } = await get(`${region}/targetPools/nodes`);
  t.regex(String(instances), /\/v1\/projects\/\d+\/zones\/us-central1-a\/instances\/vm$/);
  t.regex(String(selfLink), /\/projects\/demo\//);
});

test('Catalogues hold what Google has, and say 404 for what it has not', async (t) => {
  const { get, send } = aCompute();
  t.like(await get(`${zone}/machineTypes/n1-standard-4`), { guestCpus: 4, maximumPersistentDisks: 128 });
  t.is((await send('GET', `${zone}/machineTypes/n9-standard-4`)).status, 404);
  t.is((await get(`${zone}/diskTypes/pd-ssd`)).name, 'pd-ssd');
  t.is((await send('GET', `${zone}/diskTypes/pd-slow`)).status, 404);
  t.is((await send('GET', '/global/images/mine')).status, 404);
  t.is(((await get('/zones')).items as unknown[]).length, 6);
});
