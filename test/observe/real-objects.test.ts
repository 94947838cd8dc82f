import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import { seededChance } from '../../sandbox/seeded-chance.ts';
import { digestOf } from '../../shared/model/digest.ts';
import type { Finding } from '../../shared/model/finding.ts';
import { objectPath } from '../../shared/observe/list-objects.ts';
import { assets } from '../real-api-server.ts';
import { isAt, mutationsOf, undoing } from './mutations.ts';
import { type RealCluster, startRealCluster } from './real-cluster.ts';
import { corpus, corpusFolder, stacksOf } from './stacks-of.ts';

const test = anyTest as TestFn<RealCluster>;
const withServer = assets === undefined ? test.serial.skip : test.serial;

const stacks = corpus('corpus');
const told = ({ outcome, subject, path, why }: Finding) => `${outcome} ${subject} ${path}: ${why}`;

test.before(async (t) => {
  if (assets === undefined) return;
  t.timeout(120_000);
  t.context = await startRealCluster();
  const { kubectl } = t.context;
  for (const name of ['corpus', 'created', 'served']) kubectl('create', 'namespace', name);
  kubectl('create', 'serviceaccount', '-n', 'served', 'build-robot');
  kubectl('apply', '-n', 'corpus', '-f', `${corpusFolder}custom.yaml`, '-f', `${corpusFolder}volumes.yaml`);
  kubectl('wait', '--for=condition=Established', 'crd/crontabs.stable.example.com');
  const { status, output } = kubectl('apply', '-n', 'corpus', '-f', corpusFolder);
  if (status !== 0) throw new Error(output);
});

test.after.always((t) => t.context.stop?.());

withServer(
  'manifests that were applied and left alone give no finding, and nothing was changed to know it',
  async (t) => {
    const { findings, calls } = t.context;
    t.deepEqual((await findings(stacks)).map(told), []);
    t.true(calls.every((call) => call.startsWith('GET ') || call.includes('dryRun=All')));
    const lists = calls.filter((call) => call.includes('limit=500'));
    t.is(lists.length, new Set(lists).size);
  },
);

withServer('nor after the controllers settled', async (t) => {
  await sleep(4000);
  t.deepEqual((await t.context.findings(stacks)).map(told), []);
});

withServer('C-17: an identity that may only get and list comes to the same', async (t) => {
  const { kubectl, findings } = t.context;
  kubectl('create', 'clusterrole', 'reader', '--verb=get,list', '--resource=*.*');
  kubectl('create', 'clusterrolebinding', 'reader', '--clusterrole=reader', '--user=reader');
  t.deepEqual((await findings(stacks, 'reader')).map(told), []);
});

withServer('manifests that were created, not applied, give no finding', async (t) => {
  const { kubectl, findings } = t.context;
  const names = ['access', 'crontabs', 'daemonset', 'guestbook', 'jobs', 'network', 'pods'];
  kubectl('create', '-n', 'created', ...names.flatMap((name) => ['-f', `${corpusFolder}${name}.yaml`]));
  const created = corpus('created').filter(({ name }) => names.includes(name));
  t.deepEqual((await findings(created)).map(told), []);
});

withServer('manifests that were applied by the server, not by kubectl, give no finding', async (t) => {
  const { kubectl, findings } = t.context;
  const files = ['-f', `${corpusFolder}pods.yaml`, '-f', `${corpusFolder}cassandra.yaml`];
  const { status, output } = kubectl('apply', '--server-side', '-n', 'served', ...files);
  t.is(status, 0, output);
  const served = corpus('served').filter(({ name }) => ['pods', 'cassandra'].includes(name));
  t.deepEqual((await findings(served)).map(told), []);
});

/** A controller puts these right by itself, or has a right of its own to them. */
const leftToControllers = new Set([
  'ClusterRole/aggregated',
  'ReplicationController/corpus/frontend',
  'PersistentVolume/corpus-local',
  'PersistentVolumeClaim/corpus/bound-claim',
]);

const rounds = 2;
for (let seed = 1; seed <= rounds; seed++) {
  withServer(`one declared field changed in each live object: each is found at its path (seed ${seed})`, async (t) => {
    const { findings, targets, rest, send } = t.context;
    const chance = seededChance(seed);
    const changed: { subject: string; path: string; undo: () => Promise<void> }[] = [];
    for (const { manifest, resource, namespace, subject } of await targets(stacks)) {
      if (
        ['Secret', 'CustomResourceDefinition', 'APIService'].includes(manifest.kind) ||
        leftToControllers.has(subject)
      )
        continue;
      const path = objectPath(resource, namespace, manifest.name);
      const live = await rest.get(path);
      const candidates = mutationsOf(manifest.object, live).map((one) => ({ one, order: chance() }));
      for (const { one } of candidates.toSorted((a, b) => a.order - b.order).slice(0, 8)) {
        const { ok, text } = await send('PATCH', `${path}?fieldManager=by-hand`, {
          type: 'application/json-patch+json',
          value: [one.operation],
        });
        if (!ok || !isChanged(JSON.parse(text), live)) continue;
        changed.push({
          subject,
          path: one.path,
          undo: async () => {
            const { ok, text } = await send('PATCH', path, {
              type: 'application/json-patch+json',
              value: undoing(one, live),
            });
            t.true(ok, text);
          },
        });
        break;
      }
    }
    const found = (await findings(stacks)).filter(({ undeclared }) => !undeclared);
    for (const { undo } of changed) await undo();
    t.true(changed.length > 30, `${changed.length} objects changed`);
    const unseen = changed.filter(
      (one) => !found.some((other) => other.subject === one.subject && isAt(other.path, one.path)),
    );
    t.deepEqual(
      unseen.map(({ subject, path }) => `${subject} ${path}`),
      [],
    );
    const subjects = new Set(changed.map(({ subject }) => subject));
    t.deepEqual(found.filter(({ subject }) => !subjects.has(subject)).map(told), []);
  });
}

