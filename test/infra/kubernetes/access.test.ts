import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { parseAllDocuments } from 'yaml';
import { resourceOfKind } from '../../../infra/kubernetes/resource-of-kind.ts';
import { renderAccess } from '../../../infra/kubernetes.ts';
import { type ApiServer, assets, startApiServer } from '../../real-api-server.ts';
import { type Asked, create, isAllowed, kubectl, patchAs } from './requests.ts';

const test = anyTest as TestFn<{ api: ApiServer | undefined }>;
const auditor = 'underpin-auditor@my-project.iam.gserviceaccount.com';
const repairer = 'underpin-repairer@my-project.iam.gserviceaccount.com';
const builder = 'underpin-builder@my-project.iam.gserviceaccount.com';
const rendered = renderAccess({
  auditors: [auditor],
  repairers: [repairer, builder],
  builders: [builder],
  resources: [
    { group: '', resource: 'replicationcontrollers' },
    { group: '', resource: 'secrets' },
    { group: 'apps', resource: 'deployments' },
  ],
  disks: true,
});

test.before(async (t) => {
  t.context.api = assets === undefined ? undefined : await startApiServer();
  if (!t.context.api) return;
  await create(t.context.api, '/api/v1/namespaces', { metadata: { name: 'underpin-mounts' } });
  const applied = kubectl(t.context.api, ['apply', '-f', '-'], rendered);
  t.is(applied.status, 0, applied.stderr);
  const again = kubectl(t.context.api, ['apply', '-f', '-'], rendered);
  t.false(/created|configured/.test(again.stdout), again.stdout);
  await policiesInForce(t.context.api);
});

test.after.always((t) => t.context.api?.stop());

const may: [who: string, verb: string, resource: string, namespace?: string][] = [
  [auditor, 'list', 'nodes'],
  [auditor, 'get', 'pods', 'web'],
  [auditor, 'list', 'services', 'web'],
  [auditor, 'list', 'discovery.k8s.io/endpointslices', 'web'],
  [auditor, 'list', 'storage.k8s.io/volumeattachments'],
  [auditor, 'list', 'persistentvolumes'],
  [auditor, 'list', 'replicationcontrollers', 'web'],
  [auditor, 'get', 'apps/deployments', 'web'],
  [repairer, 'list', 'apps/deployments', 'web'],
  [repairer, 'patch', 'nodes'],
  [repairer, 'patch', 'services/status', 'web'],
  [repairer, 'create', 'coordination.k8s.io/leases', 'underpin'],
  [repairer, 'update', 'coordination.k8s.io/leases', 'underpin'],
  [repairer, 'create', 'events', 'underpin'],
  [repairer, 'create', 'batch/jobs', 'underpin-mounts'],
  [repairer, 'delete', 'batch/jobs', 'underpin-mounts'],
  [repairer, 'get', 'pods/log', 'underpin-mounts'],
  [builder, 'create', 'apps/deployments', 'web'],
  [builder, 'patch', 'replicationcontrollers', 'web'],
];

const mayNot: typeof may = [
  ...(['create', 'update', 'patch', 'delete', 'deletecollection'] as const).flatMap((verb): typeof may => [
    [auditor, verb, 'nodes'],
    [auditor, verb, 'pods', 'web'],
    [auditor, verb, 'services/status', 'web'],
    [auditor, verb, 'coordination.k8s.io/leases', 'underpin'],
    [auditor, verb, 'batch/jobs', 'underpin-mounts'],
    [repairer, verb, 'pods', 'web'],
    [repairer, verb, 'apps/deployments', 'web'],
    [repairer, verb, 'batch/jobs', 'web'],
    [repairer, verb, 'batch/jobs', 'underpin'],
    [repairer, verb, 'configmaps', 'underpin'],
    [repairer, verb, 'rbac.authorization.k8s.io/clusterroles'],
    [repairer, verb, 'admissionregistration.k8s.io/validatingadmissionpolicies'],
    [builder, verb, 'secrets', 'web'],
  ]),
  ...[auditor, repairer, builder].flatMap((who): typeof may => [
    [who, 'get', 'secrets', 'web'],
    [who, 'list', 'secrets', 'web'],
    [who, 'create', 'pods/exec', 'web'],
    [who, 'get', 'nodes/proxy'],
    [who, 'create', 'serviceaccounts/token', 'web'],
    [who, 'impersonate', 'users'],
    [who, 'escalate', 'rbac.authorization.k8s.io/clusterroles'],
    [who, 'bind', 'rbac.authorization.k8s.io/clusterroles'],
    [who, 'delete', 'nodes'],
    [who, 'delete', 'persistentvolumes'],
    [who, 'get', 'configmaps', 'underpin'],
    [who, '*', '*'],
  ]),
];

for (const [who, verb, resource, namespace] of may)
  test(`${who.split('@')[0]} may ${verb} ${resource} in ${namespace ?? 'the cluster'}`, decides, true, {
    who,
    verb,
    resource,
    namespace,
  });

test('whatever is dangerous is refused to all of them', async (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  const allowed = await Promise.all(
    mayNot.map(async ([who, verb, resource, namespace]) => {
      const answer = await isAllowed(api, { who, verb, resource, namespace });
      return answer ? [`${who} may ${verb} ${resource} in ${namespace ?? 'the cluster'}`] : [];
    }),
  );
  t.true(mayNot.length > 90);
  t.deepEqual(allowed.flat(), []);
});

