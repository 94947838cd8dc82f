import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';

/** C-15: read, but probably not as meant. */
export function declarationWarnings({ warnings }: Declared): Finding[] {
  return warnings.map(({ source, message }) =>
    finding({
      severity: 'warning',
      subject: `Declaration/${source.file}`,
      path: `line ${source.line}`,
      why: message,
      rule: 'C-15',
      source,
    }),
  );
}
