import type { JsonObject } from '../../shared/model/json.ts';
import type { Answer, Asked } from './asked.ts';
import { apiVersionOf, type Resource, type ResourceTable } from './resource-table.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What the server serves, in both ways of asking; `undefined` for any other path. */
export function discover(table: ResourceTable, asked: Asked): Answer | undefined {
  const [, root, group, version, ...rest] = asked.path.split('/');
  if (asked.path === '/version') return ok(serverVersion);
  if (root !== 'api' && root !== 'apis') return undefined;
  if (group === undefined)
    return wantsAggregated(asked) ? aggregate(table, root) : ok(root === 'api' ? coreVersions : groupList(table));
  if (root === 'api') return version === undefined && group === 'v1' ? resourceList(table, '', 'v1') : undefined;
  if (rest.length) return undefined;
  return version === undefined ? oneGroup(table, group) : resourceList(table, group, version);
}

const serverVersion = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-10-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};
const coreVersions = { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };

function ok(body: JsonObject): Answer {
  return { status: 200, body };
}

function wantsAggregated(asked: Asked): boolean {
  return (
    (asked.headers.get('accept') ?? '').includes('as=APIGroupDiscoveryList') &&
    (asked.headers.get('accept') ?? '').includes('v=v2')
  );
}

/** Groups with their versions, in the order of the table. */
function groupsOf(table: ResourceTable): Map<string, Map<string, Resource[]>> {
  const groups = new Map<string, Map<string, Resource[]>>();
  for (const resource of table.all()) {
    const versions = groups.get(resource.group) ?? new Map<string, Resource[]>();
    versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
    groups.set(resource.group, versions);
  }
  return groups;
}

function groupList(table: ResourceTable): JsonObject {
  const groups = [...groupsOf(table)]
    .filter(([name]) => name !== '')
    .map(([name, versions]) => groupOf(name, [...versions.keys()]));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

function oneGroup(table: ResourceTable, name: string): Answer | undefined {
  const versions = groupsOf(table).get(name);
  return versions && ok({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name, [...versions.keys()]) });
}

function groupOf(name: string, names: string[]): JsonObject {
  const versions = names.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] ?? {} };
}

function resourceList(table: ResourceTable, group: string, version: string): Answer | undefined {
  const resources = groupsOf(table).get(group)?.get(version);
  if (!resources) return undefined;
  const groupVersion = apiVersionOf({ group, version });
  return ok({
    kind: 'APIResourceList',
    ...(group ? { apiVersion: 'v1' } : {}),
    groupVersion,
    resources: resources.flatMap(listed),
  });
}

function listed(resource: Resource): JsonObject[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const head = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length ? { shortNames } : {}),
    ...(categories.length ? { categories } : {}),
  };
  const below = Object.entries(resource.subresources).map(([name, subverbs]) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...kindOf(resource, name),
    verbs: subverbs,
  }));
  return [head, ...below];
}

function kindOf({ kind }: Resource, subresource: string): JsonObject {
  if (subresource === 'scale') return { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return subresource === 'eviction' ? { group: 'policy', version: 'v1', kind: 'Eviction' } : { kind };
}

function aggregate(table: ResourceTable, root: string): Answer {
  const wanted = [...groupsOf(table)].filter(([name]) => (name === '') === (root === 'api'));
  const items = wanted.map(([name, versions]) => ({
    metadata: name ? { name } : {},
    versions: [...versions].map(([version, resources]) => ({
      version,
      resources: resources.map(aggregatedResource),
      freshness: 'Current',
    })),
  }));
  return {
    status: 200,
    body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items },
    contentType: aggregated,
  };
}

function aggregatedResource(resource: Resource): JsonObject {
  const { group, version, kind, plural, singular, namespaced, verbs, shortNames, categories } = resource;
  const subresources = Object.entries(resource.subresources).map(([subresource, subverbs]) => ({
    subresource,
    responseKind: { group: '', version: '', ...kindOf(resource, subresource) },
    verbs: subverbs,
  }));
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length ? { shortNames } : {}),
    ...(categories.length ? { categories } : {}),
    ...(subresources.length ? { subresources } : {}),
  };
}
