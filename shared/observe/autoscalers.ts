import { fieldOwnersOf } from '../compare/field-owners.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import { type Served, text } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { listObjects } from './list-objects.ts';
import { isAutoscaler, type LiveObjects } from './live-objects.ts';
import type { Suspect } from './suspect.ts';

interface Range {
  minimum: number;
  maximum: number;
}

interface Surroundings {
  served: Served;
  live: Pick<LiveObjects<unknown>, 'autoscalers'>;
}

/**
 * C-07, C-18: replicas within an autoscaler's range are its own. Autoscalers are read only when replicas differ, and where
 * they have not been listed anyway.
 */
export async function leaveToAutoscalers(
  suspects: Suspect[],
  rest: KubernetesRest,
  { served, live: { autoscalers } }: Surroundings,
): Promise<Suspect[]> {
  const scaled = suspects.filter(differsInReplicas);
  if (scaled.length === 0) return suspects;
  const { objects, namespaces } = autoscalers;
  const isKnown = namespaces.has(null) || scaled.every(({ target }) => namespaces.has(target.namespace));
  const ranges = isKnown ? new Map(objects.map(rangeOf)) : await readRanges(rest, served);
  return suspects.map((suspect) => {
    if (!differsInReplicas(suspect) || !isAutoscaled(suspect, ranges)) return suspect;
    return {
      ...suspect,
      controlled: [...(suspect.controlled ?? []), replicasPath],
      differences: suspect.differences.filter(({ path }) => path !== replicasPath),
    };
  });
}

const replicasPath = 'spec.replicas';

function differsInReplicas({ differences }: Suspect): boolean {
  return differences.some(({ path }) => path === replicasPath);
}

function isAutoscaled({ target, live }: Suspect, ranges: Map<string, Range> | null): boolean {
  if (live === null) return false;
  const replicas = Number(asObject(live.spec).replicas);
  const range = ranges?.get(`${target.manifest.kind}/${target.namespace}/${target.manifest.name}`);
  if (range) return replicas >= range.minimum && replicas <= range.maximum;
  return ranges === null && scaledByController(live);
}

/** Where autoscalers may not be read: `kubectl scale` and they write through the same subresource, under other names. */
function scaledByController(live: JsonObject): boolean {
  return fieldOwnersOf(live).some(
    ({ subresource, manager, fields }) =>
      subresource === 'scale' &&
      !manager.startsWith('kubectl') &&
      asObject(fields['f:spec'])['f:replicas'] !== undefined,
  );
}

async function readRanges(rest: KubernetesRest, served: Served): Promise<Map<string, Range> | null> {
  const kind = served.resources.filter(isAutoscaler).toSorted(newestFirst)[0];
  if (!kind) return new Map();
  try {
    return new Map(await listObjects(rest, kind, { options: { namespace: null }, keep: rangeOf }));
  } catch {
    return null;
  }
}

function newestFirst(one: { apiVersion: string }, other: { apiVersion: string }): number {
  return one.apiVersion < other.apiVersion ? 1 : -1;
}

function rangeOf({ metadata, spec }: JsonObject): [string, Range] {
  const { scaleTargetRef, minReplicas, maxReplicas } = asObject(spec);
  const { kind, name } = asObject(scaleTargetRef);
  const key = `${text(kind)}/${text(asObject(metadata).namespace)}/${text(name)}`;
  return [key, { minimum: Number(minReplicas ?? 1), maximum: Number(maxReplicas ?? minReplicas ?? 1) }];
}
