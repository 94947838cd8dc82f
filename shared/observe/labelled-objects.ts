import pLimit from 'p-limit';
import { hasStatus, messageOf } from '../errors.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { Manifest, Stack } from '../model/declared.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import type { Gap } from '../model/live.ts';
import type { LabelledObject } from '../model/objects.ts';
import { isProtected } from '../model/protection.ts';
import { discover, type Resource } from './discovery.ts';
import { textsOf } from './kubernetes-list.ts';
import { kubernetesRest } from './kubernetes-rest.ts';
import { listObjects } from './list-objects.ts';
import { requestsAtOnce, seenOf } from './live-objects.ts';
import { strayKinds } from './strays.ts';

const defaultNamespace = 'default';

/**
 * All objects that carry the `app` label of the stack, in the namespaces it declares: pods, controllers, services, and
 * whatever else its own files are of. Another app of that name elsewhere is another app.
 */
export async function observeLabelled(
  stack: Stack,
  access: KubernetesAccess,
): Promise<{ objects: LabelledObject[]; gaps: Gap[] }> {
  const rest = kubernetesRest(access);
  const { resources, broken } = await discover(rest);
  const kinds = resources.filter((one) => isConcerned(one, stack));
  const namespaces = namespacesOf(stack, resources);
  const objects: LabelledObject[] = [];
  const gaps: Gap[] = [...broken]
    .filter(([part]) => mayConcern(part, stack))
    .map(([part, why]) => ({ area: 'objects', part, why }));
  const isOwn = ({ namespace }: LabelledObject) => namespace === null || namespaces.has(namespace);
  const limit = pLimit(requestsAtOnce);
  const read = async (resource: Resource) => {
    try {
      const [only = null, ...others] = resource.namespaced ? [...namespaces] : [];
      const namespace = others.length === 0 ? only : null;
      const options = { namespace, labelSelector: `app=${stack.name}`, metadataOnly: true };
      const keep = (object: JsonObject) => labelledOf(object, stack.name);
      const found = await listObjects(rest, resource, { options, keep });
      for (const object of found.filter(isOwn)) objects.push(object);
    } catch (error) {
      if (isDeclared(resource, stack) || !hasStatus(error, 403))
        gaps.push({ area: 'objects', part: resource.kind, why: messageOf(error) });
    }
  };
  await Promise.all(kinds.map((resource) => limit(() => read(resource))));
  return { objects: objects.toSorted((one, other) => (one.subject < other.subject ? -1 : 1)), gaps };
}

function isConcerned(resource: Resource, stack: Stack): boolean {
  const known = strayKinds.includes(`${resource.apiVersion}/${resource.kind}`) || resource.kind === 'ReplicaSet';
  return resource.verbs.includes('list') && (known || isDeclared(resource, stack));
}

/** Of the groups that are looked at; `*` is all of them, and `apps/` all versions of one. */
export function mayConcern(part: string, { manifests }: Stack): boolean {
  const versions = [...strayKinds, ...manifests.map(({ apiVersion }) => `${apiVersion}/`)];
  return part === '*' || versions.some((one) => one.startsWith(part.endsWith('/') ? part : `${part}/`));
}

function isDeclared({ apiVersion, kind }: Resource, { manifests }: Stack): boolean {
  return manifests.some((one) => one.apiVersion === apiVersion && one.kind === kind);
}

/** Where its namespaced objects are; one of the cluster is in none, and says nothing of `default`. */
export function namespacesOf({ manifests, spec }: Stack, resources: Resource[]): Set<string> {
  const isOfCluster = ({ apiVersion, kind, namespace }: Manifest) => {
    const resource = resources.find((one) => one.apiVersion === apiVersion && one.kind === kind);
    return resource ? !resource.namespaced : namespace === null;
  };
  if (manifests.length === 0) return new Set([spec.namespace ?? defaultNamespace]);
  return new Set(manifests.filter((one) => !isOfCluster(one)).map(({ namespace }) => namespace ?? defaultNamespace));
}

function labelledOf(object: JsonObject, stack: string): LabelledObject {
  const { apiVersion, kind, namespace, name, uid, subject, ownerUids } = seenOf(object);
  const { labels, annotations } = asObject(object.metadata);
  const isKept = isProtected(textsOf(labels), textsOf(annotations));
  return { apiVersion, kind, namespace, name, uid, subject, stack, ownerUids, protected: isKept };
}
