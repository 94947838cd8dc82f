import type { Action, ActionKind } from '../model/action.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { Scope } from '../model/scope.ts';
import { ownersOf, restartedBy } from './marked.ts';

/** What a pass on an event may do by itself; the rest needs a person who has read the plan (N-01, I-02). */
const onEvents: ActionKind[] = [
  'add-pool-members',
  'remove-pool-members',
  'attach-disk',
  'detach-disk',
  'mount-disk',
  'label-node',
  'restart-pod',
  'set-service-status',
];

export function allowedIn(concern: Scope['concern'], one: Finding): Finding {
  if (concern !== 'nodes' || !one.action || one.blockedBy || mayOnEvent(one.action)) return one;
  return { ...one, blockedBy: 'only a manual repair does this' };
}

/** I-02: an event takes a disk only from a VM that is switched off, and no address from a Service. */
function mayOnEvent(action: Action): boolean {
  if (action.kind === 'detach-disk' && action.holderStatus !== 'TERMINATED') return false;
  if (action.kind === 'set-service-status' && action.leaves.length > 0) return false;
  return onEvents.includes(action.kind);
}

/** A stack that is only observed is planned for and never written to; a pod may be another's than the disk that it is on, and a firewall several's. */
export function allowedFor(observedStacks: string[], one: Finding, live: Live): Finding {
  if (!one.action || one.blockedBy) return one;
  const touched = [...ownersOf(one), restartedBy(one.action, live)?.labels.app];
  const observed = observedStacks.find((stack) => touched.includes(stack));
  return observed === undefined ? one : { ...one, blockedBy: `stack \`${observed}\` is declared with mode: observe` };
}
