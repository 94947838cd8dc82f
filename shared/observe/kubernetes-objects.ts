import { undeclaredChanges } from '../compare/writers.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { Stack } from '../model/declared.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ObjectResult, ObservedObject, ObservedObjects, UndeclaredChange } from '../model/objects.ts';
import { isProtected } from '../model/protection.ts';
import type { Runtime } from '../runtime.ts';
import { leaveToAutoscalers } from './autoscalers.ts';
import { withCustomTypes } from './custom-types.ts';
import { asObject, discover, text } from './discovery.ts';
import { confirmByDryRun } from './dry-run.ts';
import { kubernetesRest } from './kubernetes-rest.ts';
import { isSecret, keyOf, type LiveObjects, readLiveObjects, unreadReason } from './live-objects.ts';
import { settle } from './settle.ts';
import { findStrays } from './strays.ts';
import { differencesOf, type Suspect } from './suspect.ts';
import { type Target, targetsOf, type Unreachable } from './targets.ts';

export interface ObserveOptions {
  runtime: Runtime;
  /** Of objects that name none and whose stack names none. */
  defaultNamespace?: string;
  /** C-10: how long a difference has to last before it counts. */
  settleSeconds?: number;
}

/**
 * Every declared object against the live one: lists, then a dry run and a second read of those that differ. Nothing is
 * changed; what could not be read is unknown, and hides nothing else (C-09, C-17).
 */
export async function observeObjects(
  stacks: readonly Stack[],
  access: KubernetesAccess,
  { runtime, defaultNamespace = 'default', settleSeconds = 2 }: ObserveOptions,
): Promise<ObservedObjects> {
  const rest = kubernetesRest(access);
  const secretKey = runtime.uuid();
  const served = await discover(rest);
  const { targets, unreachable } = targetsOf(stacks, served, defaultNamespace);
  const live = await readLiveObjects(targets, rest);
  const { strays, gaps } = await findStrays(rest, { targets, live, served });

  const first = targets.map((target) => firstLook(target, live, secretKey));
  const typed = await withCustomTypes(first.flatMap(asSuspect), rest, secretKey);
  const scaled = await leaveToAutoscalers(typed, rest, served);
  const confirmed = await confirmByDryRun(scaled.filter(isSuspect), rest);
  const lasting = confirmed.filter(isSuspect);
  if (lasting.length > 0) await runtime.sleep(settleSeconds * 1000);
  const settled = await settle(lasting, rest, secretKey);

  const results = new Map(settled.map(({ suspect, result }) => [keyOf(suspect.target), result]));
  const objects = [
    ...first.map((look) => observed(look, results)),
    ...unreachable.map(({ stackProtected, ...one }) => ({ ...one, protected: stackProtected, undeclared: [] })),
  ];
  return { objects: objects.toSorted(bySubject), strays, gaps: [...discoveryGaps(unreachable), ...live.gaps, ...gaps] };
}

interface Look {
  target: Target;
  live: JsonObject | null;
  /** Settled at first sight. */
  result: ObjectResult | null;
  suspect: Suspect | null;
}

function firstLook(target: Target, live: LiveObjects, secretKey: string): Look {
  const why = unreadReason(live, target);
  const found = live.found.get(keyOf(target)) ?? null;
  if (found === null && why !== undefined)
    return { target, live: null, result: withoutReading(target, why), suspect: null };
  const suspect = { target, live: found, differences: [], type: undefined, undecidedWhy: 'no dry run', refusal: null };
  return { target, live: found, result: null, suspect: { ...suspect, differences: differencesOf(suspect, secretKey) } };
}

/** C-12: an identity that may not list Secrets is the normal case, and nobody asked for them. */
function withoutReading(target: Target, why: string): ObjectResult {
  return isSecret(target.resource) ? { state: 'not-compared', why } : { state: 'unknown', why };
}

function asSuspect({ suspect }: Look): Suspect[] {
  return suspect !== null && isSuspect(suspect) ? [suspect] : [];
}

function isSuspect({ live, differences }: Suspect): boolean {
  return live === null || differences.length > 0 || text(asObject(live.metadata).deletionTimestamp) !== '';
}

function observed({ target, live, result }: Look, results: Map<string, ObjectResult>): ObservedObject {
  const { stack, manifest, subject, namespace, stackProtected } = target;
  const isMarked = marked(manifest.object) || (live !== null && marked(live));
  const final = result ?? results.get(keyOf(target)) ?? { state: 'in-sync' };
  const undeclared = live === null || isSecret(target.resource) ? [] : undeclaredChanges(manifest.object, live);
  return {
    stack,
    manifest,
    subject,
    namespace,
    result: final,
    protected: stackProtected || isMarked,
    undeclared: undeclared.filter((one) => !isTold(one, final)),
  };
}

function marked({ metadata }: JsonObject): boolean {
  const { labels, annotations } = asObject(metadata);
  return isProtected(textsOf(labels), textsOf(annotations));
}

function textsOf(map: Json | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(map)).map(([name, value]) => [name, String(value)]));
}

/** An item whose key was changed is a difference already: `ports[80/TCP].port`, and not one more port. */
function isTold({ path }: UndeclaredChange, result: ObjectResult): boolean {
  if (result.state !== 'differs' || !path.endsWith(']')) return false;
  const [list = '', label = ''] = [path.slice(0, path.lastIndexOf('[')), path.slice(path.lastIndexOf('[') + 1, -1)];
  return result.differences.some(
    (one) => one.path.startsWith(`${list}[`) && label.split('/').includes(String(one.live)),
  );
}

/** A group that no file mentions may be broken for all the audit cares. */
function discoveryGaps(unreachable: Unreachable[]): ObservedObjects['gaps'] {
  const whys = new Map(
    unreachable.flatMap(({ manifest, result }) =>
      result.state === 'unknown' ? [[manifest.apiVersion, result.why] as const] : [],
    ),
  );
  return [...whys].map(([part, why]) => ({ area: 'objects' as const, part, why }));
}

function bySubject(one: ObservedObject, other: ObservedObject): number {
  return one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0;
}
