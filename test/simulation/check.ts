import type { Entry, EntryKind } from './history.ts';
import type { Invariant } from './invariant.ts';
import { invariants } from './invariants/invariants.ts';
import type { WorldShape } from './shape.ts';
import { View } from './view.ts';

export interface Violation {
  invariant: string;
  words: string;
  /** In the history. */
  position: number;
}

export interface Verdict {
  violations: Violation[];
  /** How often each had something to judge: one that never has holds nothing. */
  exercised: Map<string, number>;
}

/** Pure: the same history, the same verdict. */
export function check(entries: readonly Entry[], shape: WorldShape, which: readonly Invariant[] = invariants): Verdict {
  const view = new View();
  const verdict: Verdict = { violations: [], exercised: new Map(which.map(({ name }) => [name, 0])) };
  const watchers = new Map<EntryKind, ((entry: Entry) => void)[]>();
  for (const { name, on, watch } of which) {
    const see = watch({
      shape,
      view,
      judged: () => void verdict.exercised.set(name, (verdict.exercised.get(name) ?? 0) + 1),
      violated: (words) => void verdict.violations.push({ invariant: name, words, position: view.position }),
    });
    for (const kind of on) watchers.set(kind, [...(watchers.get(kind) ?? []), see]);
  }
  for (const [position, entry] of entries.entries()) {
    view.take(entry, position);
    for (const see of watchers.get(entry.kind) ?? []) see(entry);
  }
  return verdict;
}
