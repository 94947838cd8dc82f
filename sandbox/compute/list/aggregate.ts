import type { Call } from '../call.ts';
import { routesOf } from '../description/route.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../kinds.ts';
import { linkTo, scopeOf } from '../link.ts';
import { filterItems } from './filter.ts';
import { orderItems } from './order.ts';
import { cutPage, type Page } from './page.ts';

/** The answer to `aggregated/COLLECTION`: a map of scopes, in which an empty scope is a warning. */
export function aggregateAnswer(call: Call, itemKind: string): JsonObject {
  const { reader, match, project } = call;
  return aggregateScopes(call, itemKind, (scope) =>
    reader.shelf(match.route.collection, `projects/${project}/${scope}`),
  );
}

export function aggregateScopes(
  call: Call,
  itemKind: string,
  resourcesIn: (scope: string) => readonly Resource[],
): JsonObject {
  const { match, query, target } = call;
  const { collection } = match.route;
  const scopes = scopesOf(call, collection);
  const found = scopes.map((scope) => ({ scope, items: filterItems(resourcesIn(scope), query) }));
  const page = call.world.settings.pageLimit ? cutShort(call, found) : cutWhole(call, found);
  return {
    kind: `compute#${itemKind}AggregatedList`,
    id: target,
    items: byScope(scopes, page.items, collection),
    ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}),
    selfLink: linkTo(target),
  };
}

interface Found {
  scope: string;
  items: readonly Resource[];
}

function cutWhole(call: Call, found: Found[]): Page<Resource> {
  const items = found.flatMap(({ items }) => items);
  return cutPage(orderItems(items, call.query), call, (item) => item.selfLink);
}

/** A scope that has nothing takes its place in a page, too: so there are pages without any item that go on. */
function cutShort(call: Call, found: Found[]): Page<Resource> {
  const entries = found.flatMap(({ scope, items }) => {
    const own = orderItems(items, call.query).map((item) => ({ key: item.selfLink, item: [item] }));
    return own.length > 0 ? own : [{ key: linkTo(`projects/${call.project}/${scope}/`), item: [] }];
  });
  const { items, nextPageToken } = cutPage(entries, call, ({ key }) => key);
  return { items: items.flatMap(({ item }) => item), nextPageToken };
}

function byScope(scopes: string[], items: Resource[], collection: string): JsonObject {
  const groups = Object.groupBy(items, (item) => scopeOf(item.selfLink.slice(item.selfLink.indexOf('projects/'))));
  return Object.fromEntries(
    scopes.map((scope) => [scope, groups[scope] ? { [collection]: groups[scope] } : emptyScope(scope)]),
  );
}

function emptyScope(scope: string): JsonObject {
  const message = `There are no results for scope '${scope}' on this page.`;
  return { warning: { code: 'NO_RESULTS_ON_PAGE', message, data: [{ key: 'scope', value: scope }] } };
}

/** The kinds of scope in which the collection can be listed, or every scope there is with `includeAllScopes`. */
function scopesOf({ world, match, query }: Call, collection: string): string[] {
  const { regions } = world.settings;
  const all = query.includeAllScopes === true || collection === 'operations';
  const node = routesOf(match.version).literals.get('projects')?.parameter?.literals;
  const zonal = node?.get('zones')?.parameter?.literals.has(collection);
  const regional = node?.get('regions')?.parameter?.literals.has(collection);
  const global = node?.get('global')?.literals.has(collection);
  return [
    ...(all || global ? ['global'] : []),
    ...(all || regional ? Object.keys(regions).map((region) => `regions/${region}`) : []),
    ...(all || zonal
      ? Object.values(regions)
          .flat()
          .map((zone) => `zones/${zone}`)
      : []),
  ].sort();
}
