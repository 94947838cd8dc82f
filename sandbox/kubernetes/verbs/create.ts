import { fillDefaults } from '../defaults/defaults.ts';
import { admitEvent, admitNamespace, admitNode, admitVolume } from '../defaults/other.ts';
import { admitAccount, admitPod } from '../defaults/pod.ts';
import { allotService } from '../defaults/service.ts';
import { admitJob } from '../defaults/workload.ts';
import { trackUpdate, type Writer } from '../fields/manager.ts';
import { copy, type KubernetesObject, setAt, textAt } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import { alreadyExists, notFound, StatusError } from '../status.ts';
import { validate } from '../validate/validate.ts';
import { randomSuffix, timestamp, type World } from '../world.ts';
import type { Place } from './ask.ts';
import { nextGeneration, statusAtCreation, typeOf } from './strategy.ts';

export interface WriteOptions {
  writer: Writer;
  dryRun?: boolean;
  /** Ownership is settled already (server-side apply). */
  isTracked?: boolean;
  /** Written by a part of the cluster itself. */
  isOwn?: boolean;
}

/** Stores a new object as the server would: named, filled in, checked, owned. */
export function createObject(place: Place, given: KubernetesObject, options: WriteOptions): KubernetesObject {
  const { world, resource } = place;
  const named = withName(given, world);
  const { namespace, name } = named.metadata;
  refuseInMissingNamespace(world, resource, namespace);
  const object = born(named, world);
  fillDefaults(object, resource);
  const owned =
    options.isTracked || world.isPlain
      ? object
      : trackUpdate(undefined, object, { shape: resource.shape, writer: options.writer });
  const admitted = admit(world, resource, copy(statusAtCreation(owned, resource)));
  if (!(world.isPlain && options.isOwn)) validate(admitted, undefined, resource);
  if (world.store.get(resource, namespace, name)) throw alreadyExists({ ...resource, name });
  const generation = nextGeneration(undefined, admitted, resource);
  if (generation !== undefined) admitted.metadata.generation = generation;
  return options.dryRun ? admitted : world.store.write(resource, admitted);
}

function withName(given: KubernetesObject, { runtime }: World): KubernetesObject {
  const prefix = textAt(given.metadata, 'generateName');
  if (given.metadata.name || !prefix) return given;
  return { ...given, metadata: { ...given.metadata, name: `${prefix.slice(0, 58)}${randomSuffix(runtime)}` } };
}

function born(given: KubernetesObject, { runtime }: World): KubernetesObject {
  const {
    deletionTimestamp: _,
    deletionGracePeriodSeconds: __,
    generation: ___,
    selfLink: ____,
    resourceVersion: _____,
    ...metadata
  } = given.metadata;
  return copy({
    ...given,
    metadata: {
      ...metadata,
      name: given.metadata.name ?? '',
      uid: runtime.uuid(),
      creationTimestamp: timestamp(runtime),
    },
  }) as KubernetesObject;
}

/** What plug-ins and registries add belongs to nobody. */
function admit(world: World, resource: Resource, object: KubernetesObject): KubernetesObject {
  if (typeOf(resource) === '/Pod') admitPod(object);
  if (typeOf(resource) === '/Pod' && world.hasControllers) admitAccount(object, () => randomSuffix(world.runtime));
  if (typeOf(resource) === '/Node') admitNode(object);
  if (typeOf(resource) === '/Event') admitEvent(object);
  if (typeOf(resource) === '/Namespace') admitNamespace(object);
  if (typeOf(resource) === '/PersistentVolume') {
    admitVolume(object, 'kubernetes.io/pv-protection');
    setAt(object, ['status', 'lastPhaseTransitionTime'], timestamp(world.runtime));
  }
  if (typeOf(resource) === '/PersistentVolumeClaim') admitVolume(object, 'kubernetes.io/pvc-protection');
  if (typeOf(resource) === '/Service') allotService(object, undefined, world.addresses);
  if (typeOf(resource) === 'batch/Job') admitJob(object, object.metadata.uid ?? '');
  return object;
}

function refuseInMissingNamespace({ store, table }: World, resource: Resource, namespace: string | undefined): void {
  const namespaces = table.find('', 'v1', 'namespaces');
  if (!resource.namespaced || namespace === undefined || !namespaces) return;
  const found = store.get(namespaces, undefined, namespace);
  if (!found) throw notFound({ group: '', plural: 'namespaces', name: namespace });
  if (!found.metadata.deletionTimestamp) return;
  throw new StatusError(
    403,
    'Forbidden',
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    {
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  );
}
