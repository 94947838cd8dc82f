import { type Entries, loadDescription, type MethodEntry, type Version } from './load.ts';

/** One method of the API, as its description has it. */
export interface Route {
  /** `targetPools.addInstance`; the audit log calls it `v1.compute.targetPools.addInstance`. */
  id: string;
  verb: string;
  /** Names of the path parameters in their order: `project`, `region`, `targetPool`. */
  parameters: string[];
  /** What stands in the path between version and method: `projects/{project}/regions/{region}/targetPools/…`. */
  segments: string[];
  requestType: string;
  responseType: string;
  /** The field of the request that travels as the body. */
  bodyField: string | undefined;
  collection: string;
  /** Starts a long-running operation. */
  mutating: boolean;
}

/** The whole API, by place in the path and HTTP verb. */
export interface RouteNode {
  literals: Map<string, RouteNode>;
  parameter: RouteNode | undefined;
  routes: Map<string, Route>;
}

const tables = new Map<Version, RouteNode>();

export function routesOf(version: Version): RouteNode {
  const known = tables.get(version);
  if (known) return known;
  const root = aNode();
  for (const route of listRoutes(loadDescription(version), version)) insert(root, route);
  tables.set(version, root);
  return root;
}

export function listRoutes(entries: Entries, version: Version): Route[] {
  return Object.entries(entries).flatMap(([service, { methods = {} }]) =>
    Object.entries(methods).map(([name, method]) =>
      routeOf(`${lowerFirst(service)}.${lowerFirst(name)}`, method, version),
    ),
  );
}

function routeOf(id: string, method: MethodEntry, version: Version): Route {
  const verb = verbs.find((one) => method.options[`(google.api.http).${one}`]) ?? 'get';
  const path = String(method.options[`(google.api.http).${verb}`]);
  const segments = segmentsOf(path.slice(`/compute/${version}/`.length));
  const body = method.options['(google.api.http).body'];
  return {
    id,
    verb: verb.toUpperCase(),
    parameters: segments.filter(isParameter).map(parameterName),
    segments,
    requestType: method.requestType,
    responseType: method.responseType,
    bodyField: typeof body === 'string' ? camelCase(body) : undefined,
    collection: collectionOf(segments),
    mutating: method.responseType === 'Operation' && !/operations\.\w+$/i.test(id),
  };
}

const verbs = ['get', 'post', 'put', 'patch', 'delete'];

/** A few parameters span segments (`{parent_name=reservations/*}`); their stars are parameters of their own here. */
function segmentsOf(path: string): string[] {
  const flat = path.replace(/\{\w+=([^}]*)\}/g, (_, pattern: string) => pattern.replaceAll('*', '{parent}'));
  return flat.split('/');
}

function collectionOf([, , scope = '', ...rest]: string[]): string {
  if (scope === '') return 'projects';
  if (scope === 'aggregated' || scope === 'global') return rest[0] ?? '';
  if (scope === 'zones' || scope === 'regions') return rest[1] ?? scope;
  return scope;
}

function insert(root: RouteNode, route: Route): void {
  let node = root;
  for (const segment of route.segments)
    node = isParameter(segment) ? parameterChild(node) : literalChild(node, segment);
  node.routes.set(route.verb, route);
}

function parameterChild(node: RouteNode): RouteNode {
  node.parameter ??= aNode();
  return node.parameter;
}

function literalChild(node: RouteNode, segment: string): RouteNode {
  const child = node.literals.get(segment) ?? aNode();
  node.literals.set(segment, child);
  return child;
}

function aNode(): RouteNode {
  return { literals: new Map(), parameter: undefined, routes: new Map() };
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function parameterName(segment: string): string {
  return camelCase(segment.slice(1, -1));
}

function camelCase(text: string): string {
  return text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
