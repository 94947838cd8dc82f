import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { Stack } from '../model/declared.ts';
import type { ObjectResult, ObservedObject, ObservedObjects, UndeclaredChange } from '../model/objects.ts';
import type { Runtime } from '../runtime.ts';
import { leaveToAutoscalers } from './autoscalers.ts';
import { leaveToController } from './controllers.ts';
import { withCustomTypes } from './custom-types.ts';
import { discover } from './discovery.ts';
import { confirmByDryRun } from './dry-run.ts';
import { kubernetesRest } from './kubernetes-rest.ts';
import { keyOf, readLiveObjects, unreadReason } from './live-objects.ts';
import { type Look, lookAt, lookInVain } from './look.ts';
import { settle } from './settle.ts';
import { findStrays } from './strays.ts';
import { isSuspect } from './suspect.ts';
import { targetsOf, type Unreachable } from './targets.ts';

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
  const live = await readLiveObjects(targets, rest, (target, object) => lookAt(target, object, secretKey));
  const { strays, gaps } = await findStrays(rest, { targets, unreachable, live, served });

  const looks = targets.map(
    (target) => live.found.get(keyOf(target)) ?? lookInVain(target, unreadReason(live, target), secretKey),
  );
  const suspects = looks.flatMap(({ suspect }) => (suspect === null ? [] : [suspect]));
  const typed = await withCustomTypes(suspects, rest, secretKey);
  const scaled = await leaveToAutoscalers(typed.map(leaveToController), rest, { served, live });
  const confirmed = await confirmByDryRun(scaled.filter(isSuspect), rest);
  const lasting = confirmed.filter(isSuspect);
  if (lasting.length > 0) await runtime.sleep(settleSeconds * 1000);
  const settled = await settle(lasting, rest, secretKey);

  const results = new Map(settled.map(({ suspect, result }) => [keyOf(suspect.target), result]));
  const objects = [
    ...looks.map((look) => observed(look, results)),
    ...unreachable.map(({ stackProtected, ...one }) => ({ ...one, protected: stackProtected, undeclared: [] })),
  ];
  return { objects: objects.toSorted(bySubject), strays, gaps: [...discoveryGaps(unreachable), ...live.gaps, ...gaps] };
}

function observed({ target, result, ...look }: Look, results: Map<string, ObjectResult>): ObservedObject {
  const { stack, manifest, subject, namespace } = target;
  const final = result ?? results.get(keyOf(target)) ?? { state: 'in-sync' };
  const undeclared = look.undeclared.filter((one) => !isTold(one, final));
  return { stack, manifest, subject, namespace, result: final, protected: look.protected, undeclared };
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
