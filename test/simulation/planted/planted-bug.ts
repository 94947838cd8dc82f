/** A wrong variant of the product's own code, which the simulation must catch. */
export interface PlantedBug {
  name: string;
  /** What somebody might have thought when writing it. */
  thought: string;
  changes: readonly Change[];
  /** Invariants of rules.md of which at least one must catch it. */
  caughtBy: readonly string[];
}

/** `find` stands exactly once in the file. */
export interface Change {
  file: string;
  find: string;
  put: string;
}
