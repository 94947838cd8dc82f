import type { JsonObject } from '../../../shared/model/json.ts';
import { checkUuid, judgeContent, wrongType } from './judge-content.ts';
import type { BlockDevice, Mount, SimulatedMachine } from './machine.ts';
import type { MountCall } from './mount-call.ts';
import { NotDone } from './not-done.ts';

/** What mount.sh does on a node, on the machine's device table. Returns the script's line, or throws its refusal. */
export function mount(machine: SimulatedMachine, call: MountCall, newUuid: () => string): JsonObject {
  const block = findDevice(machine, call);
  const there = machine.at(call.path);
  if (there) return already(machine, call, { block, there });
  lockPlace(machine, call);
  checkUnused(machine, call, block);
  const formatted = judgeContent(call, block) === 'format';
  if (formatted) format(call, block, newUuid());
  const fsck = checkFilesystem(call, block);
  const kind = call.isReadOnly ? 'ro' : 'rw';
  machine.mounts.push({
    path: call.path,
    device: block.device,
    fstype: call.filesystem,
    options: [kind, 'relatime', ...(call.options ? [call.options] : [])].join(','),
  });
  return doneLine(machine, call, { block, formatted, fsck, resized: grow(call, block), already: false });
}

export function unmount(machine: SimulatedMachine, call: MountCall): JsonObject {
  const block = machine.find(call.deviceName);
  const there = machine.at(call.path);
  if (!there) return unmountedLine(machine, call, { block, already: true });
  if (there.device.deviceName !== (block?.device.deviceName ?? call.deviceName)) throw mountedElse(call, there, '');
  const user = machine.users.get(call.path);
  if (user) throw new NotDone('waiting', 'in-use', `Disk \`${call.disk}\` is still used by ${user}`);
  machine.mounts = machine.mounts.filter((mount) => mount !== there);
  machine.lockedPaths.add(call.path);
  if (block) block.content.isDirty = false;
  return unmountedLine(machine, call, { block, already: false });
}

/** D-07: the device behind the link says of itself what it should. */
function findDevice(machine: SimulatedMachine, call: MountCall): BlockDevice {
  const link = `/dev/disk/by-id/google-${call.deviceName}`;
  const block = machine.find(call.deviceName);
  if (!block)
    throw new NotDone(
      'waiting',
      'no-device',
      `No device is behind \`${link}\`: is disk \`${call.disk}\` attached under the device name \`${call.deviceName}\`?`,
    );
  const { device, path } = block;
  if (device.deviceName !== call.serial)
    throw new NotDone(
      'blocked',
      'wrong-device',
      `\`${link}\` leads to \`${path}\`, which calls itself \`${device.deviceName}\`, not \`${call.serial}\`: a stale link? Nothing was touched. \`udevadm trigger\` on the node makes the links again`,
    );
  if (device.sizeBytes !== call.sizeBytes)
    throw new NotDone(
      'blocked',
      'wrong-size',
      `\`${path}\` has ${device.sizeBytes} bytes, Compute Engine says ${call.sizeBytes} for disk \`${call.disk}\`. Nothing was touched`,
    );
  return block;
}

/** D-10, before anything may refuse the disk. */
function lockPlace(machine: SimulatedMachine, call: MountCall): void {
  const files = machine.ownFilesUnder(call.path);
  if (files.length)
    throw new NotDone(
      'blocked',
      'mount-point-not-empty',
      `\`${call.path}\` holds files on the node's own disk, which the mount would hide: ${files.slice(0, 5).join(' ')}. Move them away first (\`chattr -i ${call.path}\`)`,
    );
  machine.lockedPaths.add(call.path);
}

/** D-08. */
function already(
  machine: SimulatedMachine,
  call: MountCall,
  { block, there }: { block: BlockDevice; there: Mount },
): JsonObject {
  if (there.device.diskId !== block.device.diskId) throw mountedElse(call, there, block.majorMinor);
  checkUuid(call, block.content.uuid);
  if (there.fstype !== call.filesystem) throw wrongType(call, there.fstype);
  const isReadOnly = there.options.startsWith('ro');
  if (isReadOnly && !call.isReadOnly)
    throw new NotDone(
      'blocked',
      'mounted-read-only',
      `Disk \`${call.disk}\` is mounted read-only at \`${call.path}\`, declared is READ_WRITE: after an error the kernel does that. See \`dmesg\` on the node, then unmount and mount again`,
    );
  if (!isReadOnly && call.isReadOnly)
    throw new NotDone(
      'blocked',
      'mounted-read-write',
      `Disk \`${call.disk}\` is mounted read-write at \`${call.path}\`, declared is READ_ONLY: unmount it first`,
    );
  return doneLine(machine, call, { block, formatted: false, fsck: null, resized: grow(call, block), already: true });
}

