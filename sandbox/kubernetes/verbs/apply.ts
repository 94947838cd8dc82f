import type { Json } from '../../../shared/model/json.ts';
import { type Answer, type Asked, type Body, isTrue } from '../asked.ts';
import { type KubernetesObject, textAt } from '../object.ts';
import { applyConfiguration } from '../patch/apply-patch.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { decode } from '../schema/decode.ts';
import { badRequest, invalid, notFound, StatusError } from '../status.ts';
import type { World } from '../world.ts';
import { answerWarnings, readBody, readObject } from './body.ts';
import { createObject } from './create.ts';
import type { PatchPlace } from './patch.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

/** Server-side apply: it creates what is not there. */
export function applyObject(world: World, place: PatchPlace, asked: Asked, body: Body): Answer {
  const { resource, name, namespace } = place;
  const subresource = asked.target?.subresource;
  const { object: wanted, warnings } = readConfiguration(place, asked, body);
  const live = world.store.get(resource, namespace, name);
  if (!live && subresource) throw notFound({ ...resource, name });
  const writer = writerOf(world, resource, asked, 'Apply');
  const force = isTrue(asked.query.get('force'));
  const after = withoutZeroes(resource, applyConfiguration(live, wanted, { shape: resource.shape, writer, force }));
  const options = { writer, dryRun: isDryRun(asked), isTracked: true };
  if (!live) return { status: 201, body: createObject(world, resource, after, options), ...answerWarnings(warnings) };
  const updated = updateObject(world, resource, { before: live, after }, { ...options, subresource, isPatch: true });
  return { status: 200, body: updated, ...answerWarnings(warnings) };
}

/** What it names is owned, also what reads back as absent. */
function readConfiguration({ resource, name, namespace }: PatchPlace, asked: Asked, body: Body) {
  if (!asked.query.get('fieldManager')) throw managerRequired();
  const target = { ...resource, namespace, name, subresource: undefined };
  const given = readBody(body);
  const { object, warnings } = readObject(resource, given, { query: new URLSearchParams(), target }, true);
  if (warnings.length) throw notInSchema(resource, { given, warnings, name });
  const { metadata } = object;
  if (metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name && metadata.name !== name) throw otherName(metadata.name, name);
  return { object: { ...object, metadata: { ...metadata, name } }, warnings };
}

/** Here no unknown field is let pass, whatever `fieldValidation` says. */
function notInSchema(resource: Resource, { given, warnings, name }: { given: Json; warnings: string[]; name: string }) {
  const paths = warnings.map((warning) => `.${/"(.*)"/.exec(warning)?.[1] ?? ''}: field not declared in schema`);
  const told = paths.length === 1 ? paths[0] : ['errors:', ...paths.map((path) => `  ${path}`)].join('\n');
  const kind = `${apiVersionOf(resource)}, Kind=${resource.kind}`;
  const place = `${textAt(given, 'metadata', 'namespace') ?? ''}/${name}`;
  return new StatusError(500, '', `failed to create typed patch object (${place}; ${kind}): ${told}`);
}

export function otherName(given: string, name: string) {
  return badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

function managerRequired() {
  const error = {
    field: 'fieldManager',
    reason: 'FieldValueRequired',
    message: 'Required value: is required for apply patch',
  };
  return invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [error]);
}

function withoutZeroes({ kind, shape }: Resource, object: KubernetesObject): KubernetesObject {
  return decode(kind, shape, object).value as KubernetesObject;
}
