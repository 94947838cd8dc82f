import type { StoreEvent } from '../object-store.ts';
import { deleteObject, dependentsOf } from '../verbs/delete.ts';
import type { World } from '../world.ts';

/** What an owner leaves behind goes a moment after it. */
export function collectGarbage(world: World, delayMilliseconds: number): void {
  world.store.subscribe((event) => {
    if (event.type === 'DELETED' && mayOwn(event))
      void world.runtime.sleep(delayMilliseconds).then(() => removeDependents(world, event));
    if (event.type === 'MODIFIED' && isForeground(event))
      void world.runtime.sleep(delayMilliseconds).then(() => removeForeground(world, event));
  });
}

const owners = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'Node',
]);

/** A lease or a pod that goes has no dependents; looking for them costs. */
function mayOwn({ object }: StoreEvent): boolean {
  return (
    owners.has(object.kind) || !['v1', 'coordination.k8s.io/v1', 'discovery.k8s.io/v1'].includes(object.apiVersion)
  );
}

function isForeground({ object }: StoreEvent): boolean {
  return (
    object.metadata.finalizers?.includes('foregroundDeletion') === true &&
    object.metadata.deletionTimestamp !== undefined
  );
}

function removeDependents(world: World, { object }: StoreEvent): void {
  for (const dependent of dependentsOf(world, object)) {
    const references = dependent.object.metadata.ownerReferences ?? [];
    if (references.length === 1)
      deleteObject({ world, resource: dependent.resource }, dependent.object, {
        dryRun: false,
        propagation: 'Background',
      });
  }
}

function removeForeground(world: World, event: StoreEvent): void {
  const { object } = event;
  const resource = world.table.findKind(object.apiVersion, object.kind);
  const live = resource && world.store.get(resource, object.metadata.namespace, object.metadata.name);
  if (!resource || !live || live.metadata.uid !== object.metadata.uid) return;
  removeDependents(world, event);
  const left = dependentsOf(world, live).filter(
    (one) => !one.object.metadata.deletionTimestamp || one.object.kind === 'Pod',
  );
  if (left.length) return void world.runtime.sleep(1000).then(() => removeForeground(world, event));
  const finalizers = (live.metadata.finalizers ?? []).filter((name) => name !== 'foregroundDeletion');
  if (finalizers.length) world.store.write(resource, { ...live, metadata: { ...live.metadata, finalizers } });
  else world.store.remove(resource, live);
}
