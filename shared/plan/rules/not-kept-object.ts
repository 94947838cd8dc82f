import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';

/** Neither missing nor in sync: whoever declares it should know that nothing of it is looked at. */
export function notKeptObject({ result, subject, stack, manifest }: ObservedObject): Finding[] {
  if (result.state !== 'not-kept') return [];
  const { source } = manifest;
  return [finding({ severity: 'info', subject, path: '', why: result.why, rule: 'C-09', source, stack })];
}
