import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';
import { objectWords } from './object-command.ts';

/** Nothing can be applied before the finalizers are done. */
export function deletingObject(object: ObservedObject): Finding[] {
  const { result, subject, stack, manifest } = object;
  if (result.state !== 'deleting') return [];
  const path = 'metadata.deletionTimestamp';
  return [
    finding({
      severity: 'critical',
      subject,
      path,
      live: result.since,
      why: 'declared, and being deleted: it goes as soon as its finalizers let it',
      rule: 'C-10',
      command: `kubectl get ${objectWords(object)} -o jsonpath='{.metadata.finalizers}'`,
      source: manifest.source,
      stack,
    }),
  ];
}
