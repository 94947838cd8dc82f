import { fillDefaults } from '../defaults/defaults.ts';
import { allotService } from '../defaults/service.ts';
import { trackUpdate } from '../fields/manager.ts';
import { copy, isSame, type KubernetesObject, type ObjectMeta, textAt } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import { conflict, invalid, modified } from '../status.ts';
import { validate } from '../validate/validate.ts';
import type { Place } from './ask.ts';
import type { WriteOptions } from './create.ts';
import { mustHaveVersion, nextGeneration, typeOf, writablePart } from './strategy.ts';

export interface UpdateOptions extends WriteOptions {
  subresource?: string | undefined;
  /** A patch takes the live version for granted; it may still name one. */
  isPatch?: boolean;
}

export interface Change {
  before: KubernetesObject;
  after: KubernetesObject;
}

/** Stores a new state of an object, if it was made from the live one. */
export function updateObject(place: Place, change: Change, options: UpdateOptions): KubernetesObject {
  const { world, resource } = place;
  const { before, after } = change;
  refuseStale(resource, change, options);
  const object = copy(
    withIdentity(before, writablePart(before, after, { resource, subresource: options.subresource })),
  );
  fillDefaults(object, resource);
  const owned =
    options.isTracked || world.isPlain
      ? object
      : trackUpdate(before, object, { shape: resource.shape, writer: options.writer });
  if (typeOf(resource) === '/Service') allotService(owned, before, world.addresses);
  if (!(world.isPlain && options.isOwn)) validate(owned, before, resource);
  const generation = nextGeneration(before, owned, resource);
  if (generation !== undefined) owned.metadata.generation = generation;
  if (isSame(withoutManagers(owned), withoutManagers(before)))
    return options.isTracked && !isSame(owned, before) ? store(place, owned, options) : before;
  return store(place, owned, options);
}

function store({ world, resource }: Place, object: KubernetesObject, options: UpdateOptions): KubernetesObject {
  if (options.dryRun) return object;
  const isGone = object.metadata.deletionTimestamp && !object.metadata.finalizers?.length && hasEnded(resource, object);
  if (!isGone) return world.store.write(resource, object);
  world.store.remove(resource, object);
  return object;
}

/** With its last finalizer an object goes, but a pod not before its containers, nor a namespace before what is in it. */
function hasEnded(resource: Resource, object: KubernetesObject): boolean {
  if (typeOf(resource) === '/Namespace') return false;
  return typeOf(resource) !== '/Pod' || ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '');
}

function refuseStale(resource: Resource, { before, after }: Change, options: UpdateOptions): void {
  const { resourceVersion, uid, name } = after.metadata;
  if (uid && uid !== before.metadata.uid)
    throw conflict(
      { ...resource, name },
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
    );
  if (!resourceVersion && !options.isPatch && mustHaveVersion(resource)) throw versionRequired(resource, name);
  if (resourceVersion && resourceVersion !== before.metadata.resourceVersion)
    throw conflict({ ...resource, name }, modified);
}

function versionRequired({ group, plural }: Resource, name: string) {
  const message = 'Invalid value: 0: must be specified for an update';
  return invalid({ group, kind: plural, name }, [
    { field: 'metadata.resourceVersion', reason: 'FieldValueInvalid', message },
  ]);
}

/** What no update changes. */
function withIdentity(before: KubernetesObject, after: KubernetesObject): KubernetesObject {
  const {
    uid,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    resourceVersion,
    namespace,
  } = before.metadata;
  const kept = {
    uid,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    resourceVersion,
    namespace,
  };
  const fixed = Object.entries(kept).filter(([, value]) => value !== undefined);
  const {
    deletionTimestamp: _,
    deletionGracePeriodSeconds: __,
    generation: ___,
    selfLink: ____,
    ...rest
  } = after.metadata;
  return { ...after, metadata: { ...rest, ...Object.fromEntries(fixed) } as ObjectMeta };
}

function withoutManagers(object: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
