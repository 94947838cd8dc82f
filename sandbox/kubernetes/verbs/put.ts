import type { Answer, Target } from '../asked.ts';
import type { Resource } from '../resource-table.ts';
import { badRequest, conflict, methodNotAllowed, notFound, StatusError } from '../status.ts';
import type { Ask } from './ask.ts';
import { answerWarnings, readBody, readObject } from './body.ts';
import { createObject } from './create.ts';
import { objectAnswer } from './output.ts';
import { mayCreateByUpdate } from './strategy.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

export function post(ask: Ask): Answer {
  if (ask.target.name !== undefined) throw methodNotAllowed();
  const { object, warnings } = readObject(ask.resource, readBody(ask.body), wayOf(ask));
  const options = { writer: writerOf(ask), dryRun: isDryRun(ask.asked) };
  if (object.metadata.resourceVersion)
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  const created = createObject(ask, object, options);
  return { ...objectAnswer(ask, created), status: 201, ...answerWarnings(warnings) };
}

/** PUT, of the object or of its status. A few kinds, Leases among them, are created by it. */
export function put(ask: Ask): Answer {
  const { world, resource, target } = ask;
  const { name = '', namespace, subresource } = target;
  const { object, warnings } = readObject(resource, readBody(ask.body), wayOf(ask));
  if (object.metadata.name && object.metadata.name !== name) throw otherName(object.metadata.name, name);
  const before = world.store.get(resource, namespace, name);
  const options = { writer: writerOf(ask), dryRun: isDryRun(ask.asked), subresource };
  if (before)
    return { ...objectAnswer(ask, updateObject(ask, { before, after: object }, options)), ...answerWarnings(warnings) };
  if (!mayCreateByUpdate(resource) || subresource) throw notFound({ ...resource, name });
  if (object.metadata.uid) throw uidMismatch(resource, target, object.metadata.uid);
  return { ...objectAnswer(ask, createObject(ask, object, options)), status: 201 };
}

export function wayOf({ asked, target }: Ask) {
  return { namespace: target.namespace, validation: asked.query.get('fieldValidation') };
}

export function otherName(given: string, name: string): StatusError {
  return badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

/** It would take the new one for another. */
function uidMismatch(resource: Resource, { namespace, name = '' }: Target, uid: string): StatusError {
  const key = `/registry/${resource.plural}/${namespace}/${name}`;
  return conflict(
    { ...resource, name },
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: `,
  );
}
