import type { Request, Response } from '@google-cloud/functions-framework';
import type { Audit } from '../shared/model/audit.ts';
import { exitStatusOf } from '../shared/report/exit-status.ts';
import { contentSecurityPolicy } from '../shared/report/html/page.ts';
import { type ReportFormat, renderReport } from '../shared/report/render.ts';

/** JSON unless something else is asked for by name. */
const types: [string, ReportFormat][] = [
  ['application/json', 'json'],
  ['text/html', 'html'],
  ['text/plain', 'text'],
  ['text/markdown', 'markdown'],
  ['application/sarif+json', 'sarif'],
  ['application/xml', 'junit'],
];

/**
 * 200 with the report, whatever it says: a caller that tries again on errors would change nothing by it. Only when no
 * cluster could be audited at all it is 500. `Underpin-Exit-Status` is what the command line would exit with.
 */
export function sendAudit(audit: Audit, request: Request, response: Response): void {
  const wish = request.accepts(types.map(([type]) => type)) || 'application/json';
  const [type, format] = types.find(([one]) => one === wish) ?? ['application/json', 'json' as const];
  response.status(audit.results.length === 0 && audit.problems.length > 0 ? 500 : 200);
  response.set({
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept',
    'Underpin-Exit-Status': String(exitStatusOf(audit)),
  });
  response.send(renderReport(format, audit));
}
