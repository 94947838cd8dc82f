import { parse } from 'yaml';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { Answer, Body } from '../asked.ts';
import { isObject, type KubernetesObject, type ObjectMeta, objectAt, textAt } from '../object.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { decode } from '../schema/decode.ts';
import { badRequest, StatusError } from '../status.ts';

const readable = [
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+json',
];

/** The JSON or YAML of a body. */
export function readBody(body: Body): Json {
  if (body.contentType && !readable.includes(body.contentType)) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${readable.slice(0, 2).join(', ')}`,
      {},
    );
  }
  try {
    return JSON.parse(body.text);
  } catch (cause) {
    if (!body.contentType.endsWith('yaml'))
      throw badRequest(
        `the object provided is unrecognized (must be of type JSON): ${cause instanceof Error ? cause.message : ''}`,
      );
    return parse(body.text);
  }
}

export interface ReadObject {
  object: KubernetesObject;
  warnings: string[];
}

export interface ReadingWay {
  /** Of the path. */
  namespace: string | undefined;
  /** `fieldValidation`: `Strict`, `Warn` (the default) or `Ignore`. */
  validation?: string | null;
  keepsZeroes?: boolean;
}

/** An object of the resource that was asked for, decoded as `fieldValidation` says. */
export function readObject(resource: Resource, body: Json, way: ReadingWay): ReadObject {
  if (!isObject(body)) throw badRequest('the object provided is unrecognized (must be of type JSON)');
  checkKind(resource, body);
  const { value, unknown } = decode(resource, body, way.keepsZeroes);
  const warnings = unknown.map((path) => `unknown field "${path}"`);
  if (way.validation === 'Strict' && warnings.length)
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: strict decoding error: ${warnings.join(', ')}`,
    );
  const object = {
    ...value,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: metadataOf(value, resource, way.namespace),
  } as KubernetesObject;
  return { object, warnings: way.validation === 'Ignore' ? [] : warnings };
}

function checkKind(resource: Resource, body: JsonObject): void {
  const wanted = apiVersionOf(resource);
  const [apiVersion, kind] = [textAt(body, 'apiVersion') ?? wanted, textAt(body, 'kind') ?? resource.kind];
  if (kind === resource.kind && apiVersion === wanted) return;
  if (kind !== resource.kind && apiVersion === wanted)
    throw badRequest(
      `${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${resource.version}.${kind}) to (${resource.group || 'core'}.${resource.kind}): unknown conversion`,
    );
  throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
}

function metadataOf(value: JsonObject, resource: Resource, namespace: string | undefined): ObjectMeta {
  const { namespace: given, ...metadata } = objectAt(value, 'metadata');
  if (!resource.namespaced) return { ...metadata, name: textAt(metadata, 'name') ?? '' };
  if (typeof given === 'string' && namespace !== undefined && given !== namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  return {
    ...metadata,
    name: textAt(metadata, 'name') ?? '',
    namespace: namespace ?? (typeof given === 'string' ? given : 'default'),
  };
}

export function answerWarnings(warnings: readonly string[]): Pick<Answer, 'warnings'> {
  return warnings.length ? { warnings } : {};
}
