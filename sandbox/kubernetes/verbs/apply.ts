import type { Json } from '../../../shared/model/json.ts';
import { type Answer, isTrue } from '../asked.ts';
import { type KubernetesObject, textAt } from '../object.ts';
import { applyConfiguration } from '../patch/apply-patch.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { decode } from '../schema/decode.ts';
import { badRequest, invalid, notFound, StatusError } from '../status.ts';
import type { Ask } from './ask.ts';
import { readBody, readObject } from './body.ts';
import { createObject } from './create.ts';
import { otherName } from './put.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

/** Server-side apply: it creates what is not there. */
export function applyObject(ask: Ask): Answer {
  const { world, resource, target, asked } = ask;
  const { name = '', namespace, subresource } = target;
  const wanted = readConfiguration(ask, name);
  const live = world.store.get(resource, namespace, name);
  if (!live && subresource) throw notFound({ ...resource, name });
  const writer = writerOf(ask, 'Apply');
  const force = isTrue(asked.query.get('force'));
  const after = withoutZeroes(resource, applyConfiguration(live, wanted, { shape: resource.shape, writer, force }));
  const options = { writer, dryRun: isDryRun(asked), isTracked: true };
  if (!live) return { status: 201, body: createObject(ask, after, options) };
  const updated = updateObject(ask, { before: live, after }, { ...options, subresource, isPatch: true });
  return { status: 200, body: updated };
}

/** What it names is owned, also what reads back as absent. */
function readConfiguration(ask: Ask, name: string): KubernetesObject {
  if (!ask.asked.query.get('fieldManager')) throw managerRequired();
  const given = readBody(ask.body);
  const { object, warnings } = readObject(ask.resource, given, { namespace: ask.target.namespace, keepsZeroes: true });
  if (warnings.length) throw notInSchema(ask.resource, { given, warnings, name });
  const { metadata } = object;
  if (metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name && metadata.name !== name) throw otherName(metadata.name, name);
  return { ...object, metadata: { ...metadata, name } };
}

/** Here no unknown field is let pass, whatever `fieldValidation` says. */
function notInSchema(resource: Resource, { given, warnings, name }: { given: Json; warnings: string[]; name: string }) {
  const paths = warnings.map((warning) => `.${/"(.*)"/.exec(warning)?.[1] ?? ''}: field not declared in schema`);
  const told = paths.length === 1 ? paths[0] : ['errors:', ...paths.map((path) => `  ${path}`)].join('\n');
  const kind = `${apiVersionOf(resource)}, Kind=${resource.kind}`;
  const place = `${textAt(given, 'metadata', 'namespace') ?? ''}/${name}`;
  return new StatusError(500, '', `failed to create typed patch object (${place}; ${kind}): ${told}`);
}

function managerRequired() {
  const error = {
    field: 'fieldManager',
    reason: 'FieldValueRequired',
    message: 'Required value: is required for apply patch',
  };
  return invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [error]);
}

function withoutZeroes(resource: Resource, object: KubernetesObject): KubernetesObject {
  return decode(resource, object).value as KubernetesObject;
}
