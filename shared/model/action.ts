import type { JsonObject } from './json.ts';
import type { MountRequest } from './mount.ts';
import type { Reference } from './reference.ts';

/**
 * Additive: idempotent and safe to do twice. Changing: alters what serves now. Destructive: takes something away. The
 * last two need the cluster's Lease, a complete observation and room in the limits.
 */
export type Risk = 'additive' | 'changing' | 'destructive';

/** P-14, I-09: the VM a plan was made for; a VM of the same name with another id is another VM. */
export interface InstanceIdentity {
  reference: Reference;
  /** `null` when the VM is gone. */
  id: string | null;
}

/** With what it leaves for, where that may be over by the write. */
export interface LeavingInstance extends InstanceIdentity {
  /** One that runs by now, or is being started, has come back under its id. */
  status?: string;
  /** Its node, whose label or taint alone sends it away: without either it serves on (P-08, P-09). */
  node?: string;
}

export type Action =
  | { kind: 'add-pool-members'; pool: Reference; instances: InstanceIdentity[] }
  | { kind: 'remove-pool-members'; pool: Reference; instances: LeavingInstance[]; minimumMembers: number }
  | {
      kind: 'attach-disk';
      disk: Reference;
      diskId: string;
      /** D-06: the mount that follows may format it, as long as nobody else has had it. */
      mayBeFormatted?: boolean;
      instance: InstanceIdentity;
      /** That the VM is, or will be: Jobs that may be at work there are named after it. */
      node: string;
      mode: 'READ_WRITE' | 'READ_ONLY';
    }
  | {
      kind: 'detach-disk';
      disk: Reference;
      deviceName: string;
      instance: InstanceIdentity;
      holderStatus: string;
      /** That a VM is which runs on: another run may mount the disk there again. */
      node: string | null;
    }
  | { kind: 'keep-disk'; disk: Reference; deviceName: string; instance: InstanceIdentity }
  | { kind: 'create-disk'; disk: Reference; body: JsonObject }
  | { kind: 'mount-disk'; disk: Reference; mount: MountRequest; instance: InstanceIdentity; bootID: string }
  | { kind: 'unmount-disk'; disk: Reference; mount: MountRequest; instance: InstanceIdentity; bootID: string }
  | {
      kind: 'label-node';
      node: string;
      uid: string;
      labels: Record<string, string | null>;
      /** Annotations as the plan saw them: where they are others by now, somebody has mounted or unmounted since. */
      seen: Record<string, string | null>;
    }
  | {
      kind: 'restart-pod';
      namespace: string;
      pod: string;
      uid: string;
      /** Of what has started anew since nothing is asked any more; `null` where only another pod would do. */
      startedAt: string | null;
    }
  | { kind: 'create-health-check'; healthCheck: Reference; body: JsonObject }
  /** `members` are the VMs that the body names (P-14). */
  | { kind: 'create-pool'; pool: Reference; members: InstanceIdentity[]; body: JsonObject }
  | { kind: 'create-firewall'; firewall: Reference; body: JsonObject }
  /** `body` is all that is declared of it, `replaces` what was seen where that differs (I-19). */
  | { kind: 'patch-firewall'; firewall: Reference; body: JsonObject; replaces: JsonObject }
  /** N-01: what has to be there before it, since its existence means that the way is complete. */
  | { kind: 'create-forwarding-rule'; forwardingRule: Reference; body: JsonObject; requires: Reference[] }
  | {
      kind: 'set-forwarding-rule-target';
      forwardingRule: Reference;
      pool: Reference;
      replaces: string | null;
      /** The firewalls that open the pool: it is no way without them (N-01). */
      requires: Reference[];
    }
  /** `command` is what a person would type instead; `spared` are the paths of what stays as it is live (C-11, C-18). */
  | { kind: 'apply-object'; object: JsonObject; command: string; spared?: string[] }
  | {
      kind: 'delete-object';
      apiVersion: string;
      objectKind: string;
      namespace: string | null;
      name: string;
      uid: string;
    }
  /** `leaves` are the addresses that it answers on besides, and will no more. */
  | { kind: 'set-service-status'; namespace: string; name: string; address: string; leaves: string[] };

export type ActionKind = Action['kind'];
export type ActionOf<Kind extends ActionKind> = Extract<Action, { kind: Kind }>;

export const riskOf = {
  'add-pool-members': 'additive',
  'remove-pool-members': 'destructive',
  'attach-disk': 'additive',
  'detach-disk': 'destructive',
  'keep-disk': 'additive',
  'create-disk': 'additive',
  'mount-disk': 'additive',
  'unmount-disk': 'destructive',
  'label-node': 'additive',
  'restart-pod': 'destructive',
  'create-health-check': 'additive',
  'create-pool': 'additive',
  'create-firewall': 'changing',
  'patch-firewall': 'changing',
  'create-forwarding-rule': 'changing',
  'set-forwarding-rule-target': 'changing',
  'apply-object': 'changing',
  'delete-object': 'destructive',
  'set-service-status': 'additive',
} as const satisfies Record<ActionKind, Risk>;
