import test from 'ava';
import { anApi } from './an-api.ts';

const path = '/api/v1/namespaces/default/configmaps';

test('each call is remembered with what it asked and got', async (t) => {
  const { ask, kubernetes, clock } = anApi({ controllers: false });
  await ask('POST', path, { metadata: { name: 'a' } }, { 'user-agent': 'tester/1' });
  await ask('PATCH', `${path}/a?dryRun=All`, { data: {} });
  await ask('DELETE', `${path}/none`);
  await ask('GET', '/api/v1/nodes');
  const shown = kubernetes.calls.map(({ verb, kind, namespace, name, status, dryRun, mutating }) => ({
    verb,
    kind,
    namespace,
    name,
    status,
    dryRun,
    mutating,
  }));
  t.deepEqual(shown, [
    {
      verb: 'create',
      kind: 'ConfigMap',
      namespace: 'default',
      name: undefined,
      status: 201,
      dryRun: false,
      mutating: true,
    },
    { verb: 'patch', kind: 'ConfigMap', namespace: 'default', name: 'a', status: 200, dryRun: true, mutating: false },
    {
      verb: 'delete',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'none',
      status: 404,
      dryRun: false,
      mutating: true,
    },
    { verb: 'list', kind: 'Node', namespace: undefined, name: undefined, status: 200, dryRun: false, mutating: false },
  ]);
  t.is(kubernetes.calls[0]?.userAgent, 'tester/1');
  t.is(kubernetes.calls[0]?.at, clock.now());
});

test('who may not is told in the words of RBAC, and a review says so beforehand', async (t) => {
  const { ask } = anApi({
    controllers: false,
    authenticate: (token) => (token ? { name: token, groups: [] } : undefined),
    authorize: ({ verb, resource, subresource, user }) =>
      user.name === 'admin' || (verb === 'get' && resource === 'pods' && subresource === undefined),
  });
  const as = (name: string) => ({ authorization: `Bearer ${name}` });
  t.is((await ask('GET', path)).status, 401);
  t.is((await ask('GET', path, undefined, as('admin'))).status, 200);
  const refused = await ask('DELETE', `${path}/a`, undefined, as('reader@example.com'));
  t.is(refused.status, 403);
  t.is(
    refused.body.message,
    'configmaps "a" is forbidden: User "reader@example.com" cannot delete resource "configmaps" in API group "" in the namespace "default"',
  );
  const nodes = await ask('GET', '/api/v1/nodes', undefined, as('reader@example.com'));
  t.is(
    nodes.body.message,
    'nodes is forbidden: User "reader@example.com" cannot list resource "nodes" in API group "" at the cluster scope',
  );
  t.is((await ask('GET', path, undefined, { ...as('admin'), 'impersonate-user': 'somebody' })).status, 403);
});

test('an access review asks the same rules', async (t) => {
  const { ask, kubernetes } = anApi({ controllers: false, authorize: ({ resource }) => resource !== 'secrets' });
  const review = (resource: string) =>
    ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb: 'get', resource, namespace: 'default' } },
    });
  kubernetes.authorize = ({ resource }) => resource !== 'secrets';
  t.true((await review('pods')).body.status.allowed);
  t.false((await review('secrets')).body.status.allowed);
  t.false(kubernetes.calls.some(({ mutating }) => mutating));
});
