import type { Manifest } from './declared.ts';

/** Of Kubernetes' own kinds that is known without discovery, so that an object keeps its name when the server is down. */
export function isClusterWide({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
  return clusterWide.has(kind) && (!apiVersion.includes('/') || /^[^/]*\.k8s\.io\//.test(apiVersion));
}

const clusterWide = new Set(
  `APIService CSIDriver ClusterRole ClusterRoleBinding CustomResourceDefinition DeviceClass FlowSchema IngressClass
  MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration Namespace Node PersistentVolume
  PriorityClass PriorityLevelConfiguration RuntimeClass ServiceCIDR StorageClass ValidatingAdmissionPolicy
  ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttributesClass`.split(/\s+/),
);
