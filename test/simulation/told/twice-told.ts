import type { Entry } from '../history.ts';
import type { WorldShape } from '../shape.ts';

/** One history of a small home in few entries: as it breaks an invariant, and as it should have been. */
export interface TwiceTold {
  broken: Entry[];
  whole: Entry[];
  /** Where the home is another than usual. */
  shape?: Partial<WorldShape>;
}

/** By the name of the invariant, or by that and the clause of it that is meant. */
export type Tellings = Record<string, TwiceTold>;
