import type { Audit, AuditedCluster } from '../../model/audit.ts';
import type { Report } from '../../model/report.ts';
import { reportsOf } from '../reports.ts';
import { sentenceOf } from '../words.ts';
import { escaped } from '../xml.ts';
import { limitsFigure, nightsFigure, pathFigures } from './figures.ts';
import { findingsHtml } from './findings.ts';
import { style } from './style.ts';

/** One file: no script, nothing fetched, light and dark by the reader's own setting. */
export function htmlReport(audit: Audit): string {
  const reports = reportsOf(audit);
  const clusters = reports.map((report) => {
    const audited = audit.results.find(({ result }) => result.report.cluster === report.cluster);
    return clusterHtml(report, audited ?? null);
  });
  return htmlPage(`Underpin: ${reports.map(({ cluster }) => cluster).join(', ')}`, clusters.join('\n'));
}

export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

export const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";

function clusterHtml(report: Report, audited: AuditedCluster | null): string {
  const figures = audited ? [...pathFigures(audited), nightsFigure(audited), limitsFigure(audited)] : [];
  return `<section>
<h1>${escaped(report.cluster)}</h1>
<p class="sentence">${escaped(sentenceOf(report))}.</p>
${findingsHtml(report.findings)}
${figures.join('\n')}
</section>`;
}
