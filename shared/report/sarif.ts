import type { Audit } from '../model/audit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import { reportJson } from './json.ts';
import { commandText, jsonText, printable, valueText } from './printable.ts';
import { reportsOf } from './reports.ts';
import { ruleTitle } from './rule-titles.ts';

const levels = { critical: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, one run for each cluster, each result at its line of a manifest. */
export function sarifReport(audit: Audit): string {
  const sources = new Map(audit.results.map(({ declared, result }) => [result.report.cluster, declared.source]));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: reportsOf(audit).map((report) => runOf(reportJson(report), sources.get(report.cluster) ?? null)),
  });
}

function runOf(report: Report, clusterFile: Source | null) {
  const { cluster, complete, findings } = report;
  const ids = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  return {
    tool: {
      driver: {
        name: 'Underpin',
        rules: ids.map((id) => ({ id, shortDescription: { text: ruleTitle(id) } })),
      },
    },
    automationDetails: { id: `underpin/${cluster}/` },
    invocations: [{ executionSuccessful: complete }],
    columnKind: 'unicodeCodePoints',
    results: findings.map((one) => resultOf(one, { ids, clusterFile })),
  };
}

/** What is unknown is `open`: neither failed nor passed. */
function resultOf(one: ReportedFinding, { ids, clusterFile }: { ids: string[]; clusterFile: Source | null }) {
  const { outcome, severity, status, rule, fingerprint } = one;
  const isOpen = outcome === 'unknown';
  const location = one.source ?? clusterFile;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : levels[severity],
    message: { text: messageOf(one) },
    locations: [
      {
        ...(location && { physicalLocation: physical(location) }),
        logicalLocations: [{ fullyQualifiedName: logicalName(one) }],
      },
    ],
    partialFingerprints: { 'underpin/v1': fingerprint },
    baselineState: ({ new: 'new', persisting: 'unchanged', resolved: 'absent' } as const)[status],
  };
}

function physical({ file, line, column }: Source) {
  return { artifactLocation: artifactOf(file.toWellFormed()), region: { startLine: line, startColumn: column } };
}

/** Relative to where the audit ran; a bucket's object and an absolute path stand for themselves. */
function artifactOf(file: string) {
  const encoded = file
    .replace(/^gs:\/\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (file.startsWith('gs://')) return { uri: `gs://${encoded}` };
  return file.startsWith('/') ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: '%SRCROOT%' };
}

function logicalName({ subject, path }: ReportedFinding): string {
  return printable([subject, path].filter(Boolean).join(' '));
}

function messageOf(one: ReportedFinding): string {
  const values = `declared: ${valueText(one.declared)}, live: ${valueText(one.live)}`;
  const hasValues = one.declared !== null || one.live !== null;
  const command = one.command ? ` Run: ${commandText(one.command)}` : '';
  return `${logicalName(one)}: ${printable(one.why)}${hasValues ? ` (${values})` : ''}.${command}`;
}
