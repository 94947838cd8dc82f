import pLimit from 'p-limit';
import { hasStatus, messageOf } from '../errors.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import type { Gap } from '../model/live.ts';
import { objectsIn, type Resource, text } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { listObjects } from './list-objects.ts';
import { subjectOf, type Target } from './targets.ts';

/** What is kept of a live object that is not declared. */
export interface Seen {
  apiVersion: string;
  kind: string;
  namespace: string | null;
  name: string;
  uid: string;
  subject: string;
  labels: JsonObject;
  ownerUids: string[];
}

export interface LiveObjects<Look> {
  /** `apiVersion` and subject -> what a look at the object gave, for those that are declared. */
  found: Map<string, Look>;
  seen: Map<string, Seen>;
  /** Kind and namespace, or kind alone -> why they could not be read. */
  unread: Map<string, string>;
  /** Declared or not, of the namespaces in which some are declared; `null` stands for all. */
  autoscalers: { objects: JsonObject[]; namespaces: Set<string | null> };
  gaps: Gap[];
}

interface Kept<Look> {
  seen: Seen;
  /** Of what is declared. */
  look: Look | undefined;
  autoscaler: JsonObject | null;
}

export const requestsAtOnce = 8;

/**
 * One LIST for each declared kind, cluster-wide when it is declared in several namespaces. Each object is looked at as
 * its page comes in, so that ten thousand of them need not be kept.
 */
export async function readLiveObjects<Look>(
  targets: readonly Target[],
  rest: KubernetesRest,
  lookAt: (target: Target, object: JsonObject) => Look,
): Promise<LiveObjects<Look>> {
  const autoscalers = { objects: [], namespaces: new Set<string | null>() };
  const live: LiveObjects<Look> = { found: new Map(), seen: new Map(), unread: new Map(), autoscalers, gaps: [] };
  const limit = pLimit(requestsAtOnce);
  const wanted = new Map(targets.map((target) => [keyOf(target), target]));
  await Promise.all(
    [...groupTargets(targets)].map(([resource, namespaces]) => limit(() => readKind(resource, namespaces))),
  );
  return live;

  async function readKind(resource: Resource, namespaces: Set<string | null>): Promise<void> {
    const [only, ...others] = namespaces;
    if (others.length === 0) return readNamespace(resource, only ?? null);
    const failure = await tryList(resource, null);
    if (failure === undefined) return;
    if (!hasStatus(failure, 403)) return tellGap(resource, null, failure);
    await Promise.all([...namespaces].map((namespace) => readNamespace(resource, namespace)));
  }

  async function readNamespace(resource: Resource, namespace: string | null): Promise<void> {
    const failure = await tryList(resource, namespace);
    if (failure !== undefined) tellGap(resource, namespace, failure);
  }

  async function tryList(resource: Resource, namespace: string | null): Promise<unknown> {
    const metadataOnly = isSecret(resource);
    try {
      const kept = await listObjects(rest, resource, { options: { namespace, metadataOnly }, keep: keptOf });
      for (const one of kept) take(one);
      if (isAutoscaler(resource)) live.autoscalers.namespaces.add(namespace);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  function keptOf(object: JsonObject): Kept<Look> {
    const seen = seenOf(object);
    const target = wanted.get(`${seen.apiVersion} ${seen.subject}`);
    return { seen, look: target && lookAt(target, object), autoscaler: isAutoscaler(seen) ? object : null };
  }

  function take({ seen, look, autoscaler }: Kept<Look>): void {
    const key = `${seen.apiVersion} ${seen.subject}`;
    live.seen.set(key, seen);
    if (autoscaler) live.autoscalers.objects.push(autoscaler);
    if (look !== undefined) live.found.set(key, look);
  }

  function tellGap(resource: Resource, namespace: string | null, error: unknown): void {
    const part = namespace === null ? resource.kind : `${resource.kind}/${namespace}`;
    const why = messageOf(error);
    live.unread.set(`${resource.apiVersion} ${part}`, why);
    if (!isSecret(resource)) live.gaps.push({ area: 'objects', part, why });
  }
}

export function keyOf({ resource, subject }: Target): string {
  return `${resource.apiVersion} ${subject}`;
}

/** Why the object's kind could not be read where it is declared; `undefined` when it was. */
export function unreadReason(
  { unread }: Pick<LiveObjects<unknown>, 'unread'>,
  { resource, namespace }: Target,
): string | undefined {
  const { apiVersion, kind } = resource;
  return unread.get(`${apiVersion} ${kind}`) ?? unread.get(`${apiVersion} ${kind}/${namespace}`);
}

/** C-12: of Secrets only names and labels are read, unless one is asked for by name. */
export function isSecret({ apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

export function isAutoscaler({ kind }: { kind: string }): boolean {
  return kind === 'HorizontalPodAutoscaler';
}

export function seenOf(object: JsonObject): Seen {
  const metadata = asObject(object.metadata);
  const { namespace } = metadata;
  const [kind, name] = [text(object.kind), text(metadata.name)];
  const place = typeof namespace === 'string' && namespace !== '' ? namespace : null;
  return {
    apiVersion: text(object.apiVersion),
    kind,
    namespace: place,
    name,
    uid: text(metadata.uid),
    subject: subjectOf(kind, place, name),
    labels: asObject(metadata.labels),
    ownerUids: objectsIn(metadata.ownerReferences).map(({ uid }) => text(uid)),
  };
}

/** Each declared kind, and the namespaces in which it is. */
export function groupTargets(targets: readonly Target[]): Map<Resource, Set<string | null>> {
  const groups = new Map<Resource, Set<string | null>>();
  for (const { resource, namespace } of targets) {
    const namespaces = groups.get(resource) ?? new Set();
    groups.set(resource, namespaces.add(namespace));
  }
  return groups;
}
