import type { Action, ActionKind } from '../model/action.ts';
import { referencePath } from '../model/reference.ts';

/**
 * The order in which kinds of action go; those of one stage go side by side. Adding comes before removing (P-03), attach
 * before mount, unmount before detach (I-08), and a forwarding rule last of what makes a service reachable (N-01). A label
 * that is not true goes before a mount that makes it true.
 */
const stageOf = {
  'apply-object': 0,
  'create-health-check': 0,
  'create-disk': 0,
  'create-pool': 1,
  'create-firewall': 2,
  'patch-firewall': 2,
  'add-pool-members': 2,
  'keep-disk': 2,
  'remove-pool-members': 3,
  'unmount-disk': 3,
  'detach-disk': 4,
  'attach-disk': 5,
  'label-node': 5,
  'mount-disk': 6,
  'create-forwarding-rule': 7,
  'set-forwarding-rule-target': 7,
  'set-service-status': 8,
  'restart-pod': 8,
  'delete-object': 9,
} as const satisfies Record<ActionKind, number>;

export function stageOfKind(kind: ActionKind): number {
  return stageOf[kind];
}

/** Objects go in the order in which they need each other: what others live in, what they read, what sends to them. */
export function stageOfStep({ action }: { action: Action }): number {
  const stage = stageOf[action.kind];
  return action.kind === 'apply-object' ? stage + rankOf(String(action.object.kind)) / 10 : stage;
}

/** Among objects, tenths of a stage: what others live in, all else, what sends to Pods, what makes them. */
const ranks = [
  ['Namespace', 'CustomResourceDefinition'],
  [],
  ['Service', 'Ingress'],
  ['Pod', 'ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'],
];

function rankOf(kind: string): number {
  const rank = ranks.findIndex((kinds) => kinds.includes(kind));
  return rank < 0 ? 1 : rank;
}

/** A total order: equal plans come out equal, byte for byte (C-14). */
export function inOrder<T extends { kind: ActionKind; action: Action; target: string; rule: string; why: string }>(
  steps: T[],
): T[] {
  const key = ({ kind, target, rule, why }: T) => `${target} ${kind} ${rule} ${why}`;
  return steps.toSorted((one, other) => stageOfStep(one) - stageOfStep(other) || (key(one) < key(other) ? -1 : 1));
}

type Acting = { action: Action };
type OfTarget = Acting & { target: string };

/**
 * What a disk leaves it leaves for somewhere: what has to follow goes with it, or it stays where it is. The first attachment takes
 * with it the proof that it never held data, and only the mount that follows may format it (D-06). What is off a VM that does not
 * run anyway goes by itself where `most` is too few for both.
 */
export function togetherWith<T extends OfTarget>(step: T, steps: T[], most: number): T[] {
  const together = restOfMove(step, steps);
  return together.length > most && step.action.kind === 'detach-disk' ? [step] : together;
}

function restOfMove<T extends OfTarget>(step: T, steps: T[]): T[] {
  const following = steps.find((one) => one.target === step.target && hasToFollow(step, one));
  return following ? [step, ...restOfMove(following, steps)] : [step];
}

function hasToFollow(step: Acting, one: Acting): boolean {
  const { action } = one;
  const isFormatting = action.kind === 'mount-disk' && action.mount.formatIfBlank && action.mount.neverHeldData;
  return goesOn(step, one) && (action.kind !== 'mount-disk' || isFormatting);
}

/** Whether the one is a next step of the disk's move: off a VM, on to another, mounted there. */
export function goesOn({ action: one }: Acting, { action: next }: Acting): boolean {
  if (one.kind === 'detach-disk') return next.kind === 'attach-disk';
  const isNext =
    (one.kind === 'unmount-disk' && next.kind === 'detach-disk') ||
    (one.kind === 'attach-disk' && next.kind === 'mount-disk');
  return isNext && referencePath(one.instance.reference) === referencePath(next.instance.reference);
}
