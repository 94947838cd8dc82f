import pLimit from 'p-limit';
import { compareObject } from '../compare/compare.ts';
import { hasStatus, messageOf } from '../errors.ts';
import { applicable } from '../model/applicable.ts';
import type { Difference } from '../model/difference.ts';
import type { JsonObject } from '../model/json.ts';
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
  const forbidden = new Map<string, string>();
  return Promise.all(suspects.map((suspect) => limit(() => confirm(suspect))));

  async function confirm(suspect: Suspect): Promise<Suspect> {
    const { target, live } = suspect;
    // A Secret's values are sent nowhere.
    if (live === null || isSecret(target.resource)) return suspect;
    const place = `${target.resource.apiVersion}/${target.resource.plural} ${target.namespace}`;
    const known = forbidden.get(place);
    if (known !== undefined) return { ...suspect, undecidedWhy: known };
    try {
      const applied = await rest.applyDryRun(pathOf(target), applicable(target.manifest, target.namespace));
      const differences = suspect.differences.filter((one) => wouldChange(one, { applied, live, suspect }));
      return { ...suspect, differences, undecidedWhy: null };
    } catch (error) {
      if (isForKind(error)) forbidden.set(place, whyNot(error));
      return { ...suspect, undecidedWhy: whyNot(error), ...toldBy(error, suspect) };
    }
  }
}

function pathOf({ resource, namespace, manifest }: Target): string {
  return objectPath(resource, namespace, manifest.name);
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

/** Who may not patch a kind in a namespace need not ask again; a quota or a policy refuses one object. */
function isForKind(error: unknown): boolean {
  return hasStatus(error, 403) && /cannot patch resource/.test(messageOf(error));
}

/** Two refusals tell something: a field that may not change, and a field that the server does not have at all. */
function toldBy(error: unknown, { differences }: Suspect): Partial<Suspect> {
  const message = messageOf(error);
  if (/field not declared in schema/.test(message))
    return { differences: differences.filter(({ certain }) => certain) };
  return isFixedField(message) ? { refusal: message } : {};
}

/** A field that "may not be specified when" another is there is one that an apply takes away, and no fixed one. */
export function isFixedField(message: string): boolean {
  return fixed.test(message);
}

const fixed =
  /immutable|may not be changed|may not change|cannot be changed|cannot change roleRef|Forbidden: (?:pod )?updates (?:to|may not)/i;
