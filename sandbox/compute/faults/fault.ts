import type { ErrorFacts } from '../api-error.ts';

/** How an answer goes wrong. With `applied`, the call did its work all the same. */
export type ResponseFault =
  | { kind: 'refused' }
  | { kind: 'timeout'; applied: boolean; seconds?: number }
  | { kind: 'reset'; applied: boolean }
  | { kind: 'error'; error: ErrorFacts; applied?: boolean; retryAfterSeconds?: number }
  | { kind: 'html'; status: number; applied?: boolean }
  | { kind: 'page'; how: 'missing' | 'repeated' }
  /** `tells`: by what alone the answer says so; by all of them unless given. */
  | { kind: 'partial'; scopes: readonly string[]; tells?: PartialSign };

/** A place that is named with neither items nor a warning says nothing of what is in it. */
export type PartialSign = 'unreachables' | 'warning' | 'warning of the place' | 'silence of the place';

/** How the operation a call starts goes wrong: DONE with an error (F-15), or never DONE (F-16). */
export type OperationFault =
  | { kind: 'operation error'; error: ErrorFacts; applied?: boolean }
  | { kind: 'operation stuck' };

/** How the world differs from what the call believes: it reads the past (F-14), or somebody acts around it (F-22, F-23). */
export type WorldFault =
  | { kind: 'stale'; seconds: number }
  | { kind: 'act'; act: () => void | Promise<void>; when: 'before' | 'after' };

export type Fault = ResponseFault | OperationFault | WorldFault;

export interface FaultRule {
  /** The rule's number, for the list of calls: `F-05`. */
  name?: string;
  fault: Fault;
  /** `compute.targetPools.addInstance`, or a pattern over it; every method when absent. */
  method?: string | RegExp;
  /** Only calls for which this holds. */
  when?: (call: FaultedCall) => boolean;
  /** How many calls it hits: 1 unless told; Infinity until it is removed. */
  count?: number;
  /** How many matching calls it lets pass first. */
  skip?: number;
}

export interface FaultedCall {
  method: string;
  project: string;
  resource: string;
  principal: string;
  mutating: boolean;
}
