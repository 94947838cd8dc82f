import { isController, writersOf } from '../compare/writers.ts';
import type { Difference } from '../model/difference.ts';
import type { Suspect } from './suspect.ts';

/** C-07: a key that a controller adds to a selector is its own, as `rollouts-pod-template-hash` in that of a Service. */
export function leaveToController(suspect: Suspect): Suspect {
  const added = suspect.differences.filter((one) => isAdded(one, suspect));
  if (added.length === 0) return suspect;
  const differences = suspect.differences.filter((one) => !added.includes(one));
  return { ...suspect, differences, controlled: added.map(({ path }) => path) };
}

function isAdded({ kind, path }: Difference, { live }: Suspect): boolean {
  if (live === null || kind !== 'extra' || path.includes('[')) return false;
  return writersOf(live, path).some(({ manager }) => isController(manager));
}
