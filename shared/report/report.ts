import { digestOf } from '../model/digest.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { type Report, type ReportedFinding, reportSchemaVersion } from '../model/report.ts';

/** The findings of a plan as people and programs read them; `subjects` counts everything that was looked at. */
export function reportOf(
  { cluster, findings }: Plan,
  { subjects, complete }: { subjects: number; complete: boolean },
): Report {
  const reported = findings.map(reportedFinding).toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  const counted = findings.filter(({ undeclared, severity }) => !undeclared && severity !== 'info');
  const drift = new Set(counted.filter(({ outcome }) => outcome === 'drift').map(({ subject }) => subject));
  const unknown = new Set(
    counted
      .filter(({ outcome, subject }) => outcome === 'unknown' && !drift.has(subject))
      .map(({ subject }) => subject),
  );
  return {
    schemaVersion: reportSchemaVersion,
    cluster,
    complete: complete && unknown.size === 0,
    summary: { inSync: Math.max(0, subjects - drift.size - unknown.size), drift: drift.size, unknown: unknown.size },
    findings: reported,
  };
}

function reportedFinding(one: Finding): ReportedFinding {
  const { outcome, severity, subject, path, declared, live, why, rule, command, action, source, undeclared, stack } =
    one;
  return {
    outcome,
    severity,
    subject,
    path,
    declared,
    live,
    why,
    rule,
    command,
    action: action?.kind ?? null,
    fingerprint: digestOf({ rule, subject, path, declared }).slice(0, 16),
    source,
    status: 'new',
    since: null,
    undeclared,
    stack,
  };
}

const severities = ['critical', 'warning', 'info'];

function sortKey({ severity, subject, path, rule, why }: ReportedFinding): string {
  return `${severities.indexOf(severity)} ${subject} ${path} ${rule} ${why}`;
}
