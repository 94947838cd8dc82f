import type { Audit } from '../model/audit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { wrap } from './columns.ts';
import { commandLines } from './command-lines.ts';
import { type Paint, paintFor } from './paint.ts';
import { commandText, printable, valueText } from './printable.ts';
import type { RenderOptions } from './render.ts';
import { reportsOf } from './reports.ts';
import { historyNote, markOf, sentenceOf } from './words.ts';

const width = 80;
const indent = '  ';

/** For a terminal of 80 columns; with colour it says no more than without. */
export function textReport(audit: Audit, { colour = false }: RenderOptions): string {
  const paint = paintFor(colour);
  return reportsOf(audit)
    .map((report) => clusterText(report, { paint, notes: historyNote(audit, report.cluster) }))
    .join('\n');
}

function clusterText(report: Report, { paint, notes }: { paint: Paint; notes: string[] }): string {
  const head = wrap(`${printable(report.cluster)}: ${sentenceOf(report)}`, width);
  const blocks = report.findings.map((one) => ['', ...findingLines(one, paint)]);
  return `${[...head.map(paint.bold), ...notes.map(paint.dim), ...blocks.flat()].join('\n')}\n`;
}

function findingLines(one: ReportedFinding, paint: Paint): string[] {
  const mark = markOf(one);
  const title = wrap(printable([mark, one.subject, one.path].filter(Boolean).join(' ')), width);
  const body = (text: string) => wrap(text, width - indent.length).map((line) => indent + line);
  return [
    ...title.map((line, index) => (index === 0 ? paint.mark(line, mark) : line)),
    ...body(printable(one.why)),
    ...valueLines(one),
    ...body(footOf(one)).map(paint.dim),
    ...(one.command ? commandLines(commandText(one.command), width) : []),
  ];
}

function valueLines({ declared, live }: ReportedFinding): string[] {
  if (declared === null && live === null) return [];
  const lines = (name: string, text: string) =>
    wrap(text, width - 12).map((line, index) => `${indent}${(index === 0 ? name : '').padEnd(10)}${line}`);
  return [...lines('declared', valueText(declared)), ...lines('live', valueText(live))];
}

function footOf({ rule, source, status, since, changedBy, action }: ReportedFinding): string {
  return [
    rule,
    source && `${printable(source.file)}:${source.line}:${source.column}`,
    since ? `${status} since ${since}` : status,
    changedBy && printable(`changed by ${changedBy.who} at ${changedBy.at} (${changedBy.method})`),
    action && `Underpin can close it: ${action}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
