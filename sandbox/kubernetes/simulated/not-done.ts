export type Outcome = 'blocked' | 'failed' | 'waiting';

/** The script's refusals: outcome, code and words; its exit status follows from the outcome. */
export class NotDone extends Error {
  readonly outcome: Outcome;
  readonly code: string;
  constructor(outcome: Outcome, code: string, why: string) {
    super(why);
    this.outcome = outcome;
    this.code = code;
  }
}

export const exitCodes: Readonly<Record<Outcome, number>> = { blocked: 3, failed: 4, waiting: 5 };
