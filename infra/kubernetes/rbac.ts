import type { JsonObject } from '../../shared/model/json.ts';
import type { Resource } from './resource-of-kind.ts';

export interface Access {
  /** Service-account e-mails, as the API server knows them. */
  auditors: readonly string[];
  repairers: readonly string[];
  /** Those of the repairers that may also bring declared objects about. */
  builders?: readonly string[];
  /** Of the manifests in the stacks. */
  resources: readonly Resource[];
  /** The stacks declare disks: mount Jobs are made in their own namespace (of mount-policy.yaml). */
  disks?: boolean;
  /** Pods that started before their disk was mounted are restarted. */
  restartPods?: boolean;
}

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

export const namespace = 'underpin';
const mountNamespace = 'underpin-mounts';
const labels = { app: 'underpin', 'app.kubernetes.io/managed-by': 'underpin' };

/** What is listed in every cluster, whatever the stacks hold. */
const observed: readonly Resource[] = [
  { group: '', resource: 'nodes' },
  { group: '', resource: 'persistentvolumes' },
  { group: '', resource: 'pods' },
  { group: '', resource: 'services' },
  // C-07: replicas within an autoscaler's range are its own.
  { group: 'autoscaling', resource: 'horizontalpodautoscalers' },
  { group: 'discovery.k8s.io', resource: 'endpointslices' },
];

/** Every object that lets these identities do their work and nothing else, in the order in which to apply them. */
export function rbacObjects(access: Access): JsonObject[] {
  const { auditors, repairers, builders = [], disks = false } = access;
  const readers = [...auditors, ...repairers];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    ...clusterWide('underpin-auditor', readRules(access.resources), readers),
    ...clusterWide('underpin-repairer', repairRules(access), repairers),
    ...(builders.length > 0 ? clusterWide('underpin-builder', buildRules(access.resources), builders) : []),
    ...within(namespace, 'underpin-auditor', bookRules, auditors),
    ...within(namespace, 'underpin-repairer', ownRules, repairers),
    ...(disks ? within(mountNamespace, 'underpin-repairer', mountRules, repairers) : []),
  ];
}

function readRules(declared: readonly Resource[]): Rule[] {
  const compared = withoutSecrets(declared);
  const onlyListed = observed.filter(({ group, resource }) =>
    compared.every((one) => one.group !== group || one.resource !== resource),
  );
  return [...byGroup(onlyListed, ['list']), ...byGroup(compared, ['get', 'list'])];
}

/** Two policies narrow these further: service-status-policy.ts and node-marks-policy.ts. */
function repairRules({ restartPods = false }: Access): Rule[] {
  return [
    { apiGroups: [''], resources: ['nodes', 'services/status'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
    ...(restartPods ? [{ apiGroups: [''], resources: ['pods'], verbs: ['delete', 'get'] }] : []),
  ];
}

function buildRules(declared: readonly Resource[]): Rule[] {
  return byGroup(withoutSecrets(declared), ['create', 'patch']);
}

/** The Lease holds the book of the hour, which reports tell of. */
const bookRules: Rule[] = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get'] }];

const ownRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'update'] },
  // The kill switch: read before every change, and never theirs to write.
  { apiGroups: [''], resources: ['configmaps'], resourceNames: ['underpin'], verbs: ['get'] },
];

const mountRules: Rule[] = [
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete', 'get'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
];

/** C-12: reading Secrets is opted into by name, and by a person. */
function withoutSecrets(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ group, resource }) => !(group === '' && resource === 'secrets'));
}

function byGroup(resources: readonly Resource[], verbs: string[]): Rule[] {
  const groups = [...new Set(resources.map(({ group }) => group))].sort();
  return groups.map((group) => {
    const names = resources.filter((one) => one.group === group).map(({ resource }) => resource);
    return { apiGroups: [group], resources: [...new Set(names)].sort(), verbs };
  });
}

function clusterWide(name: string, rules: Rule[], users: readonly string[]): JsonObject[] {
  return roleAndBinding({ kind: 'ClusterRole', metadata: { name, labels } }, rules, users);
}

function within(where: string, name: string, rules: Rule[], users: readonly string[]): JsonObject[] {
  return roleAndBinding({ kind: 'Role', metadata: { name, namespace: where, labels } }, rules, users);
}

function roleAndBinding(
  { kind, metadata }: { kind: string; metadata: { name: string } & JsonObject },
  rules: Rule[],
  users: readonly string[],
): JsonObject[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  const apiVersion = `${apiGroup}/v1`;
  const subjects = users.map((name) => ({ apiGroup, kind: 'User', name }));
  const roleRef = { apiGroup, kind, name: metadata.name };
  return [
    { apiVersion, kind, metadata, rules: rules.map((rule) => ({ ...rule })) },
    { apiVersion, kind: `${kind}Binding`, metadata, subjects, roleRef },
  ];
}
