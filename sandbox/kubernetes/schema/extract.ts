import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { ApiResource, Field, SchemaFile, TypeDescription } from './schema-file.ts';

/**
 * Writes schema.json anew from a real API server: `node sandbox/kubernetes/schema/extract.ts`, with kubectl pointed at it.
 * Only what the sandbox works by is kept: field types, required fields, how lists merge, and what each resource can do.
 */
const groups = new Set([
  '',
  'apps',
  'batch',
  'discovery.k8s.io',
  'coordination.k8s.io',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'autoscaling',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'authorization.k8s.io',
  'authentication.k8s.io',
  'scheduling.k8s.io',
  'node.k8s.io',
]);
const leftOut = new Set(['autoscaling/v1', 'resource.k8s.io/v1']);

interface OpenApiType {
  type?: string;
  format?: string;
  $ref?: string;
  items?: OpenApiType;
  additionalProperties?: OpenApiType;
  properties?: Record<string, OpenApiType>;
  required?: string[];
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-patch-strategy'?: string;
}

interface DiscoveredResource {
  resource: string;
  responseKind: { group: string; version: string; kind: string };
  scope: string;
  singularResource: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: { subresource: string; verbs: string[] }[];
}

interface Discovery {
  items: { metadata: { name?: string }; versions: { version: string; resources: DiscoveredResource[] }[] }[];
}

function extract(): SchemaFile {
  const { definitions } = raw<{ definitions: Record<string, OpenApiType> }>('/openapi/v2');
  const resources = [...resourcesOf(discovery('/api')), ...resourcesOf(discovery('/apis'))];
  const names = new Map(Object.keys(definitions).map((name) => [name, shortName(name)]));
  const types: Record<string, TypeDescription> = {};
  const kinds: Record<string, string> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      if ((definition['x-kubernetes-group-version-kind'] ?? []).length === 1)
        kinds[`${group}/${version}/${kind}`] = shortName(name);
    }
    types[names.get(name) ?? name] = describe(definition);
  }
  return { resources, kinds: pick(kinds, resources), types: reachable(types, pick(kinds, resources)) };
}

