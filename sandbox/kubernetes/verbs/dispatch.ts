import type { Json } from '../../../shared/model/json.ts';
import { type Answer, type Asked, type Body, isTrue, type Target, type User } from '../asked.ts';
import { at, type KubernetesObject, numberAt, textAt } from '../object.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { badRequest, conflict, methodNotAllowed, notFound, StatusError } from '../status.ts';
import { timestamp, type World } from '../world.ts';
import { answerWarnings, readBody, readObject } from './body.ts';
import { createObject } from './create.ts';
import { type DeleteOptions, deleteObject } from './delete.ts';
import { listPage, selectorOf } from './list.ts';
import { objectAnswer, pageAnswer } from './output.ts';
import { patchObject } from './patch.ts';
import { answersWithDeleted, mayCreateByUpdate, typeOf } from './strategy.ts';
import { updateObject } from './update.ts';
import { watchObjects } from './watch.ts';
import { isDryRun, writerOf } from './writer.ts';

export interface Ask {
  world: World;
  resource: Resource;
  target: Target;
  asked: Asked;
  body: Body;
  user: User;
}

/** What each verb answers for an object or a list of them; subresources.ts has the rest. */
export function dispatch(ask: Ask): Answer {
  const { world, resource, target, asked } = ask;
  if (!resource.verbs.includes(asked.verb)) throw methodNotAllowed();
  switch (asked.verb) {
    case 'get':
      return objectAnswer(world, resource, live(ask), asked);
    case 'list':
      return pageAnswer(world, resource, listPage(world, resource, target, asked), asked);
    case 'watch':
      return watchObjects(world, resource, target, asked);
    case 'create':
      return create(ask);
    case 'update':
      return update(ask);
    case 'patch':
      return patchObject(world, { resource, name: nameOf(target), namespace: target.namespace }, asked, ask.body);
    case 'delete':
      return remove(ask);
    case 'deletecollection':
      return removeAll(ask);
  }
}

/** The object that was asked for, or 404. */
export function live({ world, resource, target }: Ask): KubernetesObject {
  const name = nameOf(target);
  const found = world.store.get(resource, target.namespace, name);
  if (!found) throw notFound({ ...resource, name });
  return found;
}

function nameOf(target: Target): string {
  if (target.name === undefined) throw methodNotAllowed();
  return target.name;
}

function create({ world, resource, target, asked, body }: Ask): Answer {
  if (target.name !== undefined) throw methodNotAllowed();
  const { object, warnings } = readObject(resource, readBody(body), asked);
  const options = { writer: writerOf(world, resource, asked), dryRun: isDryRun(asked) };
  if (object.metadata.resourceVersion)
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  const created = createObject(world, resource, object, options);
  return { ...objectAnswer(world, resource, created, asked), status: 201, ...answerWarnings(warnings) };
}

/** PUT, of the object or of its status. */
export function update({ world, resource, target, asked, body }: Ask): Answer {
  const name = nameOf(target);
  const { object, warnings } = readObject(resource, readBody(body), asked);
  if (object.metadata.name && object.metadata.name !== name)
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`);
  const before = world.store.get(resource, target.namespace, name);
  const options = {
    writer: writerOf(world, resource, asked),
    dryRun: isDryRun(asked),
    subresource: target.subresource,
  };
  if (!before && (!mayCreateByUpdate(resource) || target.subresource)) throw notFound({ ...resource, name });
  if (!before && object.metadata.uid) throw uidMismatch(resource, target, object.metadata.uid);
  if (!before)
    return { ...objectAnswer(world, resource, createObject(world, resource, object, options), asked), status: 201 };
  const updated = updateObject(world, resource, { before, after: object }, options);
  return { ...objectAnswer(world, resource, updated, asked), ...answerWarnings(warnings) };
}

/** A PUT may create a Lease, but not one that it takes for another. */
function uidMismatch(resource: Resource, { namespace, name = '' }: Target, uid: string): StatusError {
  const key = `/registry/${resource.plural}/${namespace}/${name}`;
  return conflict(
    { ...resource, name },
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: `,
  );
}

function remove(ask: Ask): Answer {
  const { world, resource, asked } = ask;
  const object = live(ask);
  const { isGone } = deleteObject(world, resource, object, deleteOptions(ask));
  if (!isGone)
    return objectAnswer(
      world,
      resource,
      world.store.get(resource, object.metadata.namespace, object.metadata.name) ?? object,
      asked,
    );
  if (answersWithDeleted(resource))
    return objectAnswer(world, resource, typeOf(resource) === '/Pod' ? endedAtOnce(world, object) : object, asked);
  const { name, uid = '' } = object.metadata;
  const details = { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural, uid };
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

/** A pod that needs no time to end is still given back as one that was told to. */
function endedAtOnce({ runtime }: World, object: KubernetesObject): KubernetesObject {
  const { generation = 1 } = object.metadata;
  const end = { deletionTimestamp: timestamp(runtime), deletionGracePeriodSeconds: 0, generation: generation + 1 };
  return { ...object, metadata: { ...object.metadata, ...end } };
}

function removeAll(ask: Ask): Answer {
  const { world, resource, target, asked } = ask;
  const selected = world.store.list(resource, target.namespace).filter(selectorOf(resource, asked));
  const options = deleteOptions(ask);
  for (const object of selected) deleteObject(world, resource, object, options);
  const body = {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: { resourceVersion: String(world.store.revision) },
    items: selected,
  };
  return { status: 200, body };
}

/** From the body, else from the query. */
function deleteOptions({ asked, body }: Ask): DeleteOptions {
  const given: Json = body.text.trim() ? readBody(body) : {};
  const grace = numberAt(given, 'gracePeriodSeconds') ?? asked.query.get('gracePeriodSeconds');
  const orphans = at(given, 'orphanDependents') === true || isTrue(asked.query.get('orphanDependents'));
  const dryRun = at(given, 'dryRun');
  return {
    dryRun: isDryRun(asked) || (Array.isArray(dryRun) && dryRun.includes('All')),
    uid: textAt(given, 'preconditions', 'uid'),
    resourceVersion: textAt(given, 'preconditions', 'resourceVersion'),
    gracePeriodSeconds: grace === null ? undefined : Number(grace),
    propagation:
      textAt(given, 'propagationPolicy') ?? asked.query.get('propagationPolicy') ?? (orphans ? 'Orphan' : undefined),
  };
}
