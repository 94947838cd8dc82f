import test from 'ava';
import { z } from 'zod';
import { openApi } from '../../functions/open-api.ts';
import { caller, seedProject } from '../../sandbox/seed-cluster.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { answerSchemas } from '../../shared/report/answer-schema.ts';
import { aRepairDesk, operator, type RepairDesk } from './a-repair-desk.ts';

const poolPath = 'regions/us-central1/targetPools/nodes';

function mutations({ cloud, kubernetes }: RepairDesk): string[] {
  return [
    ...cloud.compute.calls.filter(({ mutating }) => mutating).map(({ method }) => method),
    ...kubernetes.calls.filter(({ mutating }) => mutating).map(({ verb, resource }) => `${verb} ${resource}`),
  ];
}

/** A member is taken out of the pool by hand, so that there is something to repair. */
async function removeMember({ cloud, clock }: RepairDesk): Promise<string> {
  const [member = ''] = cloud.compute.state.list('targetPools', seedProject)[0]?.instances ?? [];
  await clock.drive(
    caller(cloud.compute, clock, seedProject)(`${poolPath}/removeInstance`, { instances: [{ instance: member }] }),
  );
  cloud.compute.calls.length = 0;
  return member;
}

function kindsOf({ actions }: JsonObject): unknown[] {
  return (actions as JsonObject[]).map(({ kind }) => kind);
}

test('a plan says what would be done, and does nothing', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await removeMember(desk);
  const { status, json } = await desk.post({ cluster: 'home', scope: { pool: 'nodes' } });
  t.is(status, 200);
  t.deepEqual(kindsOf(json), ['add-pool-members']);
  t.notThrows(() => answerSchemas.Plan.parse(json));
  t.deepEqual(mutations(desk), []);
});

test('the plan is applied by its hash, once, and the caller is on record', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const member = await removeMember(desk);
  const scope = { pool: 'nodes' };
  const { json: plan } = await desk.post({ cluster: 'home', scope });
  const applied = await desk.post({ cluster: 'home', scope, apply: true, plan: String(plan.hash) });
  t.is(applied.status, 200, applied.text);
  t.notThrows(() => answerSchemas.Outcomes.parse(applied.json));
  const [outcome] = applied.json.outcomes as JsonObject[];
  t.like(outcome, { state: 'done', kind: 'add-pool-members' });
  t.regex(String(outcome?.undo), /^gcloud compute target-pools remove-instances nodes /);
  t.true(desk.cloud.compute.state.list('targetPools', seedProject)[0]?.instances?.includes(member));
  const ledger = desk.lines.filter(({ message }) => message === 'intent' || message === 'outcome');
  t.deepEqual(
    ledger.map(({ message, caller }) => [message, caller]),
    [
      ['intent', operator],
      ['outcome', operator],
    ],
  );

  desk.cloud.compute.calls.length = 0;
  const twice = await desk.post({ cluster: 'home', scope, apply: true, plan: String(plan.hash) });
  t.is(twice.status, 409);
  t.notThrows(() => answerSchemas.Moved.parse(twice.json));
  t.regex(String(twice.json.moved), /no longer: add-pool-members TargetPool/);
  t.deepEqual(
    mutations(desk).filter((one) => one.startsWith('compute')),
    [],
  );
});

test('who sends the hash back need not name the part again', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await removeMember(desk);
  const { json: plan } = await desk.post({ cluster: 'home', scope: { pool: 'nodes' } });
  const { status, text } = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
  t.is(status, 200, text);
});

test('a plan older than five minutes is refused, and a new one shown', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await removeMember(desk);
  const { json: plan } = await desk.post({ cluster: 'home', scope: { pool: 'nodes' } });
  await desk.clock.advance(5 * 60_000 + 1);
  const { status, json } = await desk.post({
    cluster: 'home',
    scope: { pool: 'nodes' },
    apply: true,
    plan: String(plan.hash),
  });
  t.is(status, 409);
  t.regex(String(json.error), /older than 5 minutes/);
  t.deepEqual(kindsOf(json.plan as JsonObject), ['add-pool-members']);
  t.deepEqual(mutations(desk), []);
});

test('a hash that nobody was given is refused with the plan as it is', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const { status, json } = await desk.post({ cluster: 'home', apply: true, plan: 'f00f00f00f00' });
  t.is(status, 409);
  t.regex(String(json.moved), /no plan of this hash/);
  t.deepEqual(mutations(desk), []);
});

