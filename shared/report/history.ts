import type { Audit, AuditedCluster, History, Night, Worst } from '../model/audit.ts';
import type { IgnoreRule } from '../model/cluster.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { isExpired, isNamedBy } from '../plan/ignore-rule.ts';
import { mostNights } from './picture/nights-picture.ts';
import { inOrder } from './report.ts';

/** The same audit with what the one before it tells: new, persisting since, resolved. `null`: there is no history. */
export function withHistory(audit: Audit, histories: Map<string, History | null>): Audit {
  return { ...audit, results: audit.results.map((one) => compared(one, histories)) };
}

function compared(one: AuditedCluster, histories: Map<string, History | null>): AuditedCluster {
  const history = histories.get(one.result.report.cluster) ?? null;
  if (!history) return { ...one, history };
  const rules = one.declared.cluster.spec.ignore.filter((rule) => !isExpired(rule, one.result.live.observedAt));
  const open = history.open.filter((before) => !isHidden(before, one.result.report, rules));
  return { ...one, history, result: { ...one.result, report: reportSince(one.result.report, { ...history, open }) } };
}

/** What an ignore rule hides may differ still: it is not resolved. */
function isHidden(before: ReportedFinding, { findings }: Report, rules: IgnoreRule[]): boolean {
  const isReported = findings.some(({ fingerprint }) => fingerprint === before.fingerprint);
  return !isReported && rules.some((rule) => isNamedBy(rule, before));
}

export function reportSince(report: Report, { open, lastAt }: History): Report {
  const before = new Map(open.map((one) => [one.fingerprint, one]));
  const now = report.findings.map((one): ReportedFinding => {
    const known = before.get(one.fingerprint);
    return known ? { ...one, status: 'persisting', since: known.since ?? lastAt } : one;
  });
  const present = new Set(now.map(({ fingerprint }) => fingerprint));
  const absent = open.filter(({ fingerprint }) => !present.has(fingerprint));
  const after = absent.map((one) => (report.complete ? resolved(one, lastAt) : stillOpen(one, lastAt)));
  return { ...report, findings: inOrder([...now, ...after]) };
}

const unseen = 'it was there before, and this audit did not see everything: ';

/** There is nothing left to do about it. */
function resolved(one: ReportedFinding, lastAt: string | null): ReportedFinding {
  const why = one.why.startsWith(unseen) ? one.why.slice(unseen.length) : one.why;
  return { ...one, why, status: 'resolved', since: one.since ?? lastAt, command: null, action: null };
}

/** Who did not see everything cannot say that it is gone. It counts in no sum: that the audit is incomplete is told. */
function stillOpen(one: ReportedFinding, lastAt: string | null): ReportedFinding {
  const why = one.why.startsWith(unseen) ? one.why : unseen + one.why;
  return {
    ...one,
    outcome: 'unknown',
    severity: 'info',
    status: 'persisting',
    since: one.since ?? lastAt,
    why,
    action: null,
  };
}

/** What the next audit is to know of this one. */
export function openOf({ findings }: Report): ReportedFinding[] {
  return findings.filter(({ status }) => status !== 'resolved');
}

const order: Worst[] = ['info', 'unknown', 'warning', 'critical'];

/** What the row of nights shows of a report; `''` is what belongs to no stack. */
export function tonight(report: Report, date: string): Night {
  const worst: Record<string, Worst> = {};
  for (const { stack, outcome, severity } of openOf(report)) {
    const found: Worst = outcome === 'unknown' && severity !== 'info' ? 'unknown' : severity;
    const known = worst[stack ?? ''];
    if (!known || order.indexOf(found) > order.indexOf(known)) worst[stack ?? ''] = found;
  }
  return { date, complete: report.complete, worst };
}

/** As many nights as the picture shows, one entry a day: the last audit of the day stands for it. */
export function nightsWith(nights: Night[], night: Night): Night[] {
  return [...nights.filter(({ date }) => date !== night.date), night].slice(1 - mostNights);
}
