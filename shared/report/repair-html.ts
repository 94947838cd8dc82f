import type { RepairAnswer } from '../model/repair.ts';
import { repairText } from './repair-text.ts';

/** The same words as at a terminal, for a browser; no script, nothing fetched. */
export function repairHtml(answer: RepairAnswer): string {
  return pageOf(`Underpin: cluster ${answer.plan.cluster}`, repairText(answer));
}

export function pageOf(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>body{margin:2rem}pre{font:1rem/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;max-width:100ch}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<pre>${escaped(text)}</pre>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
