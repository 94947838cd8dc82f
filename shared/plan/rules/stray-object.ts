import { type Finding, finding } from '../../model/finding.ts';
import type { StrayObject } from '../../model/objects.ts';
import { quoted } from './object-command.ts';

/** Tear-down by label would take it along, and nobody could bring it up again from the files. */
export function strayObject({ kind, namespace, name, stack, subject }: StrayObject): Finding {
  const place = namespace === null ? '' : ` -n ${quoted(namespace)}`;
  return finding({
    severity: 'warning',
    subject,
    path: '',
    declared: 'absent',
    live: 'present',
    why: `it carries the label \`app=${stack}\`, and no file declares it: add it to the stack, or delete it`,
    rule: 'C-01',
    command: `kubectl get ${kind.toLowerCase()} ${quoted(name)}${place} -o yaml`,
    stack,
  });
}
