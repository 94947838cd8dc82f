import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';
import { applyAction, applyCommand, protection } from './object-command.ts';

export function missingObject(object: ObservedObject): Finding[] {
  const { subject, stack, manifest } = object;
  return [
    finding({
      severity: 'critical',
      subject,
      path: '',
      declared: 'present',
      live: 'absent',
      why: `declared in ${manifest.source.file}, and the cluster does not have it`,
      rule: 'C-01',
      command: applyCommand(object),
      action: applyAction(object),
      blockedBy: protection(object),
      source: manifest.source,
      stack,
    }),
  ];
}
