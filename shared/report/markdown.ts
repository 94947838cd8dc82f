import type { Audit } from '../model/audit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { commandText, printable, valueText } from './printable.ts';
import { reportsOf } from './reports.ts';
import { historyNote, markOf, sentenceOf } from './words.ts';

export function markdownReport(audit: Audit): string {
  return reportsOf(audit)
    .map((report) => clusterMarkdown(report, historyNote(audit, report.cluster)))
    .join('\n');
}

function clusterMarkdown(report: Report, notes: string[]): string {
  const lines = [
    `# ${plain(report.cluster)}`,
    '',
    [`${sentenceOf(report)}.`, ...notes].join(' '),
    ...report.findings.flatMap(item),
  ];
  return `${lines.join('\n')}\n`;
}

function item(one: ReportedFinding): string[] {
  const { subject, path, why, declared, live, command } = one;
  const hasValues = declared !== null || live !== null;
  return [
    '',
    `- **${markOf(one)}** ${code(subject)}${path ? ` ${code(path)}` : ''}: ${plain(why)}  `,
    ...(hasValues ? [`  declared ${code(valueText(declared))}, live ${code(valueText(live))}  `] : []),
    `  ${footOf(one)}`,
    ...(command ? block(commandText(command)) : []),
  ];
}

function footOf({ rule, status, since, source, changedBy }: ReportedFinding): string {
  return [
    rule,
    since ? `${status} since ${since}` : status,
    source && code(`${source.file}:${source.line}`),
    changedBy && plain(`changed by ${changedBy.who} at ${changedBy.at}`),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Every mark that could begin or end something in Markdown or HTML is taken at its word. */
function plain(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~<>&@:"'-]/g, (mark) => entities[mark] ?? `\\${mark}`)
    .replace(/^(\s*\d+)\./, '$1\\.');
}

/** No mention, no link that nobody wrote; `&#58;` keeps an address from becoming one. */
const entities: Record<string, string> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '@': '&#64;',
  ':': '&#58;',
  '"': '&quot;',
  "'": '&#39;',
  '-': '-',
};

/** A code span takes nothing for a mark but a run of as many backticks as opened it. */
function code(text: string): string {
  const safe = printable(text);
  const fence = fenceFor(safe, 1);
  const pad = /^`|`$/.test(safe) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

function block(command: string): string[] {
  const fence = fenceFor(command, 3);
  return ['', `  ${fence}sh`, ...command.split('\n').map((line) => `  ${line}`), `  ${fence}`];
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  return '`'.repeat(Math.max(least, longest + 1));
}
