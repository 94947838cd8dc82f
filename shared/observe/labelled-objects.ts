import pLimit from 'p-limit';
import { hasStatus, messageOf } from '../errors.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { Stack } from '../model/declared.ts';
import type { JsonObject } from '../model/json.ts';
import type { Gap } from '../model/live.ts';
import type { LabelledObject } from '../model/objects.ts';
import { isProtected } from '../model/protection.ts';
import { asObject, discover, type Resource } from './discovery.ts';
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
  const namespaces = namespacesOf(stack);
  const objects: LabelledObject[] = [];
  const gaps: Gap[] = [...broken].map(([part, why]) => ({ area: 'objects', part, why }));
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

function isDeclared({ apiVersion, kind }: Resource, { manifests }: Stack): boolean {
  return manifests.some((one) => one.apiVersion === apiVersion && one.kind === kind);
}

function namespacesOf({ manifests, spec }: Stack): Set<string> {
  const named = manifests.map(({ namespace }) => namespace ?? spec.namespace ?? defaultNamespace);
  return new Set(named.length > 0 ? named : [spec.namespace ?? defaultNamespace]);
}

function labelledOf(object: JsonObject, stack: string): LabelledObject {
  const { apiVersion, kind, namespace, name, uid, subject, ownerUids } = seenOf(object);
  const { labels, annotations } = asObject(object.metadata);
  const isKept = isProtected(textsOf(labels), textsOf(annotations));
  return { apiVersion, kind, namespace, name, uid, subject, stack, ownerUids, protected: isKept };
}
