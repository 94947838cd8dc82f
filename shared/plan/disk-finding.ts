import { type Finding, finding } from '../model/finding.ts';
import { type DeclaredDisk, diskSubject } from './declared-disk.ts';

export type DiskFields = Pick<Finding, 'severity' | 'rule' | 'path' | 'why'> & Partial<Finding>;

/** A finding about a declared disk, pointing at the stack that declares it. */
export function diskFinding({ reference, stack }: DeclaredDisk, fields: DiskFields): Finding {
  return finding({ subject: diskSubject(reference), source: stack.source, stack: stack.name, ...fields });
}
