import test from 'ava';
import fc from 'fast-check';
import { compareObject } from '../../shared/compare/compare.ts';
import type { Difference } from '../../shared/model/difference.ts';
import type { Json, JsonObject } from '../../shared/model/json.ts';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const container = fc.record(
  {
    name: word,
    image: word,
    args: fc.array(word, { maxLength: 3 }),
    env: fc.uniqueArray(fc.record({ name: word, value: word }), { selector: ({ name }) => name, maxLength: 3 }),
    ports: fc.uniqueArray(fc.record({ containerPort: fc.integer({ min: 1, max: 65535 }), name: word }), {
      selector: ({ containerPort }) => containerPort,
      maxLength: 3,
    }),
    tty: fc.boolean(),
    resources: fc.record({
      limits: fc.dictionary(
        word,
        fc.integer({ min: 1 }).map((amount) => `${amount}m`),
      ),
    }),
  },
  { requiredKeys: ['name', 'image'] },
);
const deployment = fc
  .record({
    labels: fc.dictionary(word, word),
    replicas: fc.integer({ min: 0, max: 9 }),
    containers: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1, maxLength: 3 }),
  })
  .map(({ labels, replicas, containers }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x', labels },
    spec: { replicas, template: { spec: { containers } } },
  })) as fc.Arbitrary<JsonObject>;

test('C-01, C-02, C-04: an object and what a server makes of it do not differ', (t) => {
  fc.assert(
    fc.property(deployment, (declared) => {
      t.deepEqual(compareObject(declared, served(declared)), []);
    }),
  );
});

test('C-14: the same objects give the same differences, whatever the order of their fields', (t) => {
  fc.assert(
    fc.property(deployment, deployment, (declared, live) => {
      const found = compareObject(declared, live);
      t.deepEqual(compareObject(declared, turned(live) as JsonObject), found);
      t.deepEqual(inOrder(compareObject(turned(declared) as JsonObject, live)), inOrder(found));
    }),
  );
});

test('one changed leaf is found, there and nowhere else', (t) => {
  fc.assert(
    fc.property(deployment, fc.nat(), (declared, seed) => {
      const live = served(declared);
      const places = leavesOf(declared.spec ?? null, ['spec']);
      const place = places[seed % places.length] ?? [];
      const changed = replaced(live, place);
      const found = compareObject(declared, changed);
      t.true(found.length >= 1, place.join('.'));
      t.true(
        found.every(({ pointer }) => pointer.startsWith(pointerOf(place.slice(0, -1)))),
        place.join('.'),
      );
    }),
  );
});

const anyObject = fc.dictionary(fc.string(), fc.jsonValue());

test('C-01: no two JSON values break the comparison', (t) => {
  fc.assert(
    fc.property(anyObject, anyObject, (declared, live) => {
      for (const kind of ['Pod', 'Service', 'Unknown']) {
        const root = { apiVersion: 'v1', kind };
        t.true(Array.isArray(compareObject({ ...(declared as JsonObject), ...root }, live as JsonObject)));
        const spec = { ...root, spec: declared as JsonObject };
        t.deepEqual(compareObject(spec, structuredClone(spec)), []);
      }
    }),
    { numRuns: 300 },
  );
});

function inOrder(found: Difference[]): Difference[] {
  return found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Fields of the server's own, defaults, keyed lists in another order. */
function served(declared: JsonObject): JsonObject {
  const live = structuredClone(declared) as { metadata: JsonObject; spec: JsonObject };
  Object.assign(live.metadata, { uid: 'u', resourceVersion: '7', generation: 2, annotations: { revision: '1' } });
  const { template } = live.spec as { template: { spec: { containers: JsonObject[] } } };
  Object.assign(template.spec, { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' });
  for (const one of template.spec.containers) {
    Object.assign(one, { terminationMessagePath: '/dev/termination-log', imagePullPolicy: 'Always' });
    if (one.tty === false) delete one.tty;
    for (const name of ['args', 'env', 'ports'])
      if (Array.isArray(one[name]) && one[name].length === 0) delete one[name];
    if (Array.isArray(one.ports)) one.ports = one.ports.map((port) => ({ ...(port as JsonObject), protocol: 'TCP' }));
  }
  return { ...live, status: { replicas: 1 } } as JsonObject;
}

type Step = string | number;

function leavesOf(value: Json, at: Step[]): Step[][] {
  // What is zero may be dropped, and the key of an item names another item.
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...at, index]));
  if (typeof value !== 'object' || value === null) return value === false ? [] : [at];
  return Object.entries(value)
    .filter(([name]) => name !== 'name' && name !== 'containerPort')
    .flatMap(([name, inner]) => leavesOf(inner, [...at, name]));
}

function replaced(object: JsonObject, place: Step[]): JsonObject {
  const copy = structuredClone(object);
  let parent = copy as Record<Step, Json>;
  for (const step of place.slice(0, -1)) parent = parent[step] as unknown as Record<Step, Json>;
  const last = place.at(-1) ?? '';
  const value = parent[last];
  parent[last] =
    typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}`.replace(/^/, '7');
  return copy;
}

function pointerOf(place: Step[]): string {
  return place.reduce<string>(
    (path, step) => (typeof step === 'number' ? `${path}[${step}]` : path ? `${path}.${step}` : step),
    '',
  );
}

function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}