function mountedElse({ path, disk }: MountCall, there: Mount, majorMinor: string): NotDone {
  return new NotDone(
    'blocked',
    'mounted-something-else',
    `At \`${path}\` there is already \`${there.device.deviceName}\` (${there.fstype}), not disk \`${disk}\`${majorMinor ? ` (${majorMinor})` : ''}: unmount it, or declare another mountPath`,
  );
}

function checkUnused(machine: SimulatedMachine, call: MountCall, { device, path }: BlockDevice): void {
  const elsewhere = machine.mounts.find((one) => one.device.source === device.source);
  if (elsewhere)
    throw new NotDone(
      'blocked',
      'mounted-elsewhere',
      `Disk \`${call.disk}\` (\`${path}\`) is already mounted at \`${elsewhere.path}\`, declared is \`${call.path}\`: unmount it there`,
    );
}

function format(call: MountCall, { content, device }: BlockDevice, uuid: string): void {
  Object.assign(content, {
    kind: 'signature',
    type: call.filesystem,
    uuid,
    filesystemBytes: device.sizeBytes,
    isDirty: false,
  });
}

/** D-09: 0 and 1 go on, anything from 4 up stops; a read-only mount cannot replay a journal. */
function checkFilesystem(call: MountCall, { content, device }: BlockDevice): number | null {
  const { disk } = call;
  if (content.isSuperblockDamaged)
    throw new NotDone(
      'blocked',
      'damaged-superblock',
      `The superblock of disk \`${disk}\` is damaged; it is left as it is`,
    );
  if (content.filesystemBytes > device.sizeBytes)
    throw new NotDone(
      'blocked',
      'larger-than-disk',
      `The filesystem on disk \`${disk}\` wants ${content.filesystemBytes} bytes, the disk has ${device.sizeBytes}: it was cut. It is left as it is: restore a snapshot, or resize the disk to its former size`,
    );
  if (call.isReadOnly) {
    if (content.isDirty)
      throw new NotDone(
        'blocked',
        'journal-dirty',
        `Disk \`${disk}\` was not cleanly unmounted and is READ_ONLY here: attach it READ_WRITE to one VM and mount it there once`,
      );
    return null;
  }
  if (call.filesystem !== 'ext4') return null;
  if (content.fsckStatus >= 2)
    throw new NotDone(
      'blocked',
      'fsck-stopped',
      `\`e2fsck -p\` stopped with ${content.fsckStatus}: a person must run \`e2fsck\` on the node, or restore a snapshot`,
    );
  const status = content.isDirty ? 1 : content.fsckStatus;
  content.isDirty = false;
  return status;
}

/** D-11: only upward. */
function grow(call: MountCall, { content, device }: BlockDevice): boolean {
  if (call.isReadOnly || content.filesystemBytes === 0 || device.sizeBytes - content.filesystemBytes < 16_777_216)
    return false;
  content.filesystemBytes = device.sizeBytes;
  return true;
}

interface Done {
  block: BlockDevice;
  formatted: boolean;
  fsck: number | null;
  resized: boolean;
  already: boolean;
}

function doneLine(machine: SimulatedMachine, call: MountCall, done: Done): JsonObject {
  const { block, ...facts } = done;
  const mounted = machine.at(call.path);
  return {
    ...lineOf(machine, call),
    uuid: block.content.uuid,
    source: block.path,
    majorMinor: block.majorMinor,
    fstype: mounted?.fstype ?? null,
    options: mounted?.options ?? null,
    ...facts,
    mountPoint: 'immutable',
  };
}

function unmountedLine(
  machine: SimulatedMachine,
  call: MountCall,
  { block, already: was }: { block: BlockDevice | undefined; already: boolean },
): JsonObject {
  const place = { source: block?.path ?? null, majorMinor: block?.majorMinor ?? null, fstype: null, options: null };
  const mountPoint = machine.lockedPaths.has(call.path) ? 'immutable' : 'absent';
  return {
    ...lineOf(machine, call),
    uuid: was ? null : (block?.content.uuid ?? null),
    ...place,
    formatted: false,
    resized: false,
    fsck: null,
    already: was,
    mountPoint,
  };
}

function lineOf(machine: SimulatedMachine, { verb, disk, path, sizeBytes }: MountCall): JsonObject {
  return { ok: true, verb, disk, path, bootID: machine.bootID, sizeBytes, fstab: 'none', notes: '' };
}
