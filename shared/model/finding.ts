import type { Action } from './action.ts';
import type { Json } from './json.ts';
import type { Source } from './source.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** What differs between declared and live, or what could not be known. It says how a person would close it, always. */
export interface Finding {
  outcome: 'drift' | 'unknown';
  severity: Severity;
  /** `TargetPool/us-central1/nodes`, `Deployment/web/ghost`; no namespace part for what has none. */
  subject: string;
  /** Within the subject: `spec.replicas`, `instances[us-central1-a/node-1]`. */
  path: string;
  declared: Json;
  live: Json;
  why: string;
  /** The number in docs/rules: `P-08`. */
  rule: string;
  /** What a person would type. */
  command: string | null;
  /** How Underpin closes it; `null` when it cannot. */
  action: Action | null;
  /** Action and command write more of the subject than this one place. */
  whole: Whole | null;
  /** Why the action has to wait, when nothing is wrong with it but the moment. */
  waitingFor: string | null;
  /** Why the action must not be done, however the limits stand. */
  blockedBy: string | null;
  /** Blocked for its number alone: the next pass does more of it (P-06). */
  isForNextPass: boolean;
  /** Held back, or without a step, for good: no pass on an event does anything about it, so that a person is told there. */
  isForPerson: boolean;
  source: Source | null;
  /** C-16: changed by hand, never declared; told apart, without effect on the exit status. */
  undeclared: boolean;
  stack: string | null;
  /** The stacks that share it and cannot do without it, where it is no single stack's own; `stack` may be one of them. */
  neededBy: string[];
}

export interface Whole {
  /** What else of the subject they bring about, and this. */
  paths: string[];
  /** What a person would do, in words: `to write it as declared`. */
  by: string;
  /** The command that only shows the subject. */
  look: string;
}

type Required = Pick<Finding, 'severity' | 'subject' | 'path' | 'why' | 'rule'>;

export function finding(fields: Required & Partial<Finding>): Finding {
  return {
    outcome: 'drift',
    declared: null,
    live: null,
    command: null,
    action: null,
    whole: null,
    waitingFor: null,
    blockedBy: null,
    isForNextPass: false,
    isForPerson: false,
    source: null,
    undeclared: false,
    stack: null,
    neededBy: [],
    ...fields,
  };
}