function isChanged(now: { spec?: unknown; generation?: number }, was: object): boolean {
  return content(now) !== content(was);
}

function content(object: object): string {
  const {
    metadata,
    status: _status,
    ...rest
  } = object as {
    metadata: { labels?: object; annotations?: object };
    status?: object;
  };
  return digestOf([rest, metadata.labels ?? {}, metadata.annotations ?? {}]);
}

withServer('the verdict is that of kubectl diff, object by object', async (t) => {
  const { kubectl, findings, send } = t.context;
  const names = ['game-demo', 'redis-leader', 'odd', 'bare', 'template'];
  const pods = corpus('corpus').filter(({ name }) => name === 'pods' || name === 'guestbook');
  const change = {
    type: 'application/merge-patch+json',
    value: { metadata: { labels: { 'odd-one': 'out' } }, data: { empty: 'no more' } },
  };
  await send('PATCH', '/api/v1/namespaces/corpus/configmaps/game-demo', change);
  await send('PATCH', '/apis/apps/v1/namespaces/corpus/deployments/odd', {
    type: 'application/merge-patch+json',
    value: { spec: { strategy: { rollingUpdate: { maxSurge: 3 } } } },
  });
  const { status, output } = kubectl('diff', '-n', 'corpus', '-f', `${corpusFolder}pods.yaml`);
  t.is(status, 1, output);
  const differing = [...output.matchAll(/^diff .*?\/LIVE-\d+\/(\S+) /gm)].map(([, name = '']) =>
    name.split('.').at(-1),
  );
  const found = (await findings(pods)).filter(({ undeclared }) => !undeclared);
  t.deepEqual(found.map(({ subject }) => subject.split('/').at(-1)).toSorted(), differing.toSorted());
  t.deepEqual(found.map(({ path }) => path).toSorted(), ['data.empty', 'spec.strategy.rollingUpdate.maxSurge']);
  t.true(names.length > found.length);
});

withServer('C-08: an object is read in the version that declares it', async (t) => {
  const declared = stacksOf({
    old: 'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: frontend, namespace: corpus}\nspec: {maxReplicas: 10, minReplicas: 3, targetCPUUtilizationPercentage: 50, scaleTargetRef: {apiVersion: v1, kind: ReplicationController, name: frontend}}',
  });
  t.deepEqual((await t.context.findings(declared)).map(told), []);
});

withServer('what is missing, stray, or changed by hand without being declared is told, and nothing else', async (t) => {
  const { kubectl, findings } = t.context;
  const shop = `
apiVersion: v1
kind: ConfigMap
metadata: {name: shop, namespace: default, labels: {app: shop}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: default, labels: {app: shop}}
spec:
  selector: {matchLabels: {app: shop}}
  template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: c, image: nginx}]}}
`;
  const file = join(mkdtempSync(join(tmpdir(), 'underpin-shop-')), 'shop.yaml');
  writeFileSync(file, shop);
  const { status, output } = kubectl('apply', '-f', file);
  t.is(status, 0, output);
  kubectl('wait', '--for=jsonpath={.status.replicas}=1', 'deployment/shop');
  t.deepEqual((await findings(stacksOf({ shop }))).map(told), []);

  kubectl('delete', 'configmap', 'shop');
  kubectl('label', 'deployment', 'shop', 'team=blue');
  kubectl('set', 'env', 'deployment/shop', 'DEBUG=1');
  kubectl('scale', 'deployment/shop', '--replicas=2');
  kubectl('create', 'job', 'left-over', '--image=nginx');
  kubectl('label', 'job', 'left-over', 'app=shop');
  const found = await findings(stacksOf({ shop }));
  t.deepEqual(
    found.map(({ subject, path, undeclared }) => [subject, path, undeclared]),
    [
      ['ConfigMap/default/shop', '', false],
      ['Deployment/default/shop', 'metadata.labels.team', true],
      ['Deployment/default/shop', 'spec.replicas', true],
      ['Deployment/default/shop', 'spec.template.spec.containers[c].env[DEBUG]', true],
      ['Job/default/left-over', '', false],
    ],
  );
  rmSync(dirname(file), { recursive: true });
});
