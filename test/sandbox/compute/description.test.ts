import test from 'ava';
import { loadDescription } from '../../../sandbox/compute/description/load.ts';
import { matchRoute } from '../../../sandbox/compute/description/match.ts';
import { listRoutes } from '../../../sandbox/compute/description/route.ts';
import { aCompute, aVm, messageOf, region, zone } from './a-compute.ts';

test('Every method of the description is routed to itself, in v1 and in beta', (t) => {
  for (const version of ['v1', 'beta'] as const) {
    const routes = listRoutes(loadDescription(version), version);
    t.true(routes.length > 900);
    for (const route of routes) {
      const path = route.segments.map((segment) => (segment.startsWith('{') ? 'x1' : segment)).join('/');
      t.is(matchRoute(route.verb, `/compute/${version}/${path}`)?.route.id, route.id);
    }
  }
});

test('A literal in the path goes before a name', (t) => {
  t.is(matchRoute('GET', '/compute/v1/projects/p/aggregated/instances')?.route.id, 'instances.aggregatedList');
  t.is(matchRoute('GET', '/compute/v1/projects/p/zones/aggregated')?.route.id, 'zones.get');
  t.is(matchRoute('GET', '/compute/v1/projects/p/zones/'), undefined);
});

test('What the API does not have is a page that says so', async (t) => {
  const answer = await aCompute().send('GET', '/nonsense');
  t.is(answer.status, 404);
  t.regex(answer.headers.get('content-type') ?? '', /text\/html/);
});

test('A method without behaviour says so by its name', async (t) => {
  const answer = await aCompute().send('POST', '/global/urlMaps', { name: 'x' });
  t.is(answer.status, 501);
  t.regex(await answer.text(), /compute\.urlMaps\.insert/);
});

test('A collection in which nothing was made is empty, even without behaviour of its own', async (t) => {
  const { get } = aCompute();
  t.is((await get('/global/backendServices')).items, undefined);
  t.is((await get(`${zone}/autoscalers`)).kind, 'compute#autoscalerList');
});

const refuses = test.macro({
  exec: async (t, path: string, body: unknown, words: RegExp) => {
    const { send } = aCompute();
    const answer = await send('POST', path, body);
    t.is(answer.status, 400);
    t.regex(messageOf((await answer.json()) as never), words);
  },
  title: (_, path: string, __: unknown, words: RegExp) => `A body is refused at ${path}: ${words.source}`,
});

test(refuses, `${region}/targetPools`, { name: 'a', instnces: [] }, /Unknown name "instnces": Cannot find field/);
test(
  refuses,
  `${zone}/instances`,
  { ...aVm('a'), disks: [{ boot: 'yes' }] },
  /'resource\.disks\[0\]\.boot' \(TYPE_BOOL\), "yes"/,
);
test(refuses, `${zone}/instances`, { ...aVm('a'), disks: {} }, /'resource\.disks'/);
test(refuses, `${zone}/disks`, { name: 'a', sizeGb: 'big' }, /'resource\.sizeGb' \(TYPE_INT64\), "big"/);
test(refuses, `${zone}/disks`, { name: 'a', labels: { a: 1 } }, /'resource\.labels\.a' \(TYPE_STRING\), 1/);
test(refuses, `${region}/targetPools`, { name: 'a', sessionAffinity: 'STICKY' }, /Must be one of \[CLIENT_IP, /);
test(refuses, '/global/httpHealthChecks', { name: 'a', port: 1.5 }, /'resource\.port' \(TYPE_INT32\)/);
test(refuses, `${zone}/disks`, '{"name": ', /Invalid JSON payload received/);
test(refuses, `${zone}/disks`, '[]', /Invalid value at 'resource'/);
test(refuses, `${zone}/disks`, {}, /Required field 'resource' not specified/);
test(refuses, `${zone}/disks`, { name: 'Data' }, /'resource\.name': 'Data'.*Must be a match of regex/);
test(refuses, `${zone}/disks?forse=1`, { name: 'a' }, /Unknown name "forse": Cannot bind query parameter/);
test(refuses, `${zone}/disks`, '{"name":"a","__proto__":{"x":1}}', /Unknown name "__proto__"/);

test('64-bit integers come as numbers or strings and are answered as strings', async (t) => {
  const { work, get } = aCompute();
  await work('POST', `${zone}/disks`, { name: 'a', sizeGb: 12, description: null });
  t.is((await get(`${zone}/disks/a`)).sizeGb, '12');
});

test('Google\'s Node clients write an empty body as `""`', async (t) => {
  const { work, get } = aCompute();
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  t.is((await work('POST', `${region}/targetPools/nodes/setBackup`, '""')).status, 'DONE');
  t.is((await get(`${region}/targetPools/nodes`)).backupPool, undefined);
});

test('Booleans of the query are read as gcloud writes them', async (t) => {
  const { work, get, send } = aCompute();
  await work('POST', `${zone}/instances`, aVm('vm'));
  const path = `${zone}/instances/vm/setDiskAutoDelete?deviceName=persistent-disk-0&autoDelete=`;
  await work('POST', `${path}False`);
  t.like(await get(`${zone}/instances/vm`), { disks: [{ autoDelete: false }] });
  t.is((await send('POST', `${path}perhaps`)).status, 400);
});

test('Values of an enum that only its comment names are known too', async (t) => {
  const { send } = aCompute();
  const group = (type: string) => ({
    name: 'g',
    instanceTemplate: 'global/instanceTemplates/none',
    updatePolicy: { type },
  });
  t.is(
    (await send('POST', `${zone}/instanceGroupManagers`, group('PROACTIVE'))).status,
    404,
    'the template is missing',
  );
  t.is((await send('POST', `${zone}/instanceGroupManagers`, group('SOMETIMES'))).status, 400);
});
