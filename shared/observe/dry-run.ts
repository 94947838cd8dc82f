import pLimit from 'p-limit';
import { compareObject } from '../compare/compare.ts';
import { hasStatus, messageOf } from '../errors.ts';
import type { Difference } from '../model/difference.ts';
import type { JsonObject } from '../model/json.ts';
import { asObject, type Resource } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { objectPath } from './list-objects.ts';
import { isSecret, requestsAtOnce } from './live-objects.ts';
import type { Suspect } from './suspect.ts';
import type { Target } from './targets.ts';

/**
 * C-05: what the server would make of the declared object decides. Server-side apply merges by the API's own schema,
 * fills in defaults and calls the admission webhooks; `dryRun=All` keeps it from changing anything (C-06). A server that
 * refuses leaves the decision to the canonical forms (C-17).
 */
export async function confirmByDryRun(suspects: Suspect[], rest: KubernetesRest): Promise<Suspect[]> {
  const limit = pLimit(requestsAtOnce);
  const forbidden = new Map<Resource, string>();
  return Promise.all(suspects.map((suspect) => limit(() => confirm(suspect))));

  async function confirm(suspect: Suspect): Promise<Suspect> {
    const { target, live } = suspect;
    // A Secret's values are sent nowhere.
    if (live === null || isSecret(target.resource)) return suspect;
    const known = forbidden.get(target.resource);
    if (known !== undefined) return { ...suspect, undecidedWhy: known };
    try {
      const applied = await rest.applyDryRun(pathOf(target), applicable(target));
      const differences = suspect.differences.filter((one) => wouldChange(one, { applied, live, suspect }));
      return { ...suspect, differences, undecidedWhy: null };
    } catch (error) {
      if (hasStatus(error, 403)) forbidden.set(target.resource, whyNot(error));
      return { ...suspect, undecidedWhy: whyNot(error), ...toldBy(error, suspect) };
    }
  }
}

function pathOf({ resource, namespace, manifest }: Target): string {
  return objectPath(resource, namespace, manifest.name);
}

/** What may be sent: nothing that only the server writes. */
function applicable({ manifest, namespace }: Target): JsonObject {
  const { status: _status, ...object } = manifest.object;
  const { labels, annotations, finalizers, ownerReferences } = asObject(object.metadata);
  const kept = Object.entries({ labels, annotations, finalizers, ownerReferences }).filter(
    ([, value]) => value !== undefined,
  );
  const place = namespace === null ? {} : { namespace };
  return { ...object, metadata: { name: manifest.name, ...place, ...Object.fromEntries(kept) } as JsonObject };
}

function wouldChange(
  { path }: Difference,
  { applied, live, suspect }: { applied: JsonObject; live: JsonObject; suspect: Suspect },
): boolean {
  return compareObject(applied, live, suspect.type).some(
    (change) => isWithin(change.path, path) || isWithin(path, change.path),
  );
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || (inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length)));
}

function whyNot(error: unknown): string {
  return `no dry run: ${messageOf(error)}`;
}

/** Two refusals tell something: a field that may not change, and a field that the server does not have at all. */
function toldBy(error: unknown, { differences }: Suspect): Partial<Suspect> {
  const message = messageOf(error);
  if (/field not declared in schema/.test(message))
    return { differences: differences.filter(({ certain }) => certain) };
  return /immutable|may not be|cannot be changed|Forbidden: updates to/i.test(message) ? { refusal: message } : {};
}
