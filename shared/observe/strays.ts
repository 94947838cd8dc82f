import pLimit from 'p-limit';
import { hasStatus, messageOf } from '../errors.ts';
import type { Gap } from '../model/live.ts';
import type { StrayObject } from '../model/objects.ts';
import { type Resource, type Served, text } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { listObjects } from './list-objects.ts';
import { groupTargets, type LiveObjects, requestsAtOnce, type Seen, seenOf } from './live-objects.ts';
import type { Target, Unreachable } from './targets.ts';

/** Looked at for the `app` label also when no stack declares one; what an identity may not list of these is left out. */
export const strayKinds = [
  'v1/Pod',
  'v1/Service',
  'v1/ReplicationController',
  'v1/ConfigMap',
  'v1/PersistentVolumeClaim',
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'apps/v1/DaemonSet',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
];

const mostSelectorCharacters = 2000;

interface Surroundings {
  targets: readonly Target[];
  /** Declared too, and what a controller made of them is no stray. */
  unreachable: readonly Unreachable[];
  live: Pick<LiveObjects<unknown>, 'seen' | 'unread'>;
  served: Served;
}

/** Objects that carry the `app` label of a stack in a namespace of that stack, and that nobody declared or owns. */
export async function findStrays(
  rest: KubernetesRest,
  around: Surroundings,
): Promise<{ strays: StrayObject[]; gaps: Gap[] }> {
  const places = placesOf(around.targets);
  const { seen, gaps } = await readLabelled(rest, around, places);
  const all = [...around.live.seen.values(), ...seen];
  const known = new Map(all.map((one) => [one.uid, one]));
  const wanted = [...around.targets, ...around.unreachable];
  const declared = new Set(wanted.map(({ subject }) => subject));
  const claims = claimPrefixes(wanted);
  const strays = new Map<string, StrayObject>();
  for (const one of all) {
    const stack = stackOf(one, places);
    const root = stack === undefined ? undefined : rootOf(one, known);
    if (stack === undefined || root === undefined || declared.has(root.subject) || isMade(root, declared, claims))
      continue;
    const { apiVersion, kind, namespace, name, uid, subject } = root;
    strays.set(uid, { apiVersion, kind, namespace, name, uid, subject, stack });
  }
  return { strays: [...strays.values()].toSorted((one, other) => (one.subject < other.subject ? -1 : 1)), gaps };
}

/** Stack -> the namespaces it declares objects in. */
function placesOf(targets: readonly Target[]): Map<string, Set<string | null>> {
  const places = new Map<string, Set<string | null>>();
  for (const { stack, namespace } of targets) places.set(stack, (places.get(stack) ?? new Set()).add(namespace));
  return places;
}

async function readLabelled(
  rest: KubernetesRest,
  { live, served, targets }: Surroundings,
  places: Map<string, Set<string | null>>,
) {
  const seen: Seen[] = [];
  const gaps: Gap[] = [];
  const namespaces = [...places.values()].flatMap((one) => [...one]).filter((one) => one !== null);
  const labelSelector = selectorOf([...places.keys()].filter(isLabelValue));
  if (labelSelector === null) return { seen, gaps };
  const options = { labelSelector, metadataOnly: true };
  const listed = groupTargets(targets);
  const kinds = served.resources.filter(({ apiVersion, kind }) => isStrayKind(apiVersion, kind));
  const limit = pLimit(requestsAtOnce);
  await Promise.all(kinds.map((kind) => limit(() => readKind(kind))));
  return { seen, gaps };

  async function readKind(resource: Resource): Promise<void> {
    const [only, ...others] = unlisted(new Set(namespaces), listed.get(resource));
    if (only === undefined) return;
    const place = { ...options, namespace: others.length === 0 ? only : null };
    try {
      for (const object of await listObjects(rest, resource, { options: place, keep: seenOf })) seen.push(object);
    } catch (error) {
      if (hasStatus(error, 403)) return;
      if (!live.unread.has(`${resource.apiVersion} ${resource.kind}`))
        gaps.push({ area: 'objects', part: resource.kind, why: messageOf(error) });
    }
  }
}

/** A kind that is declared in several namespaces was listed in all of them at once, others too. */
function unlisted(namespaces: Set<string>, listed: Set<string | null> = new Set()): string[] {
  return listed.size > 1 ? [] : [...namespaces].filter((namespace) => !listed.has(namespace));
}

/** Of many stacks the names are no longer sent: servers and proxies refuse long addresses. Others' apps are left out here. */
function selectorOf(stacks: string[]): string | null {
  if (stacks.length === 0) return null;
  const selector = `app in (${stacks.toSorted().join(',')})`;
  return selector.length <= mostSelectorCharacters ? selector : 'app';
}

/** What a directory is called need not be one: then no object carries it, and the server refuses the whole selector. */
function isLabelValue(stack: string): boolean {
  return stack.length <= 63 && /^[a-z0-9](?:[-\w.]*[a-z0-9])?$/i.test(stack);
}

function isStrayKind(apiVersion: string, kind: string): boolean {
  return strayKinds.includes(`${apiVersion}/${kind}`);
}

function stackOf({ labels, namespace }: Seen, places: Map<string, Set<string | null>>): string | undefined {
  const app = text(labels.app);
  return places.get(app)?.has(namespace) ? app : undefined;
}

/** A ReplicaSet's Deployment, a Job's CronJob; `undefined` when the owner is of a kind that was not looked at. */
function rootOf(one: Seen, known: Map<string, Seen>, depth = 0): Seen | undefined {
  const [owner] = one.ownerUids;
  if (owner === undefined) return one;
  const found = known.get(owner);
  return found === undefined || depth > 10 ? undefined : rootOf(found, known, depth + 1);
}

/** What the server or a controller makes without naming an owner. */
function isMade({ kind, namespace, name }: Seen, declared: Set<string>, claims: string[]): boolean {
  if (kind === 'Endpoints' || kind === 'EndpointSlice') return declared.has(`Service/${namespace}/${name}`);
  if (kind === 'PersistentVolumeClaim') return claims.some((prefix) => `${namespace}/${name}`.startsWith(prefix));
  return (kind === 'ServiceAccount' && name === 'default') || (kind === 'ConfigMap' && name === 'kube-root-ca.crt');
}

/** A StatefulSet names its claims TEMPLATE-NAME-ORDINAL. */
function claimPrefixes(wanted: readonly Pick<Target, 'manifest' | 'namespace'>[]): string[] {
  return wanted.flatMap(({ manifest: { kind, name, object }, namespace }) => {
    const spec = object.spec;
    if (kind !== 'StatefulSet' || typeof spec !== 'object' || spec === null || Array.isArray(spec)) return [];
    const templates = Array.isArray(spec.volumeClaimTemplates) ? spec.volumeClaimTemplates : [];
    return templates.map((template) => `${namespace}/${nameOf(template)}-${name}-`);
  });
}

function nameOf(template: unknown): string {
  const { metadata } = template as { metadata?: { name?: string } };
  return metadata?.name ?? '';
}
