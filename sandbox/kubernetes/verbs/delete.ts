import { at, isOwnedBy, type KubernetesObject, numberAt, type ObjectMeta, textAt } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import { conflict, StatusError } from '../status.ts';
import { timestamp, type World } from '../world.ts';
import type { Place } from './ask.ts';
import { orphansDependents, typeOf } from './strategy.ts';

export interface DeleteOptions {
  dryRun: boolean;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
  gracePeriodSeconds?: number | undefined;
  propagation?: string | undefined;
}

export interface Deletion {
  object: KubernetesObject;
  /** False while finalizers or a node's grace period keep it. */
  isGone: boolean;
}

export function deleteObject(place: Place, object: KubernetesObject, options: DeleteOptions): Deletion {
  const { world, resource } = place;
  checkPreconditions(resource, object, options);
  refuseImmortal(resource, object);
  const propagation = options.propagation ?? (orphansDependents(resource) ? 'Orphan' : 'Background');
  const finalizers = finalizersFor(world, object, propagation);
  const graceSeconds = graceOf(resource, object, options);
  const waits = finalizers.length > 0 || graceSeconds > 0 || typeOf(resource) === '/Namespace';
  if (options.dryRun) return { object, isGone: !waits };
  if (propagation === 'Orphan') orphan(world, object);
  if (!waits) {
    world.store.remove(resource, object);
    return { object, isGone: true };
  }
  return {
    object: world.store.write(resource, marked(world, object, { finalizers, graceSeconds, resource })),
    isGone: false,
  };
}

const immortal = new Set(['default', 'kube-system', 'kube-public']);

function refuseImmortal(resource: Resource, { metadata: { name } }: KubernetesObject): void {
  if (typeOf(resource) !== '/Namespace' || !immortal.has(name)) return;
  throw new StatusError(403, 'Forbidden', `namespaces "${name}" is forbidden: this namespace may not be deleted`, {
    name,
    kind: 'namespaces',
  });
}

function checkPreconditions(
  resource: Resource,
  { metadata }: KubernetesObject,
  { uid, resourceVersion }: DeleteOptions,
): void {
  const subject = { group: resource.group, plural: resource.kind, name: metadata.name };
  if (uid && uid !== metadata.uid)
    throw conflict(
      subject,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      subject,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
}

function finalizersFor(world: World, object: KubernetesObject, propagation: string): string[] {
  const own = object.metadata.finalizers ?? [];
  const waitsForDependents = propagation === 'Foreground' && dependentsOf(world, object).length > 0;
  return waitsForDependents && !own.includes('foregroundDeletion') ? [...own, 'foregroundDeletion'] : own;
}

/** A pod on a node ends by its kubelet; what never started, or has ended, is gone at once. */
function graceOf(resource: Resource, object: KubernetesObject, options: DeleteOptions): number {
  if (typeOf(resource) !== '/Pod' || !at(object, 'spec', 'nodeName')) return 0;
  if (['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '')) return 0;
  return options.gracePeriodSeconds ?? numberAt(object, 'spec', 'terminationGracePeriodSeconds') ?? 30;
}

function marked(
  { runtime }: World,
  object: KubernetesObject,
  end: { finalizers: string[]; graceSeconds: number; resource: Resource },
): KubernetesObject {
  const { finalizers, graceSeconds, resource } = end;
  const metadata: ObjectMeta = {
    ...object.metadata,
    deletionTimestamp: object.metadata.deletionTimestamp ?? timestamp(runtime, graceSeconds),
    deletionGracePeriodSeconds: graceSeconds,
    ...(finalizers.length ? { finalizers } : {}),
  };
  const status = typeOf(resource) === '/Namespace' ? { status: { phase: 'Terminating' } } : {};
  return { ...object, ...status, metadata };
}

export interface Dependent {
  resource: Resource;
  object: KubernetesObject;
}

export function dependentsOf({ store, table }: World, owner: KubernetesObject): Dependent[] {
  const { uid, namespace } = owner.metadata;
  const kinds = table
    .all()
    .filter((resource) => resource.verbs.includes('list') && (resource.namespaced || namespace === undefined));
  return kinds.flatMap((resource) =>
    store
      .list(resource, namespace)
      .filter((object) => isOwnedBy(object, uid))
      .map((object) => ({ resource, object })),
  );
}

function orphan(world: World, owner: KubernetesObject): void {
  for (const { resource, object } of dependentsOf(world, owner)) {
    const ownerReferences = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
    const { ownerReferences: _, ...metadata } = object.metadata;
    world.store.write(resource, {
      ...object,
      metadata: ownerReferences.length ? { ...metadata, ownerReferences } : metadata,
    });
  }
}
