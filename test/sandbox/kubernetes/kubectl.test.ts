import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import test from 'ava';
import { kubeconfig } from '../../../sandbox/kubernetes/kubeconfig.ts';
import { createKubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import { createPacedClock } from '../../../sandbox/paced-clock.ts';
import { type HttpServer, serveHttp } from '../../../sandbox/serve-http.ts';
import { aVm, someVms } from './an-api.ts';

const run = promisify(execFile);
const hasKubectl = await run('kubectl', ['version', '--client']).then(
  () => true,
  () => false,
);
const folder = mkdtempSync(join(tmpdir(), 'underpin-kubectl-'));
const manifest = join(folder, 'ghost.yaml');
let server: HttpServer | undefined;

test.before(async (t) => {
  if (!hasKubectl) t.log('kubectl is not on the PATH: what it makes of the sandbox is not tried');
  const kubernetes = createKubernetes({
    runtime: createPacedClock({ speed: 50 }),
    delays: { nodeRegisters: 0, nodeReady: 0 },
  });
  const vms = someVms();
  kubernetes.attachNodes(vms);
  vms.run(aVm('node-1', { id: '1' }));
  vms.run(aVm('node-2', { id: '2' }));
  for (let turn = 0; turn < 500 && kubernetes.store.list({ apiVersion: 'v1', kind: 'Node' }).length < 2; turn++)
    await sleep(10);
  server = await serveHttp(kubernetes.handle);
  writeFileSync(join(folder, 'config'), kubeconfig(server.url));
  writeFileSync(manifest, ghost);
});
test.after.always(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ghost = `
apiVersion: v1
kind: ReplicationController
metadata: {name: ghost, labels: {app: ghost}}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: ghost}}
    spec: {containers: [{name: ghost, image: "ghost:5", ports: [{containerPort: 2368}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: ghost, labels: {app: ghost}}
spec: {selector: {app: ghost}, ports: [{port: 2468, targetPort: 2368}]}
`;

async function kubectl(...words: string[]): Promise<string> {
  const env = {
    ...process.env,
    KUBECONFIG: join(folder, 'config'),
    KUBE_CACHE_DIR: join(folder, 'cache'),
    KUBE_EDITOR: 'sed -i s/2468/2469/',
  };
  const { stdout } = await run('kubectl', words, { env, timeout: 30_000 });
  return stdout.trim();
}

(hasKubectl ? test.serial : test.skip)(
  'kubectl goes through its day: create, wait, get, scale, label, edit, delete by label',
  async (t) => {
    t.timeout(60_000);
    t.is(await kubectl('create', '-f', manifest), 'replicationcontroller/ghost created\nservice/ghost created');
    await kubectl('wait', '--for=condition=Ready', 'node/node-1', 'node/node-2', '--timeout=20s');
    await kubectl('wait', '--for=jsonpath={.status.readyReplicas}=2', 'rc/ghost', '--timeout=20s');
    t.regex(await kubectl('get', 'pods', '-o', 'wide'), /ghost-\w+ +1\/1 +Running +0 .*node-[12]/);
    t.is(await kubectl('scale', 'rc/ghost', '--replicas=3'), 'replicationcontroller/ghost scaled');
    t.is(await kubectl('get', 'rc', 'ghost', '-o', 'jsonpath={.spec.replicas}'), '3');
    t.is(await kubectl('label', 'node', 'node-1', 'a=b'), 'node/node-1 labeled');
    t.is(await kubectl('annotate', 'node', 'node-1', 'c=d'), 'node/node-1 annotated');
    t.is(await kubectl('get', 'nodes', '-l', 'a=b', '-o', 'name'), 'node/node-1');
    t.is(await kubectl('edit', 'service', 'ghost'), 'service/ghost edited');
    t.is(await kubectl('get', 'service', 'ghost', '-o', 'jsonpath={.spec.ports[0].port}'), '2469');
    t.regex(await kubectl('get', 'service', 'ghost', '-o', 'yaml'), /targetPort: 2368/);
    t.is(
      await kubectl('patch', 'service', 'ghost', '-p', '{"spec":{"sessionAffinity":"ClientIP"}}'),
      'service/ghost patched',
    );
    t.is(await kubectl('logs', 'rc/ghost'), '');
    const gone = await kubectl('delete', 'pod,rc,service', '-l', 'app=ghost');
    t.regex(gone, /replicationcontroller "ghost" deleted/);
    t.regex(gone, /service "ghost" deleted/);
    t.is(await kubectl('get', 'rc,services', '-l', 'app=ghost'), '');
  },
);

(hasKubectl ? test.serial : test.skip)(
  'kubectl applies, finds nothing to apply, diffs and applies server-side',
  async (t) => {
    t.timeout(60_000);
    t.is(await kubectl('apply', '-f', manifest), 'replicationcontroller/ghost created\nservice/ghost created');
    t.is(await kubectl('apply', '-f', manifest), 'replicationcontroller/ghost unchanged\nservice/ghost unchanged');
    t.is(await kubectl('diff', '-f', manifest), '');
    await kubectl('scale', 'rc/ghost', '--replicas=5');
    const different = await t.throwsAsync<Error & { code: number; stdout: string }>(kubectl('diff', '-f', manifest));
    t.is(different?.code, 1);
    t.regex(different?.stdout ?? '', /- {2}replicas: 5\n\+ {2}replicas: 2/);
    const conflict = await t.throwsAsync<Error & { stderr: string }>(kubectl('apply', '--server-side', '-f', manifest));
    t.regex(
      conflict?.stderr ?? '',
      /Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using v1: \.spec\.replicas/,
    );
    t.regex(
      await kubectl('apply', '--server-side', '--force-conflicts', '-f', manifest),
      /replicationcontroller\/ghost serverside-applied/,
    );
    t.is(await kubectl('get', 'rc', 'ghost', '-o', 'jsonpath={.spec.replicas}'), '2');
  },
);

(hasKubectl ? test.serial : test.skip)(
  'kubectl makes what it sends as protobuf, drains and asks what it may',
  async (t) => {
    t.timeout(60_000);
    t.is(await kubectl('create', 'namespace', 'shop'), 'namespace/shop created');
    t.is(await kubectl('-n', 'shop', 'create', 'configmap', 'a', '--from-literal=b=c'), 'configmap/a created');
    t.is(await kubectl('-n', 'shop', 'get', 'configmap', 'a', '-o', 'jsonpath={.data.b}'), 'c');
    t.is(await kubectl('-n', 'shop', 'create', 'secret', 'generic', 's', '--from-literal=k=v'), 'secret/s created');
    t.is(await kubectl('-n', 'shop', 'get', 'secret', 's', '-o', 'jsonpath={.data.k}'), 'dg==');
    t.is(
      await kubectl('-n', 'shop', 'create', 'deployment', 'web', '--image=nginx', '--port=80'),
      'deployment.apps/web created',
    );
    t.regex(
      await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=20s'),
      /successfully rolled out/,
    );
    t.is(await kubectl('auth', 'can-i', 'list', 'pods'), 'yes');
    t.is(await kubectl('cordon', 'node-1'), 'node/node-1 cordoned');
    t.regex(await kubectl('drain', 'node-1', '--ignore-daemonsets', '--timeout=20s'), /node\/node-1 drained/);
    t.is(await kubectl('delete', 'namespace', 'shop', '--timeout=20s'), 'namespace "shop" deleted');
  },
);
