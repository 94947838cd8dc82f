import type { Action, ActionKind, ActionOf } from '../model/action.ts';
import { addPoolMembers, verifyAddedMembers } from './add-pool-members.ts';
import { applyObject } from './apply-object.ts';
import { attachDisk, verifyAttached } from './attach-disk.ts';
import type { ApplyContext, Done } from './context.ts';
import { createDisk, verifyCreated } from './create-disk.ts';
import { createFirewall } from './create-firewall.ts';
import { createForwardingRule } from './create-forwarding-rule.ts';
import { createHealthCheck } from './create-health-check.ts';
import { createPool } from './create-pool.ts';
import { deleteObject } from './delete-object.ts';
import { detachDisk, verifyDetached } from './detach-disk.ts';
import { keepDisk, verifyKept } from './keep-disk.ts';
import { labelNode } from './label-node.ts';
import { mountDisk } from './mount-disk.ts';
import { patchFirewall } from './patch-firewall.ts';
import { removePoolMembers, verifyRemovedMembers } from './remove-pool-members.ts';
import { restartPod } from './restart-pod.ts';
import { setForwardingRuleTarget } from './set-forwarding-rule-target.ts';
import { setServiceStatus } from './set-service-status.ts';
import { unmountDisk } from './unmount-disk.ts';

interface Performer<Kind extends ActionKind> {
  act(action: ActionOf<Kind>, context: ApplyContext): Promise<Done>;
  /** Runs when all actions of the stage have acted, so that one read serves them all. */
  verify?(action: ActionOf<Kind>, context: ApplyContext, acted: Done): Promise<Done>;
}

const performers: { [Kind in ActionKind]: Performer<Kind> } = {
  'apply-object': { act: applyObject },
  'delete-object': { act: deleteObject },
  'add-pool-members': { act: addPoolMembers, verify: verifyAddedMembers },
  'attach-disk': { act: attachDisk, verify: verifyAttached },
  'detach-disk': { act: detachDisk, verify: verifyDetached },
  'keep-disk': { act: keepDisk, verify: verifyKept },
  'create-disk': { act: createDisk, verify: verifyCreated },
  'mount-disk': { act: mountDisk },
  'unmount-disk': { act: unmountDisk },
  'label-node': { act: labelNode },
  'restart-pod': { act: restartPod },
  'create-health-check': { act: createHealthCheck },
  'create-pool': { act: createPool },
  'create-firewall': { act: createFirewall },
  'patch-firewall': { act: patchFirewall },
  'create-forwarding-rule': { act: createForwardingRule },
  'set-forwarding-rule-target': { act: setForwardingRuleTarget },
  'set-service-status': { act: setServiceStatus },
  'remove-pool-members': { act: removePoolMembers, verify: verifyRemovedMembers },
};

export function act(action: Action, context: ApplyContext): Promise<Done> {
  return (performers[action.kind] as Performer<ActionKind>).act(action, context);
}

export async function verify(action: Action, context: ApplyContext, acted: Done): Promise<Done> {
  const performer = performers[action.kind] as Performer<ActionKind>;
  return acted.state === 'done' && performer.verify ? performer.verify(action, context, acted) : acted;
}
