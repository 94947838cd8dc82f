import type { JsonObject } from '../../shared/model/json.ts';
import type { Writer } from './fields/manager.ts';
import { type KubernetesObject, type ObjectMeta, objectAt, textAt } from './object.ts';
import type { StoreEvent } from './object-store.ts';
import { applyMergePatch } from './patch/merge-patch.ts';
import { apiVersionOf, type Resource } from './resource-table.ts';
import { decode } from './schema/decode.ts';
import { parseLabelSelector } from './selector.ts';
import { notFound } from './status.ts';
import { createObject } from './verbs/create.ts';
import { type DeleteOptions, deleteObject } from './verbs/delete.ts';
import { updateObject } from './verbs/update.ts';
import { timestamp, type World } from './world.ts';

export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  /** `default` for a namespaced kind that says none. */
  namespace?: string;
}

export interface HandOptions {
  /** Who did it, as `managedFields` tells (C-16). */
  manager?: string;
  subresource?: 'status';
}

/** What stories and tests do to the cluster by hand: by the server's rules, past its calls and faults. */
export interface Hand {
  get(reference: ObjectReference): KubernetesObject | undefined;
  list(kind: { apiVersion: string; kind: string; namespace?: string; labels?: string }): KubernetesObject[];
  /** Creates it, or makes what is there like it. */
  put(object: JsonObject, options?: HandOptions): KubernetesObject;
  /** A merge patch. */
  patch(reference: ObjectReference, patch: JsonObject, options?: HandOptions): KubernetesObject;
  remove(reference: ObjectReference, options?: Partial<DeleteOptions>): void;
  /** Calls back with every write, as it happens. Returns what ends it. */
  watch(listener: (event: StoreEvent) => void): () => void;
}

export function createHand(world: World): Hand {
  return {
    get: (reference) => {
      const { resource, namespace } = place(world, reference);
      return world.store.get(resource, namespace, reference.name);
    },
    list: ({ apiVersion, kind, namespace, labels }) => {
      const matches = labels ? parseLabelSelector(labels) : () => true;
      return world.store
        .list(resourceOf(world, apiVersion, kind), namespace)
        .filter((object) => matches(object.metadata.labels ?? {}));
    },
    put: (object, options) => put(world, object, options ?? {}),
    patch: (reference, patch, options) => patchByHand(world, reference, { patch, options: options ?? {} }),
    remove: (reference, options) => {
      const { resource, object } = existing(world, reference);
      deleteObject({ world, resource }, object, { dryRun: false, ...options });
    },
    watch: (listener) => world.store.subscribe(listener),
  };
}

function put(world: World, given: JsonObject, options: HandOptions): KubernetesObject {
  const resource = resourceOf(world, textAt(given, 'apiVersion') ?? '', textAt(given, 'kind') ?? '');
  const object = read(resource, given);
  const writer = writerOf(world, resource, options);
  const before = world.store.get(resource, object.metadata.namespace, object.metadata.name);
  if (!before)
    return withStatus(world, resource, {
      created: createObject({ world, resource }, object, { writer }),
      wanted: object,
      writer,
    });
  return updateObject(
    { world, resource },
    { before, after: object },
    { writer, subresource: options.subresource, isPatch: true },
  );
}

/** A story may put an object together with its status, which the API takes in two steps. */
function withStatus(
  world: World,
  resource: Resource,
  { created, wanted, writer }: { created: KubernetesObject; wanted: KubernetesObject; writer: Writer },
): KubernetesObject {
  const { status } = wanted;
  if (status === undefined || !Object.hasOwn(resource.subresources, 'status')) return created;
  return updateObject(
    { world, resource },
    { before: created, after: { ...created, status } },
    { writer: { ...writer, subresource: 'status' }, subresource: 'status', isPatch: true },
  );
}

function patchByHand(
  world: World,
  reference: ObjectReference,
  { patch, options }: { patch: JsonObject; options: HandOptions },
): KubernetesObject {
  const { resource, object } = existing(world, reference);
  const patched = read(resource, applyMergePatch(object, patch) as JsonObject);
  return updateObject(
    { world, resource },
    { before: object, after: patched },
    { writer: writerOf(world, resource, options), subresource: options.subresource, isPatch: true },
  );
}

function read(resource: Resource, given: JsonObject): KubernetesObject {
  const { value, unknown } = decode(resource, given);
  if (unknown.length) throw new Error(`a ${resource.kind} has no field \`${unknown.join('`, `')}\``);
  const metadata = objectAt(value, 'metadata');
  const { namespace, ...rest } = metadata;
  const placed = resource.namespaced ? { ...rest, namespace: namespace ?? 'default' } : rest;
  return {
    ...value,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: placed as ObjectMeta,
  } as KubernetesObject;
}

function existing(world: World, reference: ObjectReference): { resource: Resource; object: KubernetesObject } {
  const { resource, namespace } = place(world, reference);
  const object = world.store.get(resource, namespace, reference.name);
  if (!object) throw notFound({ ...resource, name: reference.name });
  return { resource, object };
}

function place(world: World, reference: ObjectReference): { resource: Resource; namespace: string | undefined } {
  const resource = resourceOf(world, reference.apiVersion, reference.kind);
  return { resource, namespace: resource.namespaced ? (reference.namespace ?? 'default') : undefined };
}

function resourceOf({ table }: World, apiVersion: string, kind: string): Resource {
  const resource = table.findKind(apiVersion, kind);
  if (!resource)
    throw new Error(
      `the Kubernetes sandbox has no kind \`${kind}\` in \`${apiVersion}\`; put its CustomResourceDefinition first`,
    );
  return resource;
}

function writerOf(world: World, resource: Resource, { manager = 'kubectl', subresource }: HandOptions): Writer {
  return {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(resource),
    subresource,
    time: timestamp(world.runtime),
  };
}
