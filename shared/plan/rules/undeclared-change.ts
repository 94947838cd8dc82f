import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';

/** C-16: no drift by C-01, yet people want to know. */
export function undeclaredChange({ undeclared, subject, stack, manifest }: ObservedObject): Finding[] {
  return undeclared.map(({ path, live, writer }) =>
    finding({
      severity: 'info',
      subject,
      path,
      live,
      why: `set by \`${writer.manager}\`${writer.time && ` at ${writer.time}`}, and declared nowhere`,
      rule: 'C-16',
      source: manifest.source,
      undeclared: true,
      stack,
    }),
  );
}
