import type { BlockDevice } from './machine.ts';
import type { MountCall } from './mount-call.ts';
import { NotDone } from './not-done.ts';

/** D-06, D-09: `format` when the disk may be formatted, `mount` when it holds what is declared; else a refusal. */
export function judgeContent(call: MountCall, { content, path }: BlockDevice): 'mount' | 'format' {
  const { disk } = call;
  if (content.kind === 'partition-table')
    throw new NotDone(
      'blocked',
      'partition-table',
      `Disk \`${disk}\` has a partition table (${content.type}); Underpin mounts whole disks and leaves it as it is`,
    );
  if (content.kind === 'ambivalent')
    throw new NotDone(
      'blocked',
      'ambivalent',
      `blkid sees more than one kind of content on disk \`${disk}\`: look at it with \`wipefs ${path}\` (without options it only lists)`,
    );
  if (content.kind === 'unknown')
    throw new NotDone(
      'blocked',
      'unknown-content',
      `blkid recognises nothing on disk \`${disk}\`, yet it is not empty: a damaged filesystem? It is left as it is`,
    );
  if (content.kind === 'blank') return judgeBlank(call);
  if (content.type !== call.filesystem) throw wrongType(call, content.type);
  if (!content.uuid)
    throw new NotDone(
      'blocked',
      'no-uuid',
      `blkid finds no filesystem UUID on disk \`${disk}\`, so nothing proves which data it is: look with \`blkid -p ${path}\``,
    );
  checkUuid(call, content.uuid);
  return 'mount';
}

function judgeBlank(call: MountCall): 'format' {
  const { disk, filesystem } = call;
  checkUuid(call, null);
  if (call.isReadOnly)
    throw new NotDone(
      'blocked',
      'blank',
      `Disk \`${disk}\` is blank, and READ_ONLY as declared there is nothing to read on it`,
    );
  if (!call.formatIfBlank)
    throw new NotDone(
      'blocked',
      'blank',
      `Disk \`${disk}\` is blank and formatIfBlank is false: declare \`formatIfBlank: true\`, or format it by hand with \`mkfs.${filesystem}\``,
    );
  if (!call.neverHeldData)
    throw new NotDone(
      'blocked',
      'blank-without-proof',
      `Disk \`${disk}\` looks blank, but Compute Engine does not show that it never held anything: it was attached before, or made from an image, a snapshot or a disk`,
    );
  return 'format';
}

export function checkUuid({ disk, expectedUuid }: MountCall, uuid: string | null): void {
  if (!expectedUuid || uuid === expectedUuid) return;
  throw new NotDone(
    'blocked',
    'other-uuid',
    `Disk \`${disk}\` holds the filesystem \`${uuid ?? 'none'}\`; what Underpin mounted last was \`${expectedUuid}\`. If that is meant, take the annotation of the last mount off the node`,
  );
}

export function wrongType({ disk, filesystem }: MountCall, type: string): NotDone {
  const left = 'It is left as it is';
  if (type === 'crypto_LUKS') return new NotDone('blocked', 'luks', `Disk \`${disk}\` is encrypted (LUKS). ${left}`);
  if (type.startsWith('LVM'))
    return new NotDone('blocked', 'lvm', `Disk \`${disk}\` is an LVM physical volume. ${left}`);
  if (type.includes('raid'))
    return new NotDone('blocked', 'raid', `Disk \`${disk}\` is part of a RAID array (${type}). ${left}`);
  if (type.startsWith('sw')) return new NotDone('blocked', 'swap', `Disk \`${disk}\` holds swap space. ${left}`);
  return new NotDone(
    'blocked',
    'other-filesystem',
    `Disk \`${disk}\` holds ${type}, declared is ${filesystem}. ${left}: declare \`filesystem: ${type}\`, or another disk`,
  );
}
