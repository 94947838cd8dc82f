import type { Version } from './load.ts';
import { type Route, type RouteNode, routesOf } from './route.ts';

export interface Match {
  route: Route;
  version: Version;
  parameters: Record<string, string>;
}

const prefix = /^\/compute\/(v1|beta)\//;

/** The method a request is for: undefined when the API has none at that path and verb. */
export function matchRoute(verb: string, pathname: string): Match | undefined {
  const version = prefix.exec(pathname)?.[1] as Version | undefined;
  if (!version) return undefined;
  const segments = pathname.slice(`/compute/${version}/`.length).split('/');
  const found = descend(routesOf(version), segments, verb, []);
  if (!found) return undefined;
  const parameters = Object.fromEntries(found.route.parameters.map((name, index) => [name, found.values[index] ?? '']));
  return { route: found.route, version, parameters };
}

interface Found {
  route: Route;
  values: string[];
}

function descend(node: RouteNode, segments: string[], verb: string, values: string[]): Found | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    const route = node.routes.get(verb);
    return route && { route, values };
  }
  const literal = node.literals.get(segment);
  const found = literal && descend(literal, rest, verb, values);
  if (found || !node.parameter || segment === '') return found;
  return descend(node.parameter, rest, verb, [...values, decode(segment)]);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
