import test from 'ava';
import { aCompute, messageOf, namesOf, region, type TestCompute, zone } from './a-compute.ts';

async function withDisks(...names: string[]): Promise<TestCompute> {
  const cloud = aCompute();
  for (const name of names)
    await cloud.post(`${zone}/disks`, { name, sizeGb: '10', labels: { app: name, 'a.b': 'c' } });
  await cloud.pass(10);
  return cloud;
}

test('Pages join to the whole list, by name, each item once', async (t) => {
  const { get } = await withDisks('c', 'a', 'e', 'b', 'd');
  const names: string[] = [];
  let token: unknown;
  for (let page = 0; page === 0 || token; page += 1) {
    const list = await get(
      `${zone}/disks?maxResults=2${token ? `&pageToken=${encodeURIComponent(String(token))}` : ''}`,
    );
    names.push(...namesOf(list));
    token = list.nextPageToken;
    if (token) t.regex(String(token), /[=-]/);
  }
  t.deepEqual(names, ['a', 'b', 'c', 'd', 'e']);
});

test('A deletion between two pages skips nothing', async (t) => {
  const { get, work } = await withDisks('a', 'b', 'c', 'd');
  const first = await get(`${zone}/disks?maxResults=2`);
  const rest = `${zone}/disks?maxResults=2&pageToken=${encodeURIComponent(String(first.nextPageToken))}`;
  await work('DELETE', `${zone}/disks/a`);
  t.deepEqual(namesOf(await get(rest)), ['c', 'd']);
  await work('DELETE', `${zone}/disks/b`);
  t.deepEqual(namesOf(await get(rest)), ['c', 'd'], 'also of the last that was given');
});

test('An empty list has no items, and a bad token or size is 400', async (t) => {
  const { get, send } = aCompute();
  t.false('items' in (await get(`${zone}/disks`)));
  t.is((await send('GET', `${zone}/disks?pageToken=zzz`)).status, 400);
  t.is((await send('GET', `${zone}/disks?maxResults=501`)).status, 400);
  t.is((await send('GET', `${zone}/disks?orderBy=size`)).status, 400);
});

test('`creationTimestamp desc` is the other order', async (t) => {
  const { get, post, pass } = aCompute();
  for (const name of ['b', 'c', 'a']) {
    await post(`${zone}/disks`, { name });
    await pass(5);
  }
  t.deepEqual(namesOf(await get(`${zone}/disks?orderBy=creationTimestamp%20desc`)), ['a', 'c', 'b']);
});

const filters = test.macro({
  exec: async (t, filter: string, names: string[]) => {
    const { get } = await withDisks('web-1', 'web-2', 'db');
    t.deepEqual(namesOf(await get(`${zone}/disks?filter=${encodeURIComponent(filter)}`)), names);
  },
  title: (_, filter) => `A list is filtered by ${filter}`,
});

test(filters, 'name = web-1', ['web-1']);
test(filters, 'name="web-1"', ['web-1']);
test(filters, 'name = web-*', ['web-1', 'web-2']);
test(filters, 'name != db', ['web-1', 'web-2']);
test(filters, 'NOT name = db', ['web-1', 'web-2']);
test(filters, 'name = db OR name = web-1', ['db', 'web-1']);
test(filters, '(name = db OR name = web-1) AND labels.app = db', ['db']);
test(filters, 'name = web-* labels.app = web-2', ['web-2']);
test(filters, 'labels.app:*', ['db', 'web-1', 'web-2']);
test(filters, 'labels.nothing:*', []);
test(filters, 'labels.a.b = c', ['db', 'web-1', 'web-2']);
test(filters, 'sizeGb > 9 AND sizeGb <= 10', ['db', 'web-1', 'web-2']);
test(filters, 'sizeGb < 9', []);
test(filters, 'name eq web-.*', ['web-1', 'web-2']);
test(filters, 'name eq web', []);
test(filters, 'name ne web-.*', ['db']);
test(filters, '(name eq web-.*)(labels.app eq ".*2")', ['web-2']);
test(filters, 'name eq "(web-1|db)"', ['db', 'web-1']);
test(filters, 'zone eq .*us-central1-a', ['db', 'web-1', 'web-2']);
test(filters, 'status eq "(?i)ready"', ['db', 'web-1', 'web-2']);