function raw<T>(path: string): T {
  return JSON.parse(execFileSync('kubectl', ['get', '--raw', path], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

interface Groups {
  /** Of `/api`. */
  versions?: string[];
  /** Of `/apis`. */
  groups?: { name: string; versions: { version: string }[] }[];
}

function discovery(path: string): Discovery {
  const { versions = [], groups: found = [] } = raw<Groups>(path);
  if (versions.length) return { items: [{ metadata: {}, versions: versions.map((version) => plain('', version)) }] };
  const items = found.map(({ name, versions: served }) => ({
    metadata: { name },
    versions: served.map(({ version }) => plain(name, version)),
  }));
  return { items };
}

interface PlainResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

function plain(group: string, version: string): { version: string; resources: DiscoveredResource[] } {
  const { resources: list } = raw<{ resources: PlainResource[] }>(
    group ? `/apis/${group}/${version}` : `/api/${version}`,
  );
  const heads = list.filter(({ name }) => !name.includes('/'));
  return { version, resources: heads.map((head) => discovered(head, list)) };
}

function discovered(head: PlainResource, list: PlainResource[]): DiscoveredResource {
  const children = list.filter(({ name }) => name.startsWith(`${head.name}/`));
  return {
    resource: head.name,
    responseKind: { group: head.group ?? '', version: head.version ?? '', kind: head.kind },
    scope: head.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: head.singularName,
    verbs: head.verbs,
    ...(head.shortNames ? { shortNames: head.shortNames } : {}),
    ...(head.categories ? { categories: head.categories } : {}),
    subresources: children.map(({ name, verbs }) => ({ subresource: name.slice(head.name.length + 1), verbs })),
  };
}

function resourcesOf(found: Discovery): ApiResource[] {
  return found.items.flatMap(({ metadata, versions }) => {
    const group = metadata.name ?? '';
    return versions
      .filter(({ version }) => groups.has(group) && !leftOut.has(`${group}/${version}`))
      .flatMap(({ version, resources }) => resources.map((resource) => resourceOf(group, version, resource)));
  });
}

function resourceOf(group: string, version: string, found: DiscoveredResource): ApiResource {
  return {
    group,
    version,
    plural: found.resource,
    singular: found.singularResource,
    kind: found.responseKind.kind,
    namespaced: found.scope === 'Namespaced',
    verbs: found.verbs,
    shortNames: found.shortNames ?? [],
    categories: found.categories ?? [],
    subresources: Object.fromEntries((found.subresources ?? []).map(({ subresource, verbs }) => [subresource, verbs])),
  };
}

function describe(definition: OpenApiType): TypeDescription {
  const fields: Record<string, Field> = {};
  for (const [name, field] of Object.entries(definition.properties ?? {})) fields[name] = fieldOf(field);
  const description: TypeDescription = definition.properties ? { fields } : { is: typeName(definition) };
  if (definition.required) description.required = definition.required;
  if (definition['x-kubernetes-map-type'] === 'atomic') description.atomic = true;
  return description;
}

function fieldOf(field: OpenApiType): Field {
  const keys = field['x-kubernetes-list-map-keys'];
  const type = typeName(field);
  const strategy = field['x-kubernetes-patch-strategy'];
  const mergeKey = field['x-kubernetes-patch-merge-key'];
  const atomic =
    field['x-kubernetes-map-type'] === 'atomic' ||
    (field.type === 'array' && field['x-kubernetes-list-type'] !== 'map' && field['x-kubernetes-list-type'] !== 'set');
  const set = field['x-kubernetes-list-type'] === 'set';
  const details = {
    ...(keys ? { keys } : {}),
    ...(set ? { set } : {}),
    ...(atomic && field.type !== 'array' ? { atomic } : {}),
    ...(mergeKey ? { mergeKey } : {}),
    ...(strategy ? { strategy } : {}),
  };
  return Object.keys(details).length ? { type, ...details } : type;
}

function typeName(field: OpenApiType): string {
  if (field.$ref) return shortName(field.$ref.slice('#/definitions/'.length));
  if (field.type === 'array') return `[]${typeName(field.items ?? {})}`;
  if (field.type === 'object' && field.additionalProperties) return `{}${typeName(field.additionalProperties)}`;
  if (field.format === 'int-or-string') return 'int-or-string';
  if (field.format === 'date-time') return 'time';
  return field.type ?? 'any';
}

/** `io.k8s.api.core.v1.Pod` -> `core/v1.Pod`; what no other package has, such as `ObjectMeta`, goes by its bare name. */
function shortName(name: string): string {
  return name
    .replace(/^io\.k8s\.api(machinery|extensions-apiserver)?\.(pkg\.)?(apis\.|api\.)?/, '')
    .replace(/^meta\.v1\./, '')
    .replace(/^resource\.Quantity$/, 'Quantity')
    .replace(/^util\.intstr\.IntOrString$/, 'IntOrString')
    .replace(/^runtime\.RawExtension$/, 'RawExtension')
    .replace(/^([a-z]+)\.(v\d\w*)\./, '$1/$2.');
}

function pick(kinds: Record<string, string>, resources: ApiResource[]): Record<string, string> {
  const wanted = new Set(resources.map(({ group, version, kind }) => `${group}/${version}/${kind}`));
  return Object.fromEntries(Object.entries(kinds).filter(([key]) => wanted.has(key)));
}

function reachable(
  types: Record<string, TypeDescription>,
  kinds: Record<string, string>,
): Record<string, TypeDescription> {
  const kept: Record<string, TypeDescription> = {};
  const left = [
    ...Object.values(kinds),
    'DeleteOptions',
    'core/v1.Binding',
    'policy/v1.Eviction',
    'autoscaling/v1.Scale',
  ];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const description = types[name];
    if (kept[name] || !description) continue;
    kept[name] = description;
    for (const field of Object.values(description.fields ?? {}))
      left.push((typeof field === 'string' ? field : field.type).replace(/^(\[\]|\{\})+/, ''));
  }
  return Object.fromEntries(Object.entries(kept).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const file = extract();
const lines = [
  '{',
  '"resources": [',
  file.resources.map((resource) => JSON.stringify(resource)).join(',\n'),
  '],',
  `"kinds": ${JSON.stringify(file.kinds)},`,
  '"types": {',
  Object.entries(file.types)
    .map(([name, description]) => `${JSON.stringify(name)}: ${JSON.stringify(description)}`)
    .join(',\n'),
  '}',
  '}',
];
writeFileSync(new URL('schema.json', import.meta.url), `${lines.join('\n')}\n`);
