import type { Request, Response } from '@google-cloud/functions-framework';
import type { Audit } from '../shared/audit.ts';

export async function sendAudit(audit: Audit, _request: Request, response: Response): Promise<void> {
  response.json(audit.results.map(({ result }) => result.report));
}