test('gcloud asks for operations by a quoted pattern with word borders', async (t) => {
  const { get } = await withDisks('a');
  const filter = encodeURIComponent('operationType eq ".*\\binsert\\b.*"');
  t.is(((await get(`${zone}/operations?filter=${filter}`)).items as unknown[]).length, 1);
  t.is((await get(`${zone}/operations?filter=${filter.replace('insert', 'delete')}`)).items, undefined);
});

test('The two dialects of filters do not mix, and nonsense is 400', async (t) => {
  const { get } = aCompute();
  const ask = async (filter: string) => messageOf(await get(`${zone}/disks?filter=${encodeURIComponent(filter)}`));
  t.regex(await ask('name = a AND status eq b'), /cannot be mixed/);
  t.regex(await ask('name'), /Invalid/);
  t.regex(await ask('(name = a'), /Invalid/);
});

test('An aggregated list is a map of scopes in which the empty ones are warnings', async (t) => {
  const { get, work } = aCompute();
  await work('POST', `${region}/targetPools`, { name: 'nodes' });
  const items = (await get('/aggregated/targetPools')).items as Record<string, Record<string, unknown>>;
  t.deepEqual(Object.keys(items), ['regions/europe-west1', 'regions/us-central1']);
  t.like(items['regions/us-central1'], { targetPools: [{ name: 'nodes' }] });
  t.like(items['regions/europe-west1'], { warning: { code: 'NO_RESULTS_ON_PAGE' } });
  const all = (await get('/aggregated/targetPools?includeAllScopes=True&returnPartialSuccess=True')).items as object;
  t.is(Object.keys(all).length, 9);
});

test('A page of an aggregated list may hold only warnings for a scope, and go on', async (t) => {
  const { get, post, pass } = aCompute();
  await post(`${zone}/disks`, { name: 'a' });
  await post('/zones/us-central1-b/disks', { name: 'b' });
  await pass(10);
  const first = await get('/aggregated/disks?maxResults=1');
  const items = first.items as Record<string, Record<string, unknown>>;
  t.like(items['zones/us-central1-b'], { warning: { code: 'NO_RESULTS_ON_PAGE' } });
  const second = await get(
    `/aggregated/disks?maxResults=1&pageToken=${encodeURIComponent(String(first.nextPageToken))}`,
  );
  t.is((second.items as typeof items)['zones/us-central1-b']?.warning, undefined);
  t.is(second.nextPageToken, undefined);
});

test('With a limit no page is longer, whatever is asked for, and a scope without any item takes the place of one', async (t) => {
  const { get, post, pass } = aCompute({
    pageLimit: 2,
    regions: { 'us-central1': ['us-central1-a', 'us-central1-b'] },
  });
  for (const name of ['a', 'b', 'c']) await post('/zones/us-central1-b/disks', { name });
  await pass(10);
  t.deepEqual(namesOf(await get('/zones/us-central1-b/disks?maxResults=500')), ['a', 'b']);
  const pages: string[][] = [];
  for (let token = ''; pages.length === 0 || token; ) {
    const list = await get(`/aggregated/disks?maxResults=500&pageToken=${encodeURIComponent(token)}`);
    const scopes = list.items as Record<string, { disks?: { name: string }[]; warning?: { code: string } }>;
    t.deepEqual(Object.keys(scopes), ['regions/us-central1', 'zones/us-central1-a', 'zones/us-central1-b']);
    pages.push(
      Object.values(scopes).map(({ disks, warning }) => disks?.map(({ name }) => name).join() ?? `${warning?.code}`),
    );
    token = String(list.nextPageToken ?? '');
  }
  const nothing = 'NO_RESULTS_ON_PAGE';
  t.deepEqual(pages, [
    [nothing, nothing, nothing],
    [nothing, nothing, 'a,b'],
    [nothing, nothing, 'c'],
  ]);
});
