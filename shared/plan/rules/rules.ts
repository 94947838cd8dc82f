import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { Scope } from '../../model/scope.ts';
import { diskAttachment } from './disk-attachment.ts';
import { diskItself } from './disk-itself.ts';
import { diskMount } from './disk-mount.ts';
import { poolItself } from './pool-itself.ts';
import { poolMembers } from './pool-members.ts';

export type Rule = (declared: Declared, live: Live) => Finding[];

/** What a node change can break, and a pass on an event mends. */
const nodeRules: Rule[] = [poolItself, poolMembers, diskItself, diskAttachment, diskMount];

const allRules: Rule[] = [...nodeRules];

export function rulesFor(concern: Scope['concern']): Rule[] {
  return concern === 'nodes' ? nodeRules : allRules;
}
