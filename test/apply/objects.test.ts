import test from 'ava';
import type { Action } from '../../shared/model/action.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { loggableAction } from '../../shared/model/loggable-action.ts';
import type { RunResult } from '../../shared/model/report.ts';
import { stageOfStep } from '../../shared/plan/order.ts';
import { planText } from '../../shared/report/plan-text.ts';
import { anEmptyProject, type EmptyProject } from './an-empty-project.ts';

const only = { stack: 'web' };

function settings(fields: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', labels: { app: 'web' } },
    data: { a: '1', b: '2' },
    ...fields,
  };
}

function aProject(objects: JsonObject[] = [settings()]): Promise<EmptyProject> {
  return anEmptyProject({ stacks: [{ name: 'web', objects }] });
}

function live({ kubernetes }: EmptyProject) {
  return kubernetes.store.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' });
}

function told({ outcomes }: RunResult): string[] {
  return outcomes.map(
    ({ state, kind, target, because }) => `${state} ${kind} ${target}${because ? `: ${because}` : ''}`,
  );
}

async function edit({ kubernetes }: EmptyProject, body: JsonObject): Promise<void> {
  const url = 'http://kubernetes/api/v1/namespaces/default/configmaps/settings?fieldManager=kubectl-edit';
  const headers = { 'content-type': 'application/merge-patch+json' };
  await kubernetes.transport(url, { method: 'PATCH', headers, body: JSON.stringify(body) });
}

test('an object that is missing is applied as field manager underpin, and undone by deleting it', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  const result = await project.repair('apply', only);
  t.deepEqual(told(result), ['done apply-object ConfigMap/default/settings']);
  t.is(result.outcomes[0]?.undo, 'kubectl delete configmap settings --namespace=default');
  t.deepEqual(
    live(project)?.metadata.managedFields?.map(({ manager, operation }) => [manager, operation]),
    [['underpin', 'Apply']],
  );
  t.deepEqual((await project.repair('plan', only)).plan.actions, []);
});

test('a stack of many objects asks the API server once what it has, to apply them', async (t) => {
  const object = (name: string) => settings({ metadata: { name, labels: { app: 'web' } } });
  const discoveries = async (names: string[]) => {
    const project = await aProject(names.map(object));
    t.teardown(project.close);
    const result = await project.repair('apply', only);
    t.is(told(result).length, names.length);
    return project.kubernetes.calls.filter(({ path }) => path === '/apis').length;
  };
  t.is(await discoveries(['a', 'b', 'c', 'd']), await discoveries(['a']));
});

test('what was taken away is put back, and undone by a patch of just that', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  await project.repair('apply', only);
  await edit(project, { data: { b: null }, metadata: { labels: { hand: 'made' } } });
  await project.clock.advance(60_000);
  const result = await project.repair('apply', only);
  t.deepEqual(told(result), ['done apply-object ConfigMap/default/settings']);
  t.is(
    result.outcomes[0]?.undo,
    `kubectl patch configmap settings --namespace=default --type=merge --patch='{"data":{"b":null}}'`,
  );
  t.like(live(project), { data: { a: '1', b: '2' }, metadata: { labels: { app: 'web', hand: 'made' } } });
});

