import test from 'ava';
import { authorizeByRbac } from '../../../sandbox/kubernetes/rbac.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { anApi } from './an-api.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const namespace = 'underpin';
const robot = 'robot@my-project.iam.gserviceaccount.com';

/** A robot that may read nodes everywhere, and touch one Lease and the logs of pods in its own namespace. */
function withRoles() {
  const api = anApi({
    controllers: false,
    authenticate: (token) => ({
      name: token ?? '',
      groups: token === 'admin' ? ['system:masters'] : ['system:authenticated'],
    }),
  });
  const { store } = api.kubernetes;
  const put = (kind: string, name: string, rest: JsonObject, where: JsonObject = {}) =>
    store.put({ apiVersion, kind, metadata: { name, ...where }, ...rest });
  const subjects = [{ kind: 'User', name: robot }];
  store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  put('ClusterRole', 'reader', { rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }] });
  put('ClusterRoleBinding', 'reader', { roleRef: { kind: 'ClusterRole', name: 'reader' }, subjects });
  const rules = [
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['home'], verbs: ['get', 'update'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'] },
  ];
  put('Role', 'worker', { rules }, { namespace });
  put('RoleBinding', 'worker', { roleRef: { kind: 'Role', name: 'worker' }, subjects }, { namespace });
  api.kubernetes.authorize = authorizeByRbac(store);
  const status = async (method: string, path: string, user = robot) =>
    (await api.ask(method, path, undefined, { authorization: `Bearer ${user}` })).status;
  return { ...api, status };
}

test('roles allow what they name, where they are bound, and nothing else', async (t) => {
  const { status } = withRoles();
  t.is(await status('GET', '/api/v1/nodes'), 200);
  t.is(await status('DELETE', '/api/v1/nodes/n'), 403);
  t.is(await status('GET', '/api/v1/secrets'), 403);
  t.is(await status('GET', `/apis/batch/v1/namespaces/${namespace}/jobs`), 200);
  t.is(await status('GET', '/apis/batch/v1/namespaces/default/jobs'), 403);
  t.is(await status('GET', '/apis/batch/v1/jobs'), 403, 'a role of a namespace allows nothing over all of them');
  t.is(await status('GET', '/api/v1/nodes', 'somebody@else'), 403);
  t.is(await status('DELETE', '/api/v1/nodes/n', 'admin'), 404);
});

test('names and subresources are rules of their own', async (t) => {
  const { status } = withRoles();
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  t.is(await status('GET', `${leases}/home`), 404);
  t.is(await status('GET', `${leases}/other`), 403);
  t.is(await status('GET', leases), 403);
  t.is(await status('GET', `/api/v1/namespaces/${namespace}/pods/p/log`), 404);
  t.is(await status('GET', `/api/v1/namespaces/${namespace}/pods/p`), 403);
});

test('a role that is taken away counts no more', async (t) => {
  const { kubernetes, status } = withRoles();
  kubernetes.store.remove({ apiVersion, kind: 'ClusterRoleBinding', name: 'reader' });
  t.is(await status('GET', '/api/v1/nodes'), 403);
});
