/** What RBAC must refuse to every account of Underpin (security.md "Kubernetes"): a verb, a resource, and where. */
export interface Attempt {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

const rbac = 'rbac.authorization.k8s.io';

export const neverAllowed: readonly Attempt[] = [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'list', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
  { verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' },
  { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' },
  { verb: 'impersonate', group: '', resource: 'users' },
  { verb: 'bind', group: rbac, resource: 'clusterroles' },
  { verb: 'escalate', group: rbac, resource: 'clusterroles' },
  { verb: 'create', group: rbac, resource: 'clusterrolebindings' },
  { verb: 'delete', group: '', resource: 'nodes' },
  { verb: 'delete', group: '', resource: 'persistentvolumes' },
  { verb: 'update', group: '', resource: 'configmaps', namespace: 'underpin', name: 'underpin' },
  { verb: 'patch', group: '', resource: 'namespaces', name: 'underpin-mounts' },
  { verb: 'delete', group: 'admissionregistration.k8s.io', resource: 'validatingadmissionpolicies' },
];

/** `patch services/status in web`, as `kubectl auth can-i` would be asked. */
export function attemptText({ verb, group, resource, subresource, namespace, name }: Attempt): string {
  const what = group && group !== '*' ? `${resource}.${group}` : resource;
  const full = `${what}${subresource ? `/${subresource}` : ''}${name ? `/${name}` : ''}`;
  return `${verb} ${full}${namespace ? ` in ${namespace}` : ''}`;
}
