import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { Scope } from '../../model/scope.ts';
import { addresses } from './addresses.ts';
import { appLabelFindings } from './app-label.ts';
import { declarationWarnings } from './declaration-warnings.ts';
import { diskAttachment } from './disk-attachment.ts';
import { diskAutoDelete } from './disk-auto-delete.ts';
import { diskItself } from './disk-itself.ts';
import { diskMount } from './disk-mount.ts';
import { externalIPs } from './external-ips.ts';
import { firewalls } from './firewalls.ts';
import { forwardingRules } from './forwarding-rules.ts';
import { healthChecks } from './health-checks.ts';
import { memberHealth } from './member-health.ts';
import { orphans } from './orphans.ts';
import { poolItself } from './pool-itself.ts';
import { poolMembers } from './pool-members.ts';
import { quotaHeadroom } from './quota-headroom.ts';
import { runningMembers } from './running-members.ts';
import { serviceStatus, statusOfNewService } from './service-status.ts';
import { stackObjectFindings } from './stack-objects.ts';
import { stackRemains } from './stack-remains.ts';
import { stackRemoval } from './stack-removal.ts';
import { targetTags } from './target-tags.ts';
import { trafficPath } from './traffic-path.ts';
import { wiring } from './wiring.ts';

export type Rule = (declared: Declared, live: Live) => Finding[];

const stackObjects: Rule = (_declared, live) => (live.objects ? stackObjectFindings(live.objects) : []);

/** What the tear-down by label relies on; a matter of the files alone. */
const appLabels: Rule = ({ stacks }, { objects }) => appLabelFindings(stacks, objects?.objects);

/** What a node change can break, and a pass on an event mends. */
const nodeRules: Rule[] = [
  poolItself,
  poolMembers,
  diskItself,
  diskAttachment,
  diskAutoDelete,
  diskMount,
  serviceStatus,
];

const allRules: Rule[] = [
  ...nodeRules,
  healthChecks,
  memberHealth,
  runningMembers,
  addresses,
  forwardingRules,
  firewalls,
  targetTags,
  stackObjects,
  appLabels,
  statusOfNewService,
  trafficPath,
  externalIPs,
  orphans,
  quotaHeadroom,
  declarationWarnings,
  wiring,
];

const rulesOf = {
  nodes: nodeRules,
  everything: allRules,
  removal: [stackRemoval, stackRemains],
  objects: [stackObjects, appLabels, declarationWarnings],
} as const satisfies Record<Scope['concern'], readonly Rule[]>;

export function rulesFor(concern: Scope['concern']): readonly Rule[] {
  return rulesOf[concern];
}
