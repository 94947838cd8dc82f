import { undeclaredChanges, withdrawnFields } from '../compare/undeclared.ts';
import type { JsonObject } from '../model/json.ts';
import type { ObjectResult, UndeclaredChange } from '../model/objects.ts';
import { isProtectedObject } from '../model/protection.ts';
import { isSecret } from './live-objects.ts';
import { isComparedByHash } from './secrets.ts';
import { differencesOf, isSuspect, type Suspect } from './suspect.ts';
import type { Target } from './targets.ts';

/** What is kept of a declared object after its first reading: the object itself only when it differs. */
export interface Look {
  target: Target;
  /** `null` when there is nothing to be looked at again. */
  result: ObjectResult | null;
  suspect: Suspect | null;
  protected: boolean;
  undeclared: UndeclaredChange[];
}

export function lookAt(target: Target, live: JsonObject, secretKey: string): Look {
  const { manifest, stackProtected } = target;
  const suspect = suspectOf(target, live, secretKey);
  const isOpaque = isSecret(target.resource);
  return {
    target,
    result: isSuspect(suspect) ? null : { state: 'in-sync' },
    suspect: isSuspect(suspect) ? suspect : null,
    protected: stackProtected || isProtectedObject(manifest.object) || isProtectedObject(live),
    undeclared: isOpaque
      ? []
      : [...undeclaredChanges(manifest.object, live), ...withdrawnFields(manifest.object, live)],
  };
}

/** `unread`: why its kind could not be listed; `undefined` when it was, and the object was not in the list. */
export function lookInVain(target: Target, unread: string | undefined, secretKey: string): Look {
  const { manifest, stackProtected } = target;
  const nothing = { target, protected: stackProtected || isProtectedObject(manifest.object), undeclared: [] };
  if (unread === undefined) return { ...nothing, result: null, suspect: suspectOf(target, null, secretKey) };
  if (!isSecret(target.resource)) return { ...nothing, result: { state: 'unknown', why: unread }, suspect: null };
  // C-12: that Secrets may not be listed is the normal case; the one that is asked for by name may still be read.
  if (isComparedByHash(manifest.object)) return { ...nothing, result: null, suspect: suspectOf(target, {}, secretKey) };
  return { ...nothing, result: { state: 'not-compared', why: unread }, suspect: null };
}

function suspectOf(target: Target, live: JsonObject | null, secretKey: string): Suspect {
  const suspect = { target, live, differences: [], type: undefined, undecidedWhy: 'no dry run', refusal: null };
  return { ...suspect, differences: differencesOf(suspect, secretKey) };
}
