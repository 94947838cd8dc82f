import test from 'ava';
import type { JsonObject } from '../../../shared/model/json.ts';
import { anEmptyProject } from '../an-empty-project.ts';

const isThrown = test.macro(async (t, fields: JsonObject, why: RegExp) => {
  const project = await anEmptyProject();
  t.teardown(project.close);
  project.kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'underpin', namespace: 'underpin' },
    ...fields,
  });
  const { outcomes } = await project.repair('apply');
  t.true(outcomes.length > 0);
  t.deepEqual([...new Set(outcomes.map(({ state }) => state))], ['blocked']);
  t.regex(outcomes[0]?.because ?? '', why);
});

test(
  'I-24: a switch with a typing error in it counts as thrown',
  isThrown,
  { data: { mutation: 'off' } },
  /says mutations: ``/,
);
test('I-24: so does an empty one', isThrown, {}, /says mutations: ``/);
test('I-24: only `on` lets write', isThrown, { data: { mutations: 'On' } }, /says mutations: `On`/);

test('I-24: an answer that is no ConfigMap is no permission', async (t) => {
  const project = await anEmptyProject();
  t.teardown(project.close);
  const { transport } = project.world;
  project.world.transport = async (url, init) =>
    url.includes('/configmaps/underpin') ? Response.json({}) : transport(url, init);
  const { outcomes } = await project.repair('apply');
  t.deepEqual([...new Set(outcomes.map(({ state }) => state))], ['blocked']);
  t.regex(outcomes[0]?.because ?? '', /kill switch .* cannot be read.*no ConfigMap/);
});
