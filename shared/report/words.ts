import type { Audit } from '../model/audit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';

/** The one word a finding is known by, in every format; no format leaves it to a colour. */
export type Mark = 'CRITICAL' | 'WARNING' | 'INFO' | 'UNKNOWN' | 'RESOLVED';

export function markOf({ status, outcome, severity }: Pick<ReportedFinding, 'status' | 'outcome' | 'severity'>): Mark {
  if (status === 'resolved') return 'RESOLVED';
  if (outcome === 'unknown') return 'UNKNOWN';
  return ({ critical: 'CRITICAL', warning: 'WARNING', info: 'INFO' } as const)[severity];
}

/** `2 differ, 14 in sync, 1 unknown; incomplete: something could not be looked at` */
export function sentenceOf({ summary: { drift, inSync, unknown }, complete, findings }: Report): string {
  const resolved = findings.filter(({ status }) => status === 'resolved').length;
  const parts = [
    drift > 0 && `${drift} ${drift === 1 ? 'differs' : 'differ'}`,
    unknown > 0 && `${unknown} unknown`,
    `${inSync} in sync`,
    resolved > 0 && `${resolved} resolved`,
  ].filter(Boolean);
  return parts.join(', ') + (complete ? '' : '; incomplete: something could not be looked at');
}

/** Said where somebody looked for a history; at a terminal nobody does. */
export function historyNote({ results }: Audit, cluster: string): string[] {
  const one = results.find(({ result }) => result.report.cluster === cluster);
  return one?.history === null ? ['No history is kept, or it could not be read: everything counts as new.'] : [];
}
