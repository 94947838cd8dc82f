import test from 'ava';
import { anApi } from './an-api.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'boats', kind: 'Boat', shortNames: ['bt'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: {
              spec: {
                type: 'object',
                required: ['length'],
                properties: {
                  length: { type: 'integer', minimum: 1 },
                  colour: { type: 'string', enum: ['red', 'blue'], default: 'blue' },
                  crew: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: { type: 'object', properties: { name: { type: 'string' }, rank: { type: 'string' } } },
                  },
                },
              },
              status: { type: 'object', properties: { afloat: { type: 'boolean' } } },
            },
          },
        },
      },
    ],
  },
};
const path = '/apis/example.com/v1/namespaces/default/boats';
const aBoat = (spec: object) => ({
  apiVersion: 'example.com/v1',
  kind: 'Boat',
  metadata: { name: 'ida' },
  spec: { ...spec },
});

async function withBoats() {
  const api = anApi({ controllers: false });
  t404(await api.ask('GET', path));
  await api.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  return api;
}

function t404({ status }: { status: number }): void {
  if (status !== 404) throw new Error(`expected 404 before the definition, received ${status}`);
}

test('a definition makes its kind known at once, in discovery too', async (t) => {
  const { ask } = await withBoats();
  t.is((await ask('GET', path)).body.kind, 'BoatList');
  const { body } = await ask('GET', '/apis/example.com/v1');
  t.deepEqual(
    body.resources.map(({ name }: { name: string }) => name),
    ['boats', 'boats/status'],
  );
  const crd = await ask('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.example.com');
  t.true(
    crd.body.status.conditions.some(
      ({ type, status }: { type: string; status: string }) => type === 'Established' && status === 'True',
    ),
  );
});

test('custom objects are defaulted, pruned and checked by their schema', async (t) => {
  const { ask } = await withBoats();
  const created = await ask('POST', path, { ...aBoat({ length: 7, sails: 3 }), status: { afloat: true } });
  t.deepEqual(created.body.spec, { length: 7, colour: 'blue' });
  t.is(created.body.status, undefined);
  t.is(
    (await ask('POST', path, { ...aBoat({}), metadata: { name: 'b' } })).body.details.causes[0].field,
    'spec.length',
  );
  t.is((await ask('POST', path, { ...aBoat({ length: 0 }), metadata: { name: 'b' } })).status, 422);
  t.is((await ask('POST', path, { ...aBoat({ length: 1, colour: 'green' }), metadata: { name: 'b' } })).status, 422);
  t.is(
    (await ask('PUT', `${path}/ida`, aBoat({ length: 8 }))).status,
    422,
    'a custom object must name the version it was made from',
  );
  t.is(
    (
      await ask(
        'PATCH',
        `${path}/ida`,
        { spec: { length: 8 } },
        { 'content-type': 'application/strategic-merge-patch+json' },
      )
    ).status,
    415,
  );
});

test('server-side apply merges lists of custom objects by their keys', async (t) => {
  const { ask } = await withBoats();
  const apply = (manager: string, spec: object) =>
    ask('PATCH', `${path}/ida?fieldManager=${manager}`, aBoat(spec), {
      'content-type': 'application/apply-patch+yaml',
    });
  await apply('one', { length: 7, crew: [{ name: 'a', rank: 'captain' }] });
  const { body } = await apply('two', { crew: [{ name: 'b', rank: 'cook' }] });
  t.deepEqual(body.spec.crew, [
    { name: 'a', rank: 'captain' },
    { name: 'b', rank: 'cook' },
  ]);
  t.is(
    (await apply('two', { crew: [{ name: 'a', rank: 'cook' }] })).body.message,
    'Apply failed with 1 conflict: conflict with "one": .spec.crew[name="a"].rank',
  );
});

test('with the definition go its objects', async (t) => {
  const { ask } = await withBoats();
  await ask('POST', path, aBoat({ length: 7 }));
  await ask('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.example.com');
  t.is((await ask('GET', path)).status, 404);
  await ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  t.deepEqual((await ask('GET', path)).body.items, []);
});
