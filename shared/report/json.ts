import type { Audit } from '../model/audit.ts';
import type { Json } from '../model/json.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { cutText, jsonText, shortCommand } from './printable.ts';
import { reportsOf } from './reports.ts';

/** One cluster: its report. Several: `{"schemaVersion": "underpin.dev/reports/v1", "reports": […]}`. */
export function jsonReport(audit: Audit): string {
  const [first, ...others] = reportsOf(audit).map(reportJson);
  if (first && others.length === 0) return jsonText(first);
  return jsonText({ schemaVersion: 'underpin.dev/reports/v1', reports: first ? [first, ...others] : [] });
}

/** What is written and published: long values cut as in every other sink. */
export function reportJson(report: Report): Report {
  return { ...report, findings: report.findings.map(findingJson) };
}

function findingJson(one: ReportedFinding): ReportedFinding {
  const { declared, live, why, command } = one;
  return {
    ...one,
    declared: short(declared),
    live: short(live),
    why: cutText(why),
    command: command && shortCommand(command),
  };
}

function short(value: Json): Json {
  if (typeof value === 'string') return cutText(value);
  const written = JSON.stringify(value);
  return cutText(written) === written ? value : cutText(written);
}
