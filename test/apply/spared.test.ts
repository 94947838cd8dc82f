import test from 'ava';
import { asLive } from '../../shared/apply/as-live.ts';
import { writersOf } from '../../shared/compare/writers.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { anEmptyProject, type EmptyProject } from './an-empty-project.ts';

const ignoring = (path: string) => [
  { subject: '*', path, reason: 'tried out', owner: 'ops@example.com', until: '2099-01-01' },
];

function settings(data: JsonObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'default', labels: { app: 'web' } },
    data,
  };
}

/** The file was changed since Underpin applied it: so it owns all there is. */
async function aProject(before: JsonObject, after: JsonObject, ignored: string | null): Promise<EmptyProject> {
  const project = await anEmptyProject({
    stacks: [{ name: 'web', objects: [after] }],
    ...(ignored && { spec: { ignore: ignoring(ignored) } }),
  });
  await applyAs('underpin', before, project);
  await project.clock.advance(60_000);
  return project;
}

const plurals: Record<string, string> = { ConfigMap: 'api/v1', Deployment: 'apis/apps/v1' };

async function applyAs(manager: string, object: JsonObject, { kubernetes }: EmptyProject): Promise<void> {
  const { kind, metadata } = object as { kind: string; metadata: { name: string } };
  const url = `http://kubernetes/${plurals[kind]}/namespaces/default/${kind.toLowerCase()}s/${metadata.name}`;
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  await kubernetes.transport(`${url}?fieldManager=${manager}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify(object),
  });
}

function liveOf({ kubernetes }: EmptyProject, { apiVersion, kind, metadata }: JsonObject): JsonObject {
  const { name } = metadata as { name: string };
  const found = kubernetes.store.get({
    apiVersion: String(apiVersion),
    kind: String(kind),
    namespace: 'default',
    name,
  });
  return found as unknown as JsonObject;
}

const stays = test.macro(async (t, data: { before: JsonObject; after: JsonObject; live: JsonObject }, path: string) => {
  const project = await aProject(settings(data.before), settings(data.after), path);
  t.teardown(project.close);
  const { outcomes } = await project.repair('apply', { stack: 'web' });
  t.deepEqual(
    outcomes.map(({ state, kind }) => `${state} ${kind}`),
    ['done apply-object'],
  );
  t.deepEqual(liveOf(project, settings({})).data, data.live);
});
test(
  'C-11: what is ignored stays as it is, also where Underpin wrote it',
  stays,
  { before: { a: '0', b: '0' }, after: { a: '1', b: '1' }, live: { a: '0', b: '1' } },
  'data.a',
);
test(
  'and where it is not there, it does not come',
  stays,
  { before: { b: '0' }, after: { a: '1', b: '1' }, live: { b: '1' } },
  'data.a',
);

test('what somebody else wrote stays theirs', async (t) => {
  const project = await aProject(settings({ b: '0' }), settings({ a: '1', b: '1' }), 'data.a');
  t.teardown(project.close);
  await applyAs('somebody', settings({ a: '0' }), project);
  await project.repair('apply', { stack: 'web' });
  const live = liveOf(project, settings({}));
  t.deepEqual(live.data, { a: '0', b: '1' });
  t.deepEqual(
    writersOf(live, 'data.a').map(({ manager }) => manager),
    ['somebody'],
  );
});
test(
  'a key with dots is one key',
  stays,
  {
    before: { 'nginx.conf': 'mine', nginx: '0', b: '0' },
    after: { 'nginx.conf': 'ours', nginx: '0', b: '1' },
    live: { 'nginx.conf': 'mine', nginx: '0', b: '1' },
  },
  'data.nginx.conf',
);

function web(replicas: number, image: string): JsonObject {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 10,
  },
};

test('C-18: replicas that are an autoscaler’s stay as they are, also where it never had to change them', async (t) => {
  const project = await aProject(web(3, 'web:1'), web(5, 'web:2'), null);
  t.teardown(project.close);
  project.kubernetes.store.put(autoscaler);
  await project.clock.advance(60_000);
  const { outcomes } = await project.repair('apply', { stack: 'web' });
  t.is(outcomes[0]?.state, 'done');
  t.like(liveOf(project, web(0, '')).spec, {
    replicas: 3,
    template: { spec: { containers: [{ image: 'web:2' }] } },
  });
});

const asLiveMade = test.macro((t, object: JsonObject, live: JsonObject, made: JsonObject) =>
  t.deepEqual(asLive(object, live, 'a.b.c'), made),
);
test(
  'what is live takes the place of what is declared',
  asLiveMade,
  { a: { b: { c: 1, d: 2 } } },
  { a: { b: { c: 3, d: 4 } } },
  { a: { b: { c: 3, d: 2 } } },
);
test(
  'also where it is not declared',
  asLiveMade,
  { a: { d: 2 } },
  { a: { b: { c: 3 } } },
  { a: { d: 2, b: { c: 3 } } },
);
test('what is not live is left out', asLiveMade, { a: { b: { c: 1, d: 2 } } }, {}, { a: { b: { d: 2 } } });
test(
  'the longest key is meant',
  asLiveMade,
  { a: { b: '1', 'b.c': '2' } },
  { a: { 'b.c': '3' } },
  {
    a: { b: '1', 'b.c': '3' },
  },
);
test(
  'or one that is live alone',
  asLiveMade,
  { a: { b: '1' } },
  { a: { b: '1', 'b.c': '3' } },
  {
    a: { b: '1', 'b.c': '3' },
  },
);
test('where nothing is, nothing comes', asLiveMade, { a: { b: '1' } }, { a: {} }, { a: { b: '1' } });
