import { type Finding, finding } from '../../model/finding.ts';
import type { DeclaredFirewall } from '../traffic/declared-firewall.ts';

export function aboutFirewall(
  wanted: DeclaredFirewall,
  fields: Pick<Finding, 'severity' | 'path' | 'why'> & Partial<Finding>,
): Finding {
  return finding({
    subject: `Firewall/${wanted.name}`,
    rule: wanted.isForHealth ? 'N-11' : 'N-05',
    source: wanted.source,
    stack: wanted.stack,
    neededBy: wanted.neededBy,
    ...fields,
  });
}
