import type { Audit, AuditProblem } from '../model/audit.ts';
import { finding } from '../model/finding.ts';
import { type Report, reportSchemaVersion } from '../model/report.ts';
import { reportedFinding } from './report.ts';

/** One for each cluster, by name; the cluster that could not be audited is unknown, and says why. */
export function reportsOf({ results, problems }: Audit): Report[] {
  const reports = [...results.map(({ result }) => result.report), ...problems.map(unaudited)];
  return reports.toSorted((one, other) => (one.cluster < other.cluster ? -1 : 1));
}

function unaudited({ cluster, error, cut }: AuditProblem): Report {
  const why = finding({
    outcome: 'unknown',
    severity: 'critical',
    subject: `Cluster/${cluster}`,
    path: '',
    why: error.replaceAll('\n', '; '),
    rule: cut ? 'C-09' : 'I-17',
  });
  return {
    schemaVersion: reportSchemaVersion,
    cluster,
    complete: false,
    summary: { inSync: 0, drift: 0, unknown: 1 },
    findings: [reportedFinding(why)],
  };
}
