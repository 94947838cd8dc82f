import type { KubernetesNode } from './live.ts';

/** What is written on a node beside its label when a disk was mounted there. */
export interface MountRecord {
  uuid: string;
  bootID: string;
  path: string;
  /** RFC 3339, by the node's clock: pods that started before it are on the node's own disk. */
  mountedAt: string;
  /** By then: somebody else had mounted it, or the node at its boot, and since when nobody knows. */
  wasThere?: true;
  /** Of the VM: the next one under its name finds the node, its record and for a while its bootID as they were (P-14). */
  instanceId?: string | null;
  /** Of the disk then, by Compute Engine: attached anew it is another device. Absent where many read it. */
  attachedAt?: string | null;
}

/** Pods select `disk.underpin.dev/NAME: mounted`, so that they start where the data is and not before. */
export function mountKey(disk: string): string {
  return `disk.underpin.dev/${disk}`;
}

export const mountedMark = 'mounted';

export function isMarkedMounted(node: Pick<KubernetesNode, 'labels'>, disk: string): boolean {
  return node.labels[mountKey(disk)] === mountedMark;
}

/** `null` when there is none, or somebody wrote something else there. */
export function mountRecordOf(node: Pick<KubernetesNode, 'annotations'>, disk: string): MountRecord | null {
  try {
    const record = JSON.parse(node.annotations[mountKey(disk)] ?? 'null');
    const isRecord = ['uuid', 'bootID', 'path', 'mountedAt'].every((key) => typeof record?.[key] === 'string');
    return isRecord ? record : null;
  } catch {
    return null;
  }
}

/** The mount of then went with the device. Both by the clock of Compute Engine, and unknown proves nothing (D-15). */
export function isAttachedSince({ attachedAt }: MountRecord, lastAttachTimestamp: string | null | undefined): boolean {
  return (
    Boolean(attachedAt && lastAttachTimestamp) &&
    Date.parse(String(lastAttachTimestamp)) > Date.parse(String(attachedAt))
  );
}
