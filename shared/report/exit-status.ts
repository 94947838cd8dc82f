import type { Audit } from '../model/audit.ts';
import type { Report } from '../model/report.ts';
import { reportsOf } from './reports.ts';

/** As `kubectl diff`: in sync, drift, failure; and incomplete, when something is unknown and no drift is proven (C-09). */
export type ExitStatus = 0 | 1 | 2 | 3;

export function exitStatusOf(audit: Audit, { countUndeclared = false } = {}): ExitStatus {
  if (audit.problems.some(({ cut }) => !cut)) return 2;
  const reports = reportsOf(audit);
  const differs = ({ summary, findings }: Report) =>
    summary.drift > 0 ||
    (countUndeclared && findings.some(({ undeclared, status }) => undeclared && status !== 'resolved'));
  if (reports.some(differs)) return 1;
  return reports.every(({ complete }) => complete) ? 0 : 3;
}
