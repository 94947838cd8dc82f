import { digestOf } from '../model/digest.ts';
import { type Finding, finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Gap } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { type Report, type ReportedFinding, reportSchemaVersion } from '../model/report.ts';

export interface Looked {
  /** Everything declared that was looked at (subjects.ts). */
  subjects: Set<string>;
  gaps: Gap[];
}

/** The findings of a plan as people and programs read them, and what could not be looked at besides. */
export function reportOf({ cluster, findings: planned }: Plan, { subjects, gaps }: Looked): Report {
  const findings = [...planned, ...untoldGaps(cluster, planned, gaps)];
  const counted = findings.filter(countsAsDifference);
  const drift = new Set(counted.filter(({ outcome }) => outcome === 'drift').map(({ subject }) => subject));
  const unclear = counted.filter(({ outcome, subject }) => outcome === 'unknown' && !drift.has(subject));
  const unknown = new Set(unclear.map(({ subject }) => subject));
  const inSync = [...subjects].filter((subject) => !drift.has(subject) && !unknown.has(subject)).length;
  return {
    schemaVersion: reportSchemaVersion,
    cluster,
    complete: gaps.length === 0 && counted.every(({ outcome }) => outcome === 'drift'),
    summary: { inSync, drift: drift.size, unknown: unknown.size },
    findings: inOrder(findings.map(reportedFinding)),
  };
}

/** C-11, C-15 are about the declaration itself, and what nobody declared (C-16) is no drift. */
export function countsAsDifference({
  undeclared,
  severity,
  rule,
  status = 'new',
}: Pick<Finding, 'undeclared' | 'severity' | 'rule'> & { status?: ReportedFinding['status'] }): boolean {
  return !undeclared && severity !== 'info' && !['C-11', 'C-15'].includes(rule) && status !== 'resolved';
}

/** C-09: whatever a rule made of it, nobody has to guess what was not seen. */
function untoldGaps(cluster: string, findings: Finding[], gaps: Gap[]): Finding[] {
  const told = findings.filter(({ outcome }) => outcome === 'unknown').map(({ why }) => why);
  const untold = gaps.filter((gap) => !told.some((why) => why.includes(gap.why)));
  return untold.map(({ area, part, why }) =>
    finding({
      outcome: 'unknown',
      severity: 'warning',
      subject: `Cluster/${cluster}`,
      path: part === null ? area : `${area}[${part}]`,
      why: `could not be looked at: ${why}`,
      rule: 'C-09',
    }),
  );
}

export function reportedFinding(one: Finding): ReportedFinding {
  const { outcome, severity, subject, path, declared, live, why, rule, command, action, source, undeclared, stack } =
    one;
  const isSecret = subject.startsWith('Secret/') && path !== '';
  return {
    outcome,
    severity,
    subject,
    path,
    // I-31: the last of several doors; the comparison hands no values out either.
    declared: isSecret ? withheld(declared) : declared,
    live: isSecret ? withheld(live) : live,
    why,
    rule,
    command,
    action: action?.kind ?? null,
    fingerprint: fingerprintOf(one),
    source,
    status: 'new',
    since: null,
    undeclared,
    stack,
  };
}

/** C-13: what a line of a file says is known by its words, since the line moves with those before it. */
function fingerprintOf({ rule, subject, path, declared, why }: Finding): string {
  return digestOf({ rule, subject, path: rule === 'C-15' ? why : path, declared }).slice(0, 16);
}

function withheld(value: Json): Json {
  return value === null ? null : '(not shown)';
}

const severities = ['critical', 'warning', 'info'];

/** The worst first; C-14: the same in every run, and in every language of the machine. */
export function inOrder(findings: ReportedFinding[]): ReportedFinding[] {
  return findings.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey({ severity, subject, path, rule, why, status }: ReportedFinding): string {
  const place = status === 'resolved' ? severities.length : severities.indexOf(severity);
  return [place, subject, path, rule, why].join('\u0000');
}
