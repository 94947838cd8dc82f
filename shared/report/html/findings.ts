import type { ReportedFinding } from '../../model/report.ts';
import { commandText, valueText } from '../printable.ts';
import { markOf } from '../words.ts';
import { entityEscaped, escaped } from '../xml.ts';

export function findingsHtml(findings: ReportedFinding[]): string {
  if (findings.length === 0) return '<p>Nothing to tell: what is declared is what is there.</p>';
  return `<h2>Findings</h2>\n<ol class="findings">\n${findings.map(findingHtml).join('\n')}\n</ol>`;
}

function findingHtml(one: ReportedFinding): string {
  const { subject, path, why, declared, live, command } = one;
  const mark = markOf(one);
  const hasValues = declared !== null || live !== null;
  return [
    `<li class="${mark.toLowerCase()}">`,
    `<p><b class="mark">${mark}</b> <code>${escaped(subject)}</code>${path ? ` <code>${escaped(path)}</code>` : ''}</p>`,
    `<p>${escaped(why)}</p>`,
    hasValues ? `<dl>${pair('declared', valueText(declared))}${pair('live', valueText(live))}</dl>` : '',
    command ? `<pre>${entityEscaped(commandText(command))}</pre>` : '',
    `<p class="foot">${footOf(one)}</p>`,
    '</li>',
  ]
    .filter(Boolean)
    .join('');
}

function pair(name: string, text: string): string {
  return `<div><dt>${name}</dt><dd><code>${escaped(text)}</code></dd></div>`;
}

function footOf({ rule, source, status, since, changedBy, action, stack }: ReportedFinding): string {
  return [
    rule,
    stack && `stack ${stack}`,
    source && `${source.file}:${source.line}:${source.column}`,
    since ? `${status} since ${since}` : status,
    changedBy && `changed by ${changedBy.who} at ${changedBy.at} (${changedBy.method})`,
    action && `a repair can close it: ${action}`,
  ]
    .filter((part) => typeof part === 'string')
    .map(escaped)
    .join(' · ');
}
