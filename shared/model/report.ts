import type { ActionKind } from './action.ts';
import type { Finding, Severity } from './finding.ts';
import type { Json } from './json.ts';
import type { Live } from './live.ts';
import type { TrafficPath } from './path.ts';
import type { Outcome, Plan } from './plan.ts';
import type { Source } from './source.ts';

export const reportSchemaVersion = 'underpin.dev/report/v1';

/** What a run tells, in the words of the entry contract; without times, so that equal worlds give equal bytes (C-14). */
export interface Report {
  schemaVersion: typeof reportSchemaVersion;
  cluster: string;
  /** False when something could not be observed. */
  complete: boolean;
  summary: { inSync: number; drift: number; unknown: number };
  findings: ReportedFinding[];
}

export interface ReportedFinding {
  outcome: Finding['outcome'];
  severity: Severity;
  subject: string;
  path: string;
  declared: Json;
  live: Json;
  why: string;
  rule: string;
  command: string | null;
  action: ActionKind | null;
  /** C-13: stable between nights. */
  fingerprint: string;
  source: Source | null;
  status: 'new' | 'persisting' | 'resolved';
  since: string | null;
  undeclared: boolean;
  stack: string | null;
  /** From the audit log, when that is readable; Kubernetes' own answer stands in `why`. */
  changedBy?: ChangedBy;
}

export interface ChangedBy {
  who: string;
  /** RFC 3339 */
  at: string;
  /** `compute.firewalls.patch` */
  method: string;
}

/** What one run of the loop gives back. */
export interface RunResult {
  plan: Plan;
  outcomes: Outcome[];
  report: Report;
  live: Live;
  /** How traffic goes, where that was looked at. */
  paths: TrafficPath[];
  /** On Google's clock: events published before this moment were seen by this run. */
  beganAt: number | null;
}
