import type { JsonObject } from '../../shared/model/json.ts';
import type { Answer, Asked } from './asked.ts';
import type { Resource, ResourceTable } from './resource-table.ts';
import type { Shape, StructShape } from './schema/shape.ts';

/** `/openapi/v3`: enough for clients that look up how lists merge and whether `fieldValidation` is understood. */
export function describeApi(table: ResourceTable, asked: Asked): Answer | undefined {
  if (asked.path === '/openapi/v3') return { status: 200, body: index(table) };
  const found = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(asked.path);
  if (!found) return undefined;
  const [, group = '', version = ''] = found;
  const resources = table.all().filter((resource) => resource.group === group && resource.version === version);
  return resources.length ? { status: 200, body: documentOf(resources) } : undefined;
}

function index(table: ResourceTable): JsonObject {
  const roots = new Set(
    table.all().map(({ group, version }) => (group ? `apis/${group}/${version}` : `api/${version}`)),
  );
  return { paths: Object.fromEntries([...roots].map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }])) };
}

function documentOf(resources: readonly Resource[]): JsonObject {
  const schemas: Record<string, JsonObject> = {};
  for (const resource of resources)
    schemas[addSchema(resource.shape, resource.kind, schemas)] = withKind(resource, schemas);
  const paths = Object.fromEntries(resources.map((resource) => [pathOf(resource), operationsOf(resource)]));
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.36.3' }, paths, components: { schemas } };
}

function withKind(resource: Resource, schemas: Record<string, JsonObject>): JsonObject {
  const name = addSchema(resource.shape, resource.kind, schemas);
  return { ...schemas[name], 'x-kubernetes-group-version-kind': [kindOf(resource)] };
}

function kindOf({ group, version, kind }: Resource): JsonObject {
  return { group, version, kind };
}

function pathOf({ group, version, plural, namespaced }: Resource): string {
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return `${root}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
}

function operationsOf(resource: Resource): JsonObject {
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const operation = (action: string) => ({
    parameters,
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
  });
  return { get: operation('get'), put: operation('put'), patch: operation('patch'), delete: operation('delete') };
}

/** Writes a structure and all below it under its name. */
function addSchema(shape: Shape, kind: string, schemas: Record<string, JsonObject>): string {
  const name = shape.form === 'struct' ? nameOf(shape) : kind;
  if (schemas[name]) return name;
  schemas[name] = { type: 'object' };
  if (shape.form === 'struct') schemas[name] = structSchema(shape, schemas);
  return name;
}

function nameOf({ name }: StructShape): string {
  return `io.k8s.api.${name.replace('/', '.')}`;
}

function structSchema(shape: StructShape, schemas: Record<string, JsonObject>): JsonObject {
  const properties = Object.fromEntries([...shape.fields].map(([name, field]) => [name, fieldSchema(field, schemas)]));
  return {
    type: 'object',
    properties,
    ...(shape.required.length ? { required: [...shape.required] } : {}),
    ...(shape.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

function fieldSchema(shape: Shape, schemas: Record<string, JsonObject>): JsonObject {
  switch (shape.form) {
    case 'struct':
      return { allOf: [{ $ref: `#/components/schemas/${addSchema(shape, shape.name, schemas)}` }] };
    case 'map':
      return {
        type: 'object',
        additionalProperties: fieldSchema(shape.of, schemas),
        ...(shape.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
      };
    case 'list':
      return listSchema(shape, schemas);
    case 'any':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    case 'scalar':
      return scalarSchema(shape.type);
  }
}

function listSchema(shape: Shape & { form: 'list' }, schemas: Record<string, JsonObject>): JsonObject {
  const strategy = [...(shape.merges ? ['merge'] : []), ...(shape.retainsKeys ? ['retainKeys'] : [])].join(',');
  return {
    type: 'array',
    items: fieldSchema(shape.of, schemas),
    'x-kubernetes-list-type': shape.kind === 'keyed' ? 'map' : shape.kind,
    ...(shape.keys.length ? { 'x-kubernetes-list-map-keys': [...shape.keys] } : {}),
    ...(shape.mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': shape.mergeKey }),
    ...(strategy ? { 'x-kubernetes-patch-strategy': strategy } : {}),
  };
}

function scalarSchema(type: string): JsonObject {
  if (type === 'quantity') return { type: 'string' };
  if (type === 'time' || type === 'micro-time') return { type: 'string', format: 'date-time' };
  return type === 'int-or-string'
    ? { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' }
    : { type };
}
