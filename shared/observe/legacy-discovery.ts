import { messageOf } from '../errors.ts';
import type { JsonObject } from '../model/json.ts';
import { objectsIn, type Resource, type Served, text } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';

/** `answer` is an APIVersions (`/api`) or an APIGroupList (`/apis`): one request for each version it names. */
export async function discoverByGroup(
  path: string,
  answer: JsonObject,
  { rest, served }: { rest: KubernetesRest; served: Served },
): Promise<void> {
  const versions = path === '/api' ? apiVersions(answer) : groupVersions(answer);
  await Promise.all(
    versions.map(async (apiVersion) => {
      try {
        const list = await rest.get(`${path}/${apiVersion}`);
        served.resources.push(...resourcesOf(apiVersion, list));
      } catch (error) {
        served.broken.set(apiVersion, `discovery of ${apiVersion} failed: ${messageOf(error)}`);
      }
    }),
  );
}

function apiVersions({ versions }: JsonObject): string[] {
  return Array.isArray(versions) ? versions.map(text) : [];
}

function groupVersions({ groups }: JsonObject): string[] {
  return objectsIn(groups).flatMap(({ versions }) => objectsIn(versions).map(({ groupVersion }) => text(groupVersion)));
}

function resourcesOf(apiVersion: string, { resources }: JsonObject): Resource[] {
  return objectsIn(resources)
    .filter(({ name }) => !text(name).includes('/'))
    .map((one) => ({
      apiVersion,
      kind: text(one.kind),
      plural: text(one.name),
      namespaced: one.namespaced === true,
      verbs: Array.isArray(one.verbs) ? one.verbs.map(String) : [],
    }));
}
