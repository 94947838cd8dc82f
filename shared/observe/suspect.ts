import type { ApiType } from '../compare/api-types.ts';
import { compareObject } from '../compare/compare.ts';
import type { Difference } from '../model/difference.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import { text } from './discovery.ts';
import { isSecret } from './live-objects.ts';
import { hashedSecret, isComparedByHash, metadataOf, withoutValues } from './secrets.ts';
import type { Target } from './targets.ts';

/** A declared object that is missing, or not as declared at first sight. */
export interface Suspect {
  target: Target;
  /** `null` when there is none. */
  live: JsonObject | null;
  differences: Difference[];
  /** From the server's own schema, for what it has not by itself. */
  type: ApiType | undefined;
  /** Why no dry run could tell; `null` after one. */
  undecidedWhy: string | null;
  refusal: string | null;
  /** Paths of what a controller decides, whatever the file says. */
  controlled?: string[];
}

/** `secretKey` hashes the values of Secrets on both sides. */
export function differencesOf(
  { target, live, type }: Pick<Suspect, 'target' | 'live' | 'type'>,
  secretKey: string,
): Difference[] {
  const { manifest, resource } = target;
  if (live === null) return [];
  if (!isSecret(resource)) return compareObject(manifest.object, live, type);
  if (!isComparedByHash(manifest.object)) return compareObject(metadataOf(manifest.object), metadataOf(live));
  return compareObject(hashedSecret(manifest.object, secretKey), hashedSecret(live, secretKey)).map(withoutValues);
}

export function isSuspect({ live, differences }: Suspect): boolean {
  return live === null || differences.length > 0 || text(asObject(live.metadata).deletionTimestamp) !== '';
}

/** C-18: a Job that clears itself away when it has finished is not missing. */
export function clearsItselfAway({ kind, object }: Target['manifest']): boolean {
  const { spec } = object;
  if (kind !== 'Job' || typeof spec !== 'object' || spec === null || Array.isArray(spec)) return false;
  return typeof spec.ttlSecondsAfterFinished === 'number';
}
