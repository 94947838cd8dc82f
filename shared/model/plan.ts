import type { Action, Risk } from './action.ts';
import type { Finding } from './finding.ts';

/** One step of a plan, complete: apply reads nothing but this and the preconditions that it re-checks. */
export interface Step {
  kind: Action['kind'];
  /** The subject it changes: `TargetPool/us-central1/nodes`. */
  target: string;
  why: string;
  risk: Risk;
  rule: string;
  action: Action;
  /** P-16: a UUID derived from the plan's hash and the step, the same on every retry. */
  requestId: string;
}

export interface BlockedStep {
  kind: Action['kind'];
  target: string;
  why: string;
  risk: Risk;
  rule: string;
  action: Action;
  blockedBy: string;
  /** What a person would type. */
  command: string | null;
  /** Only too many for one pass (P-06, I-23). */
  isForNextPass: boolean;
  /** Too many for any pass: a person has to look (P-05, P-06). */
  isForPerson: boolean;
}

export interface WaitingStep {
  target: string;
  why: string;
  rule: string;
  waitingFor: string;
}

export interface Plan {
  cluster: string;
  hash: string;
  /** Milliseconds since the epoch at which the observation behind the plan began. */
  observedAt: number;
  /** I-19: a plan older than this is dropped. */
  expiresAt: number;
  actions: Step[];
  blocked: BlockedStep[];
  waiting: WaitingStep[];
  findings: Finding[];
}

export type OutcomeState = 'done' | 'failed' | 'blocked' | 'waiting' | 'planned';

/** What became of one step. */
export interface Outcome {
  state: OutcomeState;
  kind: Action['kind'] | null;
  target: string;
  why: string;
  rule: string;
  /** Why it failed, waits or is blocked. */
  because: string | null;
  /** No new try would change it: a person has to. */
  isForPerson: boolean;
  startedAt: number | null;
  finishedAt: number | null;
  /** The command that reverts it. */
  undo: string | null;
}
