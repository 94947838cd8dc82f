import anyTest, { type TestFn } from 'ava';
import { parseAllDocuments } from 'yaml';
import { reviewAttempts } from '../../../infra/doctor/access-review.ts';
import { grantedAttempts } from '../../../infra/kubernetes/granted-attempts.ts';
import { type Attempt, attemptText } from '../../../infra/kubernetes/never-allowed.ts';
import { resourceOfKind } from '../../../infra/kubernetes/resource-of-kind.ts';
import { renderAccess } from '../../../infra/kubernetes.ts';
import { ofApiServer } from '../../../shared/kubernetes-answer.ts';
import { type ApiServer, assets, startApiServer } from '../../real-api-server.ts';
import {
  isCovered,
  type Recorded,
  type RecordedAttempt,
  recordAttempts,
  refusedOnPurpose,
} from './recorded-attempts.ts';
import { create, isAllowed, kubectl, patchAs } from './requests.ts';

const test = anyTest as TestFn<{ api: ApiServer | undefined }>;
const onServer = assets ? test : test.skip;
const auditor = 'underpin-auditor@my-project.iam.gserviceaccount.com';
const repairer = 'underpin-repairer@my-project.iam.gserviceaccount.com';
const builder = 'underpin-builder@my-project.iam.gserviceaccount.com';
let recorded: Recorded;
let rendered: string;

test.before(async (t) => {
  recorded = await recordAttempts();
  // Whether a stack declares Secrets or not, nobody is let near them (C-12).
  const resources = [...recorded.access.resources, { group: '', resource: 'secrets' }];
  rendered = renderAccess({ ...recorded.access, resources });
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

type Attempted = [who: string, verb: string, resource: string, namespace?: string];
const roles = ['auditor', 'repairer', 'builder'] as const;
const mayNot: Attempted[] = [
  ...(['create', 'update', 'patch', 'delete', 'deletecollection'] as const).flatMap((verb): Attempted[] => [
    [auditor, verb, 'nodes'],
    [auditor, verb, 'pods', 'web'],
    [auditor, verb, 'services/status', 'web'],
    [auditor, verb, 'coordination.k8s.io/leases', 'underpin'],
    [auditor, verb, 'batch/jobs', 'underpin-mounts'],
    [repairer, verb, 'apps/deployments', 'web'],
    [repairer, verb, 'batch/jobs', 'web'],
    [repairer, verb, 'batch/jobs', 'underpin'],
    [repairer, verb, 'configmaps', 'underpin'],
    [repairer, verb, 'rbac.authorization.k8s.io/clusterroles'],
    [repairer, verb, 'admissionregistration.k8s.io/validatingadmissionpolicies'],
    [builder, verb, 'secrets', 'web'],
  ]),
  // The example restarts pods, so that one is deleted; nothing else is done to it.
  ...(['create', 'update', 'patch', 'deletecollection'] as const).map(
    (verb): Attempted => [repairer, verb, 'pods', 'web'],
  ),
  ...[auditor, repairer, builder].flatMap((who): Attempted[] => [
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
    [who, 'get', 'persistentvolumeclaims', 'web'],
    [who, '*', '*'],
  ]),
];

test('under the generated roles nothing is refused but what is asked for in vain on purpose', (t) => {
  for (const role of roles) {
    const refused = recorded.attempts(role).filter(({ status }) => status === 401 || status === 403);
    t.deepEqual(textsOf(refused.filter((one) => !refusedOnPurpose(one))), [], role);
  }
});

test('no rule of the generated roles is unused', (t) => {
  const all = roles.flatMap((role) => recorded.attempts(role));
  // A server-side apply that creates is asked about both verbs.
  const creations: Attempt[] = all
    .filter(({ verb, status }) => verb === 'patch' && status === 201)
    .map((one) => ({ ...one, verb: 'create' }));
  const granted = roles.flatMap((role) => grantedAttempts(recorded.access, recorded.account(role)));
  const unused = granted.filter((one) => ![...all, ...creations].some((attempt) => isCovered(attempt, one)));
  t.deepEqual(textsOf(unused), []);
});

for (const role of roles)
  onServer(
    `a real API server allows the ${role} all that it asked for, and refuses what was refused in the sandbox`,
    async (t) => {
      const { api } = t.context;
      if (!api) return t.fail('it did not start');
      const attempts = new Map(recorded.attempts(role).map((one) => [attemptText(one), one]));
      t.true(attempts.size > 10);
      const { server, token, transport } = api;
      const asRole: typeof transport = (url, init) => {
        const headers = new Headers(init.headers);
        headers.set('authorization', `Bearer ${token}`);
        headers.set('impersonate-user', recorded.account(role));
        return transport(url, { ...init, headers });
      };
      const isRefused = ({ status }: RecordedAttempt) => status === 403;
      const asked = [...attempts.values()];
      const { allowed, refused } = await reviewAttempts({ server, transport: ofApiServer(asRole) }, asked);
      t.deepEqual(textsOf(refused), textsOf(asked.filter(isRefused)));
      t.deepEqual(textsOf(allowed), textsOf(asked.filter((one) => !isRefused(one))));
    },
  );

onServer('whatever is dangerous is refused to all of them', async (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
  const allowed = await Promise.all(
    mayNot.map(async ([who, verb, resource, namespace]) => {
      const answer = await isAllowed(api, { who, verb, resource, namespace });
      return answer ? [`${who} may ${verb} ${resource} in ${namespace ?? 'the cluster'}`] : [];
    }),
  );
  t.true(mayNot.length > 90);
  t.deepEqual(allowed.flat(), []);
});

test('the kill switch is readable by its name alone, and only to those who write', (t) => {
  const attempts = (role: (typeof roles)[number]) =>
    grantedAttempts({ ...recorded.access, resources: [] }, recorded.account(role)).filter(
      ({ resource }) => resource === 'configmaps',
    );
  t.deepEqual(textsOf(attempts('repairer')), ['get configmaps/underpin in underpin']);
  t.deepEqual(attempts('auditor'), []);
});

onServer('kubectl auth can-i says the same', (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
  t.is(kubectl(api, ['auth', 'can-i', 'patch', 'nodes', `--as=${repairer}`]).stdout.trim(), 'yes');
  t.is(kubectl(api, ['auth', 'can-i', 'patch', 'nodes', `--as=${auditor}`]).stdout.trim(), 'no');
});

onServer('the status of a Service of our class may be written, field by field', async (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
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

onServer('nobody of Underpin throws the kill switch, not even who may write ConfigMaps', async (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
  await create(api, '/api/v1/namespaces/underpin/configmaps', {
    metadata: { name: 'underpin' },
    data: { mutations: 'off' },
  });
  await create(api, '/api/v1/namespaces/default/configmaps', { metadata: { name: 'other' } });
  const patch = (path: string) => patchAs(api, builder, path, { data: { mutations: 'on' } });
  t.regex((await patch('/api/v1/namespaces/underpin/configmaps/underpin')).text, /the kill switch is for people/);
  t.is((await patch('/api/v1/namespaces/default/configmaps/other')).status, 200);
});

onServer('a node gets our marks and nothing else', async (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
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

onServer('the plural of a kind is that of the API server, for every kind it serves', async (t) => {
  const { api } = t.context;
  if (!api) return t.fail('it did not start');
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

function textsOf(attempts: readonly Attempt[]): string[] {
  return [...new Set(attempts.map(attemptText))].sort();
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
