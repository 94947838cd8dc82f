/** C-02: what the server writes, also when a manifest made by `kubectl get -o yaml` declares it. */
const metadata = new Set([
  'name',
  'namespace',
  'generateName',
  'uid',
  'resourceVersion',
  'generation',
  'selfLink',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
]);

const annotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

/** `field` of a struct at `path`; a declared status is never applied, so it is never compared (C-18). */
export function isServerOwned(path: string, field: string): boolean {
  if (path === '') return field === 'apiVersion' || field === 'kind' || field === 'status';
  if (path === 'metadata') return metadata.has(field);
  return path === 'metadata.annotations' && annotations.has(field);
}
