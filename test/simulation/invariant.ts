import type { Entry, EntryKind, EntryOf } from './history.ts';
import type { WorldShape } from './shape.ts';
import type { View } from './view.ts';

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
  /** The kinds of entries it looks at. */
  on: readonly EntryKind[];
  /** Called once for a history; what it returns is called with each entry of these kinds, when the view has taken it. */
  watch(watching: Watching): (entry: Entry) => void;
}

/** It is shown nothing but what it says it looks at, and TypeScript sees to it that it asks for nothing else. */
export function invariant<Kind extends EntryKind>(
  one: Pick<Invariant, 'name' | 'says'> & {
    on: readonly Kind[];
    watch(watching: Watching): (entry: EntryOf<Kind>) => void;
  },
): Invariant {
  return one as unknown as Invariant;
}
