import type { Action, ActionKind } from '../model/action.ts';
import type { Finding } from '../model/finding.ts';

export type Sign = '+' | '~' | '-';

/** What a step does to the world at one glance, in the signs that people know from Terraform. */
const signOfKind = {
  'add-pool-members': '+',
  'remove-pool-members': '-',
  'attach-disk': '+',
  'detach-disk': '-',
  'keep-disk': '~',
  'create-disk': '+',
  'mount-disk': '+',
  'unmount-disk': '-',
  'label-node': '~',
  'restart-pod': '-',
  'create-health-check': '+',
  'create-pool': '+',
  'create-firewall': '+',
  'patch-firewall': '~',
  'create-forwarding-rule': '+',
  'set-forwarding-rule-target': '~',
  'apply-object': '~',
  'delete-object': '-',
  'set-service-status': '~',
} as const satisfies Record<ActionKind, Sign>;

/** An object that is not there yet is added by the same action that changes one. */
export function signOf(step: { kind: Action['kind']; target: string }, findings: readonly Finding[]): Sign {
  const isNew = step.kind === 'apply-object' && findings.some((one) => one.subject === step.target && isAbsent(one));
  return isNew ? '+' : signOfKind[step.kind];
}

function isAbsent({ path, live }: Finding): boolean {
  return path === '' && live === 'absent';
}