test('while another run holds the Lease, nothing is begun and the caller is told when to come again', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await desk.clock.drive(
    caller(desk.cloud.compute, desk.clock, seedProject)('regions/us-central1/forwardingRules/frontend', {}, 'DELETE'),
  );
  desk.cloud.compute.calls.length = 0;
  const now = new Date(desk.clock.now()).toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: 'node-change-7', leaseDurationSeconds: 60, leaseTransitions: 4, renewTime: now };
  desk.kubernetes.store.put({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'home', namespace: 'underpin' },
    spec,
  });
  const { json: plan } = await desk.post({ cluster: 'home' });
  t.true(kindsOf(plan).includes('create-forwarding-rule'));
  const { status, json, headers } = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
  t.is(status, 503);
  t.is(headers.get('retry-after'), '30');
  t.regex(String(json.error), /another run is at work.*node-change-7/);
  t.deepEqual(mutations(desk), []);
});

test('text and HTML are given to who asks for them, JSON to everybody else', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await removeMember(desk);
  const body = { cluster: 'home', scope: { pool: 'nodes' } };
  const text = await desk.post(body, { accept: 'text/plain' });
  t.regex(text.text, /^ {2}\+ TargetPool\/us-central1\/nodes {2}add-pool-members\n/);
  t.true(text.text.split('\n').every((line) => line.length <= 80));
  const html = await desk.post(body, { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' });
  t.regex(html.headers.get('content-type') ?? '', /^text\/html/);
  t.regex(html.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  t.notRegex(html.text, /<script/);
  const any = await desk.post(body, { accept: '*/*' });
  t.regex(any.headers.get('content-type') ?? '', /^application\/json/);
});

const refused = test.macro(async (t, body: unknown, status: number, words: RegExp) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const answer = await desk.post(body);
  t.is(answer.status, status, answer.text);
  t.regex(answer.text, words);
  t.deepEqual(mutations(desk), []);
});

test('400 names the field at fault', refused, { cluster: 'home', scope: { pol: 'nodes' } }, 400, /"field":"scope.pol"/);
test(
  'an unknown cluster is 404 with those there are',
  refused,
  { cluster: 'work' },
  404,
  /no cluster `work` is declared; declared are: home"/,
);
test(
  'an unknown pool is 404 with those there are',
  refused,
  { cluster: 'home', scope: { pool: 'node' } },
  404,
  /has no pool `node`; it has: nodes"/,
);
test(
  'a node nobody has heard of is 404',
  refused,
  { cluster: 'home', scope: { node: 'k8s-minion-zzzz' } },
  404,
  /has no node `k8s-minion-zzzz`; it has: k8s-/,
);
test('apply without a hash is 400', refused, { cluster: 'home', apply: true }, 400, /"field":"plan"/);

test('where the deployment only observes, a plan is made and nothing is applied', async (t) => {
  const desk = await aRepairDesk({ environment: { UNDERPIN_MODE: 'observe' } });
  t.teardown(desk.close);
  const { json: plan } = await desk.post({ cluster: 'home' });
  const { status, json } = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
  t.is(status, 403);
  t.regex(String(json.error), /UNDERPIN_MODE is `observe`/);
  t.deepEqual(mutations(desk), []);
});

test('the description is served, and its schemas are those that requests are checked by', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  const { status, json } = await desk.send({}, '/openapi.json');
  t.is(status, 200);
  t.deepEqual(json, openApi());
  t.is(json.openapi, '3.1.0');
  const { schemas } = json.components as { schemas: Record<string, JsonObject> };
  t.deepEqual(Object.keys(schemas), ['Request', 'Plan', 'Outcomes', 'Moved', 'Problem']);
  for (const [name, schema] of Object.entries(schemas)) t.notThrows(() => z.fromJSONSchema(schema as never), name);
  const references = [...JSON.stringify(json).matchAll(/"\$ref":"#\/(.*?)"/g)].map(([, path = '']) => path.split('/'));
  t.true(references.length > 10);
  for (const path of references) t.truthy(valueAt(json, path), path.join('/'));
  const request = z.fromJSONSchema(schemas.Request as never);
  t.true(request.safeParse({ cluster: 'home', scope: { pool: 'nodes' } }).success);
  t.false(request.safeParse({ cluster: 'home', scop: {} }).success);
});

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce((inner, key) => (inner as JsonObject | undefined)?.[key], value);
}
