import type { Entry } from './history.ts';
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

/** What a checker looks at and speaks with. */
export interface Watching {
  shape: WorldShape;
  view: View;
  /** Here was something to judge. */
  judged(): void;
  violated(words: string): void;
}

export interface Invariant {
  name: string;
  /** What must never be broken, in a sentence. */
  says: string;
  /** Called once for a history; what it returns is called with each entry, when the view has taken it. */
  watch(watching: Watching): (entry: Entry) => void;
}

/** Pure: the same history, the same verdict. */
export function check(entries: readonly Entry[], shape: WorldShape, which: readonly Invariant[] = invariants): Verdict {
  const view = new View();
  const verdict: Verdict = { violations: [], exercised: new Map(which.map(({ name }) => [name, 0])) };
  const watchers = which.map(({ name, watch }) =>
    watch({
      shape,
      view,
      judged: () => void verdict.exercised.set(name, (verdict.exercised.get(name) ?? 0) + 1),
      violated: (words) => void verdict.violations.push({ invariant: name, words, position: view.position }),
    }),
  );
  for (const [position, entry] of entries.entries()) {
    view.take(entry, position);
    for (const see of watchers) see(entry);
  }
  return verdict;
}
