import type { Json } from '../../../shared/model/json.ts';
import type { Answer } from '../asked.ts';
import { isObject, type KubernetesObject } from '../object.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { badRequest, notFound, StatusError } from '../status.ts';
import { applyObject } from './apply.ts';
import type { Ask } from './ask.ts';
import { answerWarnings, type ReadObject, readBody, readObject } from './body.ts';
import { wayOf } from './put.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

const types = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

export function patchObject(ask: Ask): Answer {
  const { world, resource, target, asked, body } = ask;
  const isServed = types.includes(body.contentType) && !(resource.isCustom && body.contentType === types[2]);
  if (!isServed) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  if (body.contentType === 'application/apply-patch+yaml') return applyObject(ask);
  const { name = '', namespace, subresource } = target;
  const before = world.store.get(resource, namespace, name);
  if (!before) throw notFound({ ...resource, name });
  const patch = readBody(body);
  const { object, warnings } = readPatched(ask, { patch, body: patched(before, patch, ask) });
  const options = { writer: writerOf(ask), dryRun: isDryRun(asked), subresource, isPatch: true };
  const updated = updateObject(ask, { before, after: object }, options);
  return { status: 200, body: updated, ...answerWarnings(warnings) };
}

function patched(live: KubernetesObject, patch: Json, { resource, body }: Ask): Json {
  if (body.contentType === 'application/json-patch+json') return applyJsonPatch(live, patch);
  if (!isObject(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  const isMerge = body.contentType === 'application/merge-patch+json';
  return isMerge ? applyMergePatch(live, patch) : applyStrategicMergePatch(live, patch, resource.shape);
}

/** What the patch makes of the object may not be one: 422 then, where a whole object would get a 400. */
function readPatched(ask: Ask, { patch, body }: { patch: Json; body: Json }): ReadObject {
  try {
    return readObject(ask.resource, body, wayOf(ask));
  } catch (error) {
    if (!(error instanceof StatusError && error.code === 400)) throw error;
    const why = error.message.replace(/^.*?cannot be handled as a \w+: /, '');
    const shown = why.startsWith('strict') ? goText(patch) : JSON.stringify(body);
    const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
    const cause = { field: 'patch', reason: 'FieldValueInvalid', message };
    throw new StatusError(422, 'Invalid', ` "" is invalid: patch: ${message}`, { causes: [cause] });
  }
}

/** `map[spec:map[replicas:3]]` */
function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return value === null ? '<nil>' : String(value);
  return `map[${Object.entries(value)
    .map(([key, item]) => `${key}:${goText(item)}`)
    .join(' ')}]`;
}
