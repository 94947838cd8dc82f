import type { Declared } from './declared.ts';
import type { Severity } from './finding.ts';
import type { ReportedFinding, RunResult } from './report.ts';

/** What an audit of all clusters gave; a cluster that could not be audited hides no other. */
export interface Audit {
  results: AuditedCluster[];
  problems: AuditProblem[];
}

export interface AuditedCluster {
  declared: Declared;
  result: RunResult;
  /** Absent: nobody looked. `null`: no history is kept, or it could not be read. */
  history?: History | null;
}

export interface AuditProblem {
  cluster: string;
  error: string;
  /** Its turn never came, or it was broken off: the deadline of the audit had passed. */
  cut: boolean;
}

/** What the audits before this one left; `nights` from old to new, without this one. */
export interface History {
  /** When the last audit ended: RFC 3339. `null`: this is the first. */
  lastAt: string | null;
  /** What the last audit found and could not tell, and had not told as resolved. */
  open: ReportedFinding[];
  nights: Night[];
}

export interface Night {
  /** `2027-01-15` */
  date: string;
  complete: boolean;
  /** The worst of each stack that had something; those in sync are not named. */
  worst: Record<string, Worst>;
}

export type Worst = Severity | 'unknown';
