import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';

/** C-09: never in sync. */
export function unknownObject({ result, subject, stack, manifest }: ObservedObject): Finding[] {
  if (result.state !== 'unknown') return [];
  const { source } = manifest;
  return [
    finding({
      outcome: 'unknown',
      severity: 'warning',
      subject,
      path: '',
      why: result.why,
      rule: 'C-09',
      source,
      stack,
    }),
  ];
}