test('what another manager set is told, and stays', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  await project.repair('apply', only);
  await edit(project, { data: { a: 'mine' } });
  await project.clock.advance(60_000);
  const [outcome] = told(await project.repair('apply', only));
  t.regex(outcome ?? '', /^blocked apply-object .*conflict with "kubectl-edit".*\.data\.a\. It stays/);
  t.regex(outcome ?? '', /--force-conflicts --field-manager=underpin -n default -f \S+\.yaml`$/);
  t.is((live(project) as unknown as { data: { a: string } }).data.a, 'mine');
});

test('I-26: a mark on the live object keeps it as it is', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  project.kubernetes.store.put({
    ...settings({ data: { a: '1' } }),
    metadata: { name: 'settings', namespace: 'default', annotations: { 'underpin.dev/protect': 'true' } },
  });
  await project.clock.advance(60_000);
  const { outcomes, plan } = await project.repair('apply', only);
  t.deepEqual(
    outcomes.filter(({ state }) => state === 'done'),
    [],
  );
  t.true(plan.blocked.length + outcomes.length > 0);
  t.deepEqual((live(project) as unknown as { data: JsonObject }).data, { a: '1' });
});

test('a namespace that is not there is told with the command that makes it', async (t) => {
  const project = await aProject([
    settings({ metadata: { name: 'settings', namespace: 'web', labels: { app: 'web' } } }),
  ]);
  t.teardown(project.close);
  const [outcome] = told(await project.repair('apply', only));
  t.regex(outcome ?? '', /^blocked .*namespaces "web" not found: kubectl create namespace web$/);
});

test('I-09: an object that was made anew under its name is not deleted', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  await project.repair('apply', only);
  const { plan } = await project.removal('web');
  t.deepEqual(
    plan.actions.map(({ kind, target }) => `${kind} ${target}`),
    ['delete-object ConfigMap/default/settings'],
  );
  await project.kubernetes.transport('http://kubernetes/api/v1/namespaces/default/configmaps/settings', {
    method: 'DELETE',
  });
  await project.clock.advance(1000);
  await project.repair('apply', only);
  const [outcome] = await project.applyLate(plan);
  t.like(outcome, { state: 'blocked', because: 'another object has that name since the plan was made' });
  t.truthy(live(project));
});

test('I-26: a marked object is not deleted with its stack', async (t) => {
  const project = await aProject();
  t.teardown(project.close);
  await project.repair('apply', only);
  await edit(project, { metadata: { annotations: { 'underpin.dev/protect': 'true' } } });
  const { plan } = await project.removal('web');
  t.deepEqual(plan.actions, []);
  t.is(plan.blocked[0]?.blockedBy, 'it is marked underpin.dev/protect');
  t.regex(planText(plan), /blocked: it is marked underpin\.dev\/protect\n +\$ kubectl delete configmap settings/);
});

test('D-12: the disk of a PersistentVolume is not let go of with its stack', async (t) => {
  const disk = { name: 'foodata', zone: 'us-central1-a', nodes: 'default', mountPath: '/mnt/foodata' };
  const project = await anEmptyProject({ stacks: [{ name: 'web', objects: [settings()], spec: { disks: [disk] } }] });
  t.teardown(project.close);
  await project.byHand('zones/us-central1-a/disks', { name: 'foodata', sizeGb: '10' });
  const source = 'projects/my-project/zones/us-central1-a/disks/foodata';
  await project.byHand('zones/us-central1-a/instances/node-1/attachDisk', { source, deviceName: 'foodata' });
  const commands = async () => (await project.removal('web')).plan.findings.map(({ command }) => command);
  t.regex((await commands()).join('\n'), /umount -A .*detach-disk node-1/);
  project.kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'world' },
    spec: { gcePersistentDisk: { pdName: 'foodata' } },
  });
  await project.clock.advance(60_000);
  t.deepEqual(
    (await commands()).filter((one) => !one?.startsWith('kubectl delete')),
    ['kubectl get persistentvolume world -o yaml'],
  );
});

test('I-31: what an object holds is in no log line', (t) => {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'n' },
    stringData: { password: 'planted' },
  };
  const logged = loggableAction({ kind: 'apply-object', object, command: 'kubectl apply -f web.yaml' });
  t.notRegex(JSON.stringify(logged), /planted/);
  t.deepEqual(loggableAction(logged as Action), logged, 'twice is once');
});

test('objects go in the order in which they need each other', (t) => {
  const kinds = ['Deployment', 'Service', 'ConfigMap', 'Namespace', 'CustomResourceDefinition', 'Pod'];
  const stage = (kind: string) => stageOfStep({ action: { kind: 'apply-object', object: { kind }, command: '' } });
  t.deepEqual(
    kinds.toSorted((one, other) => stage(one) - stage(other)),
    ['Namespace', 'CustomResourceDefinition', 'ConfigMap', 'Service', 'Deployment', 'Pod'],
  );
});
