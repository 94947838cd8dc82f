/** What the book of the hour in the cluster's Lease says: how much was changed lately, and whether the breaker is open (I-23). */
export interface HourUse {
  changes: number;
  /** Things that were repaired so often that they are repaired no more. */
  tripped: number;
}
