import { isClusterWide } from '../model/cluster-wide.ts';
import type { Manifest, Stack } from '../model/declared.ts';
import type { ObjectResult } from '../model/objects.ts';
import type { Resource, Served } from './discovery.ts';

/** A declared object and where on the server it would be. */
export interface Target {
  stack: string;
  /** I-26: the whole stack is. */
  stackProtected: boolean;
  manifest: Manifest;
  subject: string;
  namespace: string | null;
  resource: Resource;
}

export interface Unreachable extends Omit<Target, 'resource'> {
  result: ObjectResult;
}

export interface Targets {
  targets: Target[];
  unreachable: Unreachable[];
}

export function targetsOf(stacks: readonly Stack[], served: Served, defaultNamespace: string): Targets {
  const resources = new Map(served.resources.map((one) => [`${one.apiVersion}/${one.kind}`, one]));
  const found: Targets = { targets: [], unreachable: [] };
  for (const { name: stack, protected: stackProtected, manifests } of stacks) {
    for (const manifest of manifests) {
      const resource = resources.get(`${manifest.apiVersion}/${manifest.kind}`);
      const isNamespaced = resource?.namespaced ?? !isClusterWide(manifest);
      const namespace = isNamespaced ? (manifest.namespace ?? defaultNamespace) : null;
      const common = {
        stack,
        stackProtected,
        manifest,
        subject: subjectOf(manifest.kind, namespace, manifest.name),
        namespace,
      };
      if (resource?.verbs.includes('list')) found.targets.push({ ...common, resource });
      else found.unreachable.push({ ...common, result: resultWithout(resource, manifest, served) });
    }
  }
  return found;
}

export function subjectOf(kind: string, namespace: string | null, name: string): string {
  return namespace === null ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** C-08: not served is a fact only when discovery of its group was whole. */
function resultWithout(resource: Resource | undefined, { apiVersion, kind }: Manifest, served: Served): ObjectResult {
  if (resource)
    return {
      state: 'not-kept',
      why: `the API server has no list of ${kind}: it is a request, not an object that stays`,
    };
  const why = served.broken.get(apiVersion) ?? (apiVersion.includes('/') ? served.broken.get('*') : undefined);
  if (why !== undefined) return { state: 'unknown', why };
  return { state: 'not-served', servedAs: otherVersions(apiVersion, kind, served.resources) };
}

/** The same kind in the same group, or in the groups that Kubernetes itself moved kinds to. */
function otherVersions(apiVersion: string, kind: string, resources: Resource[]): string[] {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const same = resources.filter((one) => one.kind === kind);
  const inGroup = same.filter((one) => one.apiVersion.startsWith(`${group}/`));
  const moved = same.filter((one) => movedTo.has(one.apiVersion.split('/')[0] ?? ''));
  return (inGroup.length > 0 ? inGroup : moved).map((one) => one.apiVersion);
}

const movedTo = new Set(['v1', 'apps', 'batch', 'networking.k8s.io', 'policy', 'discovery.k8s.io', 'events.k8s.io']);
