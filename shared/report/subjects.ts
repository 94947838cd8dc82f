import type { Declared, Manifest } from '../model/declared.ts';
import type { TrafficPath } from '../model/path.ts';
import type { DiskDeclaration } from '../model/stack.ts';

/** Everything declared that a run looks at, by the names findings use: what of it has no finding is in sync. */
export function subjectsOf({ cluster, stacks }: Declared, paths: TrafficPath[]): Set<string> {
  const { region, pools } = cluster.spec;
  return new Set([
    ...pools.map(({ name }) => `TargetPool/${region}/${name}`),
    ...pools.flatMap(({ name, healthCheck }) => (healthCheck ? [`HttpHealthCheck/${healthCheck.name ?? name}`] : [])),
    ...paths.flatMap(({ address, forwardingRule, firewall }) => [
      `Address/${region}/${address.name}`,
      `ForwardingRule/${region}/${forwardingRule.name}`,
      ...(firewall.name ? [`Firewall/${firewall.name}`] : []),
    ]),
    ...stacks.flatMap(({ spec, manifests }) => [...spec.disks.map(diskSubject), ...manifests.map(objectSubject)]),
  ]);
}

function diskSubject(disk: DiskDeclaration): string {
  return `Disk/${'zone' in disk ? disk.zone : disk.region}/${disk.name}`;
}

/** Those that have no namespace among the kinds of the API itself; others come with the namespace they live in. */
const withoutNamespace =
  /^(?:Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PriorityClass|IngressClass|RuntimeClass|CSIDriver|APIService|(?:Validating|Mutating)(?:WebhookConfiguration|AdmissionPolicy|AdmissionPolicyBinding))$/;

function objectSubject({ kind, namespace, name }: Manifest): string {
  return withoutNamespace.test(kind) ? `${kind}/${name}` : `${kind}/${namespace ?? 'default'}/${name}`;
}
