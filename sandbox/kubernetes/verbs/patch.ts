import type { Json } from '../../../shared/model/json.ts';
import { type Answer, type Asked, type Body, isTrue } from '../asked.ts';
import { isObject, type KubernetesObject } from '../object.ts';
import { applyConfiguration } from '../patch/apply-patch.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import type { Resource } from '../resource-table.ts';
import { badRequest, invalid, notFound, StatusError } from '../status.ts';
import type { World } from '../world.ts';
import { answerWarnings, readBody, readObject } from './body.ts';
import { createObject } from './create.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

interface Place {
  resource: Resource;
  name: string;
  namespace: string | undefined;
}

export function patchObject(world: World, place: Place, asked: Asked, body: Body): Answer {
  const { resource, name, namespace } = place;
  const live = world.store.get(resource, namespace, name);
  if (body.contentType.startsWith('application/apply-patch')) return apply(world, place, asked, { body, live });
  if (!live) throw notFound({ ...resource, name });
  const { object, warnings } = readObject(
    resource,
    patched(live, readBody(body), { resource, contentType: body.contentType }),
    asked,
  );
  const options = {
    writer: writerOf(world, resource, asked),
    dryRun: isDryRun(asked),
    subresource: asked.target?.subresource,
    isPatch: true,
  };
  return {
    status: 200,
    body: updateObject(world, resource, { before: live, after: object }, options),
    ...answerWarnings(warnings),
  };
}

function patched(
  live: KubernetesObject,
  patch: Json,
  { resource, contentType }: { resource: Resource; contentType: string },
): Json {
  switch (contentType) {
    case 'application/json-patch+json':
      return applyJsonPatch(live, patch);
    case 'application/merge-patch+json':
      return applyMergePatch(live, mustBeObject(patch));
    case 'application/strategic-merge-patch+json':
      if (!resource.isCustom) return applyStrategicMergePatch(live, mustBeObject(patch), resource.shape);
  }
  const accepted = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
  throw new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    {},
  );
}

function mustBeObject(patch: Json): Json {
  if (!isObject(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  return patch;
}

function apply(
  world: World,
  place: Place,
  asked: Asked,
  found: { body: Body; live: KubernetesObject | undefined },
): Answer {
  const { resource, name, namespace } = place;
  if (!asked.query.get('fieldManager')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [
      { field: 'fieldManager', reason: 'FieldValueRequired', message: 'Required value: is required for apply patch' },
    ]);
  }
  const { object, warnings } = readObject(resource, readBody(found.body), {
    query: asked.query,
    target: { ...place, ...resource, namespace, subresource: undefined },
  });
  if (object.metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (object.metadata.name && object.metadata.name !== name)
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`);
  const named: KubernetesObject = { ...object, metadata: { ...object.metadata, name } };
  const writer = writerOf(world, resource, asked, 'Apply');
  const after = applyConfiguration(found.live, named, {
    shape: resource.shape,
    writer,
    force: isTrue(asked.query.get('force')),
  });
  const options = { writer, dryRun: isDryRun(asked), isTracked: true };
  if (!found.live && asked.target?.subresource) throw notFound({ ...resource, name });
  if (!found.live)
    return { status: 201, body: createObject(world, resource, after, options), ...answerWarnings(warnings) };
  const change = { before: found.live, after };
  return {
    status: 200,
    body: updateObject(world, resource, change, { ...options, subresource: asked.target?.subresource, isPatch: true }),
    ...answerWarnings(warnings),
  };
}
