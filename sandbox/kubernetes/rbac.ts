import type { JsonObject } from '../../shared/model/json.ts';
import type { User } from './asked.ts';
import type { Attempt, Authorize } from './authorize.ts';
import type { Hand } from './hand.ts';
import { type KubernetesObject, objectsAt, textAt } from './object.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';

/** Allows what the roles and bindings in the store allow, as they are at that moment. Members of system:masters may do all. */
export function authorizeByRbac(store: Pick<Hand, 'get' | 'list'>): Authorize {
  return (attempt) =>
    attempt.user.groups.includes('system:masters') ||
    allows(basicUser, attempt) ||
    rulesFor(store, attempt).some((rule) => allows(rule, attempt));
}

/** `system:basic-user`, which every cluster has: anybody may ask what they may do. */
const basicUser: JsonObject = {
  verbs: ['create'],
  apiGroups: ['authorization.k8s.io', 'authentication.k8s.io'],
  resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'],
};

function rulesFor(store: Pick<Hand, 'get' | 'list'>, { user, namespace }: Attempt): JsonObject[] {
  const everywhere = store.list({ apiVersion, kind: 'ClusterRoleBinding' });
  const here = namespace === undefined ? [] : store.list({ apiVersion, kind: 'RoleBinding', namespace });
  const bindings = [...everywhere, ...here].filter((binding) =>
    objectsAt(binding, 'subjects').some((subject) => isMeant(subject, user, binding)),
  );
  return bindings.flatMap((binding) => objectsAt(roleOf(store, binding), 'rules'));
}

function roleOf(store: Pick<Hand, 'get'>, binding: KubernetesObject): KubernetesObject | undefined {
  const kind = textAt(binding, 'roleRef', 'kind') ?? '';
  const name = textAt(binding, 'roleRef', 'name') ?? '';
  const { namespace } = binding.metadata;
  return store.get({ apiVersion, kind, name, ...(kind === 'Role' && namespace ? { namespace } : {}) });
}

function isMeant(subject: JsonObject, user: User, binding: KubernetesObject): boolean {
  const { kind, name } = subject;
  if (kind === 'User') return name === user.name;
  if (kind === 'Group') return user.groups.includes(String(name));
  const namespace = String(subject.namespace ?? binding.metadata.namespace);
  return user.name === `system:serviceaccount:${namespace}:${String(name)}`;
}

function allows(rule: JsonObject, { verb, group, resource, subresource, name }: Attempt): boolean {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const isNamed = !Array.isArray(rule.resourceNames) || (name !== undefined && rule.resourceNames.includes(name));
  return (
    isNamed &&
    holds(rule.verbs, [verb]) &&
    holds(rule.apiGroups, [group]) &&
    holds(rule.resources, [what, `*/${subresource}`])
  );
}

function holds(list: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(list) && (list.includes('*') || wanted.some((one) => list.includes(one)));
}
