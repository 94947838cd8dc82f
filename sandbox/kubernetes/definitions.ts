import { at, isSame, type KubernetesObject, objectAt, textAt } from './object.ts';
import type { StoreEvent } from './object-store.ts';
import { timestamp, type World } from './world.ts';

/** A custom resource can be used as soon as its definition is stored, and is gone with it. */
export function followDefinitions(world: World): void {
  world.store.subscribe((event) => {
    if (event.collection === 'apiextensions.k8s.io/customresourcedefinitions') follow(world, event);
  });
}

function follow(world: World, { type, object, before }: StoreEvent): void {
  if (type === 'DELETED') {
    removeObjects(world, object);
    world.table.forget(object);
    return;
  }
  if (type === 'ADDED' || !isSame(before?.spec, object.spec)) world.table.define(object);
  if (at(object, 'status', 'acceptedNames') === undefined) establish(world, object);
}

function removeObjects({ store, table }: World, definition: KubernetesObject): void {
  const [group, plural] = [textAt(definition, 'spec', 'group'), textAt(definition, 'spec', 'names', 'plural')];
  const resource = table.all().find((one) => one.isCustom && one.group === group && one.plural === plural);
  if (resource) for (const object of store.list(resource)) store.remove(resource, object);
}

function establish({ store, table, runtime }: World, definition: KubernetesObject): void {
  const resource = table.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
  if (!resource) return;
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    reason,
    message,
    lastTransitionTime: timestamp(runtime),
  });
  const conditions = [
    condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
    condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
  ];
  const versions = at(definition, 'spec', 'versions');
  const storedVersions = Array.isArray(versions)
    ? versions.filter((one) => at(one, 'storage') === true).map((one) => textAt(one, 'name') ?? '')
    : [];
  store.write(resource, {
    ...definition,
    status: { conditions, acceptedNames: objectAt(definition, 'spec', 'names'), storedVersions },
  });
}
