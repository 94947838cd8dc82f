import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { cloudTransport, createCloud } from '../../sandbox/cloud.ts';
import { createPacedClock } from '../../sandbox/paced-clock.ts';
import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { silentLog } from '../../shared/log.ts';
import { fetchTransport } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { type RealCluster, startRealCluster } from '../observe/real-cluster.ts';
import { assets } from '../real-api-server.ts';
import { aTerminal, type TestTerminal } from './a-terminal.ts';

const test = anyTest as TestFn<{ cluster?: RealCluster; terminal: TestTerminal; directory: string }>;
const withServer = assets === undefined ? test.serial.skip : test.serial;

const stacks = ['guestbook', 'cassandra', 'wordpress', 'daemonset'];

/** Public manifests as stacks of a cluster that lives in the real API server, on an empty sandbox project. */
function aDirectory(kubeconfig: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-real-'));
  writeFileSync(
    join(directory, 'cluster.yaml'),
    `apiVersion: underpin.dev/v1
kind: Cluster
metadata: {name: real}
spec:
  project: my-project
  region: us-central1
  kubernetes: {kubeconfig: {file: ${kubeconfig}}}
  nodeGroups: [{name: default, tag: k8s-node}]
`,
  );
  for (const stack of stacks) {
    mkdirSync(join(directory, stack));
    const text = readFileSync(`test/observe/manifests/${stack}.yaml`, 'utf8');
    // Nothing stands outside this cluster that a Service of that class would need.
    writeFileSync(join(directory, stack, `${stack}.yaml`), text.replace(/^ *loadBalancerClass:.*\n/m, ''));
  }
  return directory;
}

test.before(async (t) => {
  if (assets === undefined) return;
  t.timeout(120_000);
  const cluster = await startRealCluster();
  cluster.kubectl('create', 'namespace', 'underpin');
  // Secrets are a person's to bring (C-12).
  cluster.kubectl('create', 'secret', 'generic', 'mysql-pass', '--from-literal=password=test');
  cluster.kubectl('label', 'secret', 'mysql-pass', 'app=wordpress');
  const runtime = createPacedClock();
  const cloud = createCloud({ runtime });
  const world: World = {
    config: readConfig({}),
    runtime,
    transport: cloudTransport(cloud, fetchTransport()),
    credentials: fixedCredentials('token'),
    log: silentLog,
  };
  t.context = { cluster, terminal: aTerminal({ world }), directory: aDirectory(cluster.kubeconfigPath) };
});

test.after.always((t) => t.context.cluster?.stop());

withServer('public manifests come up by server-side apply, and an audit finds nothing', async (t) => {
  const { terminal, directory } = t.context;
  for (const stack of stacks) {
    const { status, out, notes } = await terminal.run('stack', 'up', stack, directory, '--yes');
    t.is(status, 0, `${stack}\n${out}\n${notes}`);
  }
  const { status, out } = await terminal.run('audit', directory);
  t.is(status, 0, out);
  const again = await terminal.run('plan', directory);
  t.regex(again.out, /Nothing to do in cluster real/);
});

withServer('what a controller decides stays, though Underpin wrote it, when the rest is applied', async (t) => {
  const { terminal, directory, cluster } = t.context;
  cluster?.kubectl('autoscale', 'rc', 'frontend', '--min=2', '--max=10');
  const added = '{"spec":{"selector":{"rollouts-pod-template-hash":"7c9"}}}';
  cluster?.kubectl('patch', 'service', 'frontend', '--field-manager=rollouts-controller', '-p', added);
  const file = join(directory, 'guestbook', 'guestbook.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    before.replace('replicas: 3', 'replicas: 5').replace('frontend:v5', 'frontend:v6').replace(': 600', ': 900'),
  );
  const { status, out } = await terminal.run('stack', 'up', 'guestbook', directory, '--yes');
  writeFileSync(file, before);
  t.is(status, 0, out);
  const live = (kind: string, path: string) =>
    cluster?.kubectl('get', kind, 'frontend', '-o', `jsonpath={${path}}`).output;
  t.is(live('rc', '.spec.replicas'), '3');
  t.regex(live('rc', '.spec.template.spec.containers[0].image') ?? '', /v6$/);
  t.is(live('service', '.spec.sessionAffinityConfig.clientIP.timeoutSeconds'), '900');
  t.regex(live('service', '.spec.selector') ?? '', /"rollouts-pod-template-hash":"7c9","tier":"frontend"/);
});

withServer('what another manager owns is told and left as it is; the rest goes on', async (t) => {
  const { terminal, directory, cluster } = t.context;
  const replicas = () =>
    cluster?.kubectl('get', 'deployment', 'redis-leader', '-o', 'jsonpath={.spec.replicas}').output.trim();
  cluster?.kubectl('apply', '--server-side', '--force-conflicts', '--field-manager=somebody', '-f', scaled());
  t.is(replicas(), '7');
  const { status, out } = await terminal.run('stack', 'up', 'guestbook', directory, '--yes');
  t.is(status, 2, out);
  t.regex(out, /blocked Deployment\/default\/redis-leader {2}apply-object\n[\s\S]*somebody[\s\S]*\.spec\.replicas/);
  t.regex(out, /--force-conflicts/);
  t.is(replicas(), '7');
});

function scaled(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'underpin-scaled-')), 'scaled.yaml');
  writeFileSync(file, 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis-leader}\nspec: {replicas: 7}\n');
  return file;
}

withServer('a stack goes down with what it owns, and claims stay', async (t) => {
  const { terminal, directory, cluster } = t.context;
  const { status, out, notes } = await terminal.run('stack', 'down', 'wordpress', directory, '--yes');
  t.is(status, 0, out + notes);
  t.regex(
    out,
    /- PersistentVolumeClaim\/default\/[\s\S]*blocked: a PersistentVolumeClaim holds what no file brings back/,
  );
  const left = cluster?.kubectl('get', 'deployments,services,pods', '-l', 'app=wordpress', '-o', 'name').output;
  t.is(left?.trim(), '');
  t.regex(cluster?.kubectl('get', 'pvc', '-l', 'app=wordpress', '-o', 'name').output ?? '', /persistentvolumeclaim\//);
  t.regex(cluster?.kubectl('get', 'rc', '-o', 'name').output ?? '', /replicationcontroller\/frontend/);
});