test('the kill switch is readable by name, and no other ConfigMap is', async (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  const asked = { who: repairer, verb: 'get', resource: 'configmaps', namespace: 'underpin' };
  t.true(await isAllowed(api, { ...asked, name: 'underpin' }));
  t.false(await isAllowed(api, { ...asked, name: 'other' }));
  t.false(await isAllowed(api, { ...asked, who: auditor, name: 'underpin' }));
});

test('kubectl auth can-i says the same', (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  t.is(kubectl(api, ['auth', 'can-i', 'patch', 'nodes', `--as=${repairer}`]).stdout.trim(), 'yes');
  t.is(kubectl(api, ['auth', 'can-i', 'patch', 'nodes', `--as=${auditor}`]).stdout.trim(), 'no');
});

test('the status of a Service of our class may be written, field by field', async (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  const path = '/api/v1/namespaces/default/services';
  const spec = { type: 'LoadBalancer', loadBalancerClass: 'underpin.dev/target-pool', ports: [{ port: 80 }] };
  await create(api, path, { metadata: { name: 'ours' }, spec });
  await create(api, path, { metadata: { name: 'other' }, spec: { ...spec, loadBalancerClass: 'example.com/other' } });
  await create(api, path, { metadata: { name: 'plain' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
  const status = { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } };
  const patch = (name: string, body: object, who = repairer) => patchAs(api, who, `${path}/${name}/status`, body);

  t.is((await patch('ours', { status })).status, 200);
  t.regex((await patch('other', { status })).text, /loadBalancerClass underpin.dev\/target-pool only/);
  t.regex((await patch('plain', { status })).text, /underpin-service-status/);
  t.regex(
    (await patch('ours', { status: { loadBalancer: { ingress: [{ hostname: 'evil.example.com' }] } } })).text,
    /an ingress of Underpin is an address/,
  );
  t.regex((await patch('ours', { metadata: { annotations: { a: 'b' } }, status })).text, /nothing else/);
  t.regex((await patch('ours', { metadata: { labels: { a: 'b' } } })).text, /nothing else/);
  t.is((await patch('ours', { status }, auditor)).status, 403);
});

test('a node gets our marks and nothing else', async (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  await create(api, '/api/v1/nodes', { metadata: { name: 'node-1', labels: { pool: 'a' } } });
  const patch = (body: object) => patchAs(api, repairer, '/api/v1/nodes/node-1', body);
  const marked = { labels: { 'disk.underpin.dev/foodata': 'mounted' }, annotations: { 'underpin.dev/mounts': '{}' } };

  t.is((await patch({ metadata: marked })).status, 200);
  t.is((await patch({ metadata: { labels: { 'disk.underpin.dev/foodata': null } } })).status, 200);
  t.regex((await patch({ metadata: { labels: { pool: 'b' } } })).text, /labels under underpin.dev only/);
  t.regex((await patch({ metadata: { labels: { pool: null } } })).text, /labels under underpin.dev only/);
  t.regex((await patch({ metadata: { labels: { 'xunderpin.dev/a': 'b' } } })).text, /labels under underpin.dev only/);
  t.regex((await patch({ metadata: { annotations: { a: 'b' } } })).text, /annotations under underpin.dev only/);
  t.regex((await patch({ spec: { unschedulable: true } })).text, /may not taint, cordon/);
  t.regex((await patch({ spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } })).text, /may not taint, cordon/);
});

test('the plural of a kind is that of the API server, for every kind it serves', async (t) => {
  const { api } = t.context;
  if (!api) return skip(t);
  const served = kubectl(api, ['api-resources', '--no-headers', '-o', 'wide']).stdout.trim().split('\n');
  const kinds = served.map((line) => /^(\S+)\s+(?:[a-z,]+\s+)?((?:\S+\/)?v\d\S*)\s+(?:true|false)\s+(\S+)/.exec(line));
  t.true(kinds.length > 50);
  for (const [at, found] of kinds.entries()) {
    const [, resource = '', apiVersion = '', kind = ''] = found ?? [];
    t.is(resourceOfKind({ apiVersion, kind }).resource, resource, served[at]);
  }
});

test('no rule of any role has a star', (t) => {
  for (const document of parseAllDocuments(rendered)) {
    const { rules } = document.toJS() as { rules?: Record<string, string[]>[] };
    for (const rule of rules ?? []) for (const words of Object.values(rule)) t.false(words.includes('*'));
  }
});

async function decides(t: ExecutionContext<{ api: ApiServer | undefined }>, expected: boolean, asked: Asked) {
  const { api } = t.context;
  if (!api) return skip(t);
  t.is(await isAllowed(api, asked), expected);
}

function skip(t: ExecutionContext<{ api: ApiServer | undefined }>): void {
  t.log('skipped: KUBEBUILDER_ASSETS is not set, so there is no real API server');
  t.pass();
}

/** A new policy takes a moment until the server judges by it. */
async function policiesInForce(api: ApiServer): Promise<void> {
  await create(api, '/api/v1/nodes', { metadata: { name: 'probe' } });
  const path = '/api/v1/namespaces/default/services';
  await create(api, path, { metadata: { name: 'probe' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
  let last = '';
  for (let attempt = 0; attempt < 80; attempt++) {
    const node = await patchAs(api, repairer, '/api/v1/nodes/probe', { metadata: { labels: { a: `${attempt}` } } });
    const ip = [{ ip: '203.0.113.7' }];
    const service = await patchAs(api, repairer, `${path}/probe/status`, { status: { loadBalancer: { ingress: ip } } });
    if (/underpin-node-marks/.test(node.text) && /underpin-service-status/.test(service.text)) return;
    last = `${node.text} ${service.text}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the policies were not in force within 8 s: ${last}`);
}
