import { messageOf } from '../errors.ts';
import { asObject, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { discoverByGroup } from './legacy-discovery.ts';

/** A kind as the server has it. */
export interface Resource {
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: string[];
}

export interface Served {
  resources: Resource[];
  /** apiVersion, group with `/`, or `*` -> why its kinds could not be told. */
  broken: Map<string, string>;
}

const aggregated = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/** All kinds by two requests; a server before 1.26 is asked group by group. A group that fails is a gap of its own. */
export async function discover(rest: KubernetesRest): Promise<Served> {
  const served: Served = { resources: [], broken: new Map() };
  await Promise.all(['/api', '/apis'].map((path) => discoverAt(path, rest, served)));
  return served;
}

async function discoverAt(path: string, rest: KubernetesRest, served: Served): Promise<void> {
  try {
    const answer = await rest.get(path, `${aggregated},application/json`);
    if (answer.kind === 'APIGroupDiscoveryList') readAggregated(answer, served);
    else await discoverByGroup(path, answer, { rest, served });
  } catch (error) {
    served.broken.set(path === '/api' ? 'v1' : '*', `discovery failed: ${messageOf(error)}`);
  }
}

function readAggregated(answer: JsonObject, { resources, broken }: Served): void {
  for (const group of objectsIn(answer.items)) {
    const name = text(asObject(group.metadata).name);
    for (const version of objectsIn(group.versions)) {
      const apiVersion = name === '' ? text(version.version) : `${name}/${text(version.version)}`;
      if (version.freshness === 'Stale')
        broken.set(apiVersion, `discovery of ${apiVersion} is stale: its server does not answer`);
      for (const one of objectsIn(version.resources)) resources.push(resourceOf(apiVersion, one));
    }
  }
}

function resourceOf(apiVersion: string, one: JsonObject): Resource {
  return {
    apiVersion,
    kind: text(asObject(one.responseKind).kind),
    plural: text(one.resource),
    namespaced: one.scope === 'Namespaced',
    verbs: Array.isArray(one.verbs) ? one.verbs.map(String) : [],
  };
}

export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((one) => isObject(one)) : [];
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
