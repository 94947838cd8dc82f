import test from 'ava';
import fc from 'fast-check';
import { anApi } from './an-api.ts';

const path = '/api/v1/namespaces/default/configmaps';

async function withMaps(count: number) {
  const api = anApi({ controllers: false });
  for (let index = 0; index < count; index++)
    await api.ask('POST', path, { metadata: { name: `map-${String(index).padStart(3, '0')}` } });
  return api;
}

test('pages hold every object once, whatever their size', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async (limit) => {
      const { ask } = await withMaps(10);
      const names: string[] = [];
      for (let token = ''; ; ) {
        const { body } = await ask('GET', `${path}?limit=${limit}&continue=${encodeURIComponent(token)}`);
        t.true(body.items.length <= limit);
        names.push(...body.items.map((item: { metadata: { name: string } }) => item.metadata.name));
        token = body.metadata.continue ?? '';
        t.is(body.metadata.remainingItemCount ?? 0, 10 - names.length);
        if (!token) break;
      }
      t.deepEqual(names, names.toSorted());
      t.is(new Set(names).size, 10);
    }),
    { numRuns: 12 },
  );
});

test('with a limit no page is longer, whatever is asked for, and who asks for no pages gets none', async (t) => {
  const { ask } = anApi({ controllers: false, pageLimit: 2 });
  for (const name of ['a', 'b', 'c']) await ask('POST', path, { metadata: { name } });
  const first = await ask('GET', `${path}?limit=500`);
  const second = await ask('GET', `${path}?limit=500&continue=${first.body.metadata.continue}`);
  t.deepEqual(
    [first, second].map(({ body }) => body.items.length),
    [2, 1],
  );
  t.is(second.body.metadata.continue, undefined);
  t.is((await ask('GET', path)).body.items.length, 3);
});

test('later pages show the state in which the first was given', async (t) => {
  const { ask } = await withMaps(4);
  const first = await ask('GET', `${path}?limit=2`);
  await ask('DELETE', `${path}/map-003`);
  await ask('POST', path, { metadata: { name: 'map-002a' } });
  const second = await ask('GET', `${path}?limit=9&continue=${first.body.metadata.continue}`);
  t.deepEqual(
    second.body.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ['map-002', 'map-003'],
  );
  t.is(second.body.metadata.resourceVersion, first.body.metadata.resourceVersion);
});

test('a token that is too old is refused with 410 and one that goes on with what there is', async (t) => {
  const { clock, ask } = await withMaps(4);
  const first = await ask('GET', `${path}?limit=2`);
  await clock.advance(301_000);
  await ask('DELETE', `${path}/map-003`);
  const second = await ask('GET', `${path}?limit=2&continue=${first.body.metadata.continue}`);
  t.is(second.status, 410);
  t.is(second.body.reason, 'Expired');
  const rest = await ask('GET', `${path}?limit=2&continue=${second.body.metadata.continue}`);
  t.deepEqual(
    rest.body.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ['map-002'],
  );
});

test('a token of another list, or none at all, is refused', async (t) => {
  const { ask } = await withMaps(4);
  const { body } = await ask('GET', `${path}?limit=2`);
  t.is((await ask('GET', `/api/v1/namespaces/default/secrets?limit=2&continue=${body.metadata.continue}`)).status, 400);
  t.is((await ask('GET', `${path}?limit=2&continue=rubbish`)).status, 400);
});

test('each answer carries the time of the server', async (t) => {
  const { clock, ask } = await withMaps(0);
  await clock.advance(1_000_000);
  const { headers } = await ask('GET', path);
  t.is(Date.parse(headers.get('date') ?? ''), Math.floor(clock.now() / 1000) * 1000);
});

test('a list may be asked for as a table', async (t) => {
  const { clock, ask } = await withMaps(1);
  await clock.advance(90_000);
  const { body } = await ask('GET', path, undefined, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  });
  t.is(body.kind, 'Table');
  t.deepEqual(body.rows[0].cells, ['map-000', 0, '90s']);
});
