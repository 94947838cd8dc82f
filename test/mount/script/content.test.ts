import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { isInstalled } from '../../../sandbox/kubernetes/real/loop-device.ts';
import { mebibyte } from '../a-mount-request.ts';
import { checksum, loopTest, loopTestInEach, mounts, refuses, type TestNode } from '../a-node.ts';

const luksHead = Buffer.from('LUKS\xba\xbe\x00\x01', 'latin1');
const keepSuperblock = 'dd if="$1" of="$1.sb" bs=1024 skip=1 count=1 status=none';
const putSuperblockBack = 'dd if="$1.sb" of="$1" bs=1024 seek=1 conv=notrunc status=none';
const formatting = { formatIfBlank: true, neverHeldData: true };

/** With both flags set, so that nothing but the content of the disk protects it. */
function leaves(
  title: string,
  make: (node: TestNode) => string,
  refusal: [string, RegExp],
  tools: string[] = [],
): void {
  loopTest(
    `${title} is refused and left as it is (D-06, D-09)`,
    (t, node) => {
      const image = make(node);
      const before = checksum(image);
      node.attach(image);
      refuses(t, node.run('mount', { ...formatting, sizeBytes: bytesOf(node) }), refusal);
      t.is(checksum(image), before);
    },
    tools,
  );
}

leaves('a disk with an MBR partition table', (node) => patched(node.image(), partitionTable()), [
  'partition-table',
  /partition table \(dos\)/,
]);
leaves('a disk with an empty MBR', (node) => patched(node.image(), [[510, Buffer.from([0x55, 0xaa])]]), [
  'partition-table',
  /partition table \(dos\)|partition-table/,
]);
leaves('a disk with a GPT', (node) => patched(node.image(), guidPartitionTable(32)), [
  'partition-table',
  /partition table \((gpt|PMBR)\)/,
]);
leaves('an LVM physical volume', (node) => physicalVolume(node), ['lvm', /LVM physical volume/], ['pvcreate']);
leaves('swap space', (node) => node.image('foodata', 32, 'mkswap "$1"'), ['swap', /swap space/]);
leaves('a LUKS volume', luksVolume, ['luks', /encrypted \(LUKS\)/]);
leaves(
  'xfs under an ext4 declaration',
  (node) => node.image('foodata', 320, 'mkfs.xfs -q "$1"'),
  ['other-filesystem', /holds xfs, declared is ext4.*declare `filesystem: xfs`/],
  ['mkfs.xfs'],
);
leaves('ext2 under an ext4 declaration', (node) => node.image('foodata', 32, 'mkfs.ext2 -q "$1"'), [
  'other-filesystem',
  /holds ext2/,
]);
leaves('ext4 with its superblock zeroed', (node) => patched(ext4(node), [[1024, Buffer.alloc(1024)]]), [
  'unknown-content',
  /recognises nothing.*not empty/,
]);
leaves('ext4 with half of its superblock zeroed', (node) => patched(ext4(node), [[1152, Buffer.alloc(800)]]), [
  'damaged-superblock',
  /superblock of disk `foodata` is damaged/,
]);
leaves('ext4 with the first 32 MiB zeroed', (node) => patched(ext4(node, 256), [[0, Buffer.alloc(32 * mebibyte)]]), [
  'unknown-content',
  /not empty/,
]);
leaves(
  'ext4 that is larger than its disk',
  (node) => node.image('foodata', 32, 'mkfs.ext4 -q "$1" 48M; truncate -s 32M "$1"'),
  ['larger-than-disk', /wants 50331648 bytes, the disk has 33554432/],
);
leaves(
  'xfs with its first superblock zeroed',
  (node) => patched(node.image('foodata', 320, 'mkfs.xfs -q "$1"'), [[0, Buffer.alloc(mebibyte)]]),
  ['unknown-content', /not empty/],
  ['mkfs.xfs'],
);
leaves('one byte in the first MiB', (node) => patched(node.image(), [[700_000, Buffer.from([1])]]), [
  'unknown-content',
  /not empty/,
]);
leaves(
  'one byte in the middle',
  (node) => patched(node.image('foodata', 64), [[29 * mebibyte + 5, Buffer.from([1])]]),
  ['unknown-content', /not empty/],
);
leaves('a member of a RAID array, marked at its end', (node) => patched(node.image(), raidMember(32)), [
  'raid',
  /part of a RAID array/,
]);
leaves('a DVD image', (node) => patched(node.image(), [[32768, Buffer.from('\x01CD001\x01', 'latin1')]]), [
  'other-filesystem',
  /holds iso9660, declared is ext4.*Underpin mounts ext4 and xfs/,
]);
leaves('one byte at the very end', (node) => patched(node.image(), [[32 * mebibyte - 1, Buffer.from([1])]]), [
  'unknown-content',
  /not empty/,
]);
leaves(
  'a disk that is xfs and ext4 at once',
  (node) => node.image('foodata', 320, `mkfs.ext4 -q "$1"; ${keepSuperblock}; mkfs.xfs -qf "$1"; ${putSuperblockBack}`),
  ['ambivalent', /more than one kind of content/],
  ['mkfs.xfs'],
);

loopTest('a disk that cannot be read is not taken for a blank one (D-06)', (t, node) => {
  node.attach(node.image());
  const shims = node.files.folder;
  node.shell(`printf '#!/bin/sh\\nexit 1\\n' >${shims}/dd; chmod +x ${shims}/dd`);
  const ended = node.run('mount', formatting, ['env', `PATH=${shims}:/usr/sbin:/usr/bin:/sbin:/bin`]);
  refuses(t, ended, ['unknown-content', /not empty/]);
});

loopTest('a blkid that fails is not taken for one that found nothing (D-06)', (t, node) => {
  node.attach(node.image());
  const shims = node.files.folder;
  node.shell(`printf '#!/bin/sh\\necho broken; exit 1\\n' >${shims}/blkid; chmod +x ${shims}/blkid`);
  const ended = node.run('mount', formatting, ['env', `PATH=${shims}:/usr/sbin:/usr/bin:/sbin:/bin`]);
  refuses(t, ended, ['probe-failed', /ended with 1: broken/]);
});

loopTestInEach('a disk with data is mounted, and the data is as it was', (t, node) => {
  node.attach(ext4(node));
  node.shell('mkdir /mnt/before; mount /dev/disk/by-id/google-foodata /mnt/before; echo kept >/mnt/before/world');
  node.shell('umount /mnt/before');
  const done = mounts(t, node, formatting);
  t.is(node.shell('cat /mnt/foodata/world'), 'kept');
  t.is(node.shell('ls -A /mnt/foodata | sort | xargs'), 'lost+found p world');
  t.false(done.formatted);
  t.is(done.fsck, 0);
  t.is(done.fstype, 'ext4');
});

loopTestInEach('a dirty journal is replayed (D-09)', (t, node) => {
  const image = ext4(node);
  const torn = `${node.files.folder}/torn.img`;
  const device = node.attach(image);
  node.shell('mkdir /mnt/before; mount /dev/disk/by-id/google-foodata /mnt/before; echo kept >/mnt/before/world');
  node.shell(`sync /mnt/before/world; cp --sparse=always ${image} ${torn}; umount /mnt/before`);
  device.detach();
  node.attach(torn);
  const done = mounts(t, node);
  t.is(node.shell('cat /mnt/foodata/world'), 'kept');
  t.true(done.fsck === 0 || done.fsck === 1);
});

loopTest('fsck that cannot repair by itself stops the mount (D-09)', (t, node) => {
  // The root folder's inode loses its type.
  const image = node.image(
    'foodata',
    32,
    'mkfs.ext4 -q -O ^metadata_csum "$1"; debugfs -w -R "sif <2> mode 0" "$1"; debugfs -w -R "ssv state 2" "$1"',
  );
  node.attach(image);
  refuses(t, node.run('mount'), ['fsck-stopped', /e2fsck -p.*stopped with 4.*a person must run/]);
});

function ext4(node: TestNode, mebibytes = 32): string {
  return node.image('foodata', mebibytes, 'mkfs.ext4 -q "$1"; debugfs -w -R "write /etc/passwd p" "$1"');
}

function physicalVolume(node: TestNode): string {
  return node.image(
    'foodata',
    64,
    'loop=$(losetup -f --show "$1"); pvcreate -q "$loop" 2>/dev/null; losetup -d "$loop"',
  );
}

function luksVolume(node: TestNode): string {
  if (!isInstalled('cryptsetup')) return patched(node.image(), [[0, luksHead]]);
  const fast = '--pbkdf pbkdf2 --pbkdf-force-iterations 1000';
  return node.image('foodata', 32, `echo word | cryptsetup luksFormat -q ${fast} "$1" -`);
}

type Patch = [offset: number, bytes: Buffer];

function patched(image: string, patches: Patch[]): string {
  const file = openSync(image, 'r+');
  for (const [offset, bytes] of patches) writeSync(file, bytes, 0, bytes.length, offset);
  closeSync(file);
  return image;
}

function partitionTable(): Patch[] {
  const entry = Buffer.from([0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x80, 0, 0]);
  return [
    [446, entry],
    [510, Buffer.from([0x55, 0xaa])],
  ];
}

/** As version 0.90 of the format has it: magic and version, 64 KiB before the end. */
function raidMember(mebibytes: number): Patch[] {
  const superblock = Buffer.alloc(12);
  superblock.writeUInt32LE(0xa92b4efc);
  superblock.writeUInt32LE(90, 8);
  return [[mebibytes * mebibyte - 65_536, superblock]];
}

function guidPartitionTable(mebibytes: number): Patch[] {
  const sectors = (mebibytes * mebibyte) / 512;
  const entries = Buffer.alloc(128 * 128);
  entries.fill(0x11, 0, 32);
  entries.writeBigUInt64LE(2048n, 32);
  entries.writeBigUInt64LE(4095n, 40);
  const header = Buffer.alloc(92);
  header.write('EFI PART');
  header.writeUInt32LE(0x10000, 8);
  header.writeUInt32LE(92, 12);
  const places = [1n, BigInt(sectors - 1), 34n, BigInt(sectors - 34)];
  for (const [index, place] of places.entries()) header.writeBigUInt64LE(place, 24 + 8 * index);
  header.fill(0x22, 56, 72);
  header.writeBigUInt64LE(2n, 72);
  header.writeUInt32LE(128, 80);
  header.writeUInt32LE(128, 84);
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(crc32(header), 16);
  const protective = Buffer.from([0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xff, 0xff, 1, 0]);
  return [
    [446, protective],
    [510, Buffer.from([0x55, 0xaa])],
    [512, header],
    [1024, entries],
  ];
}

function bytesOf(node: TestNode): number {
  return Number(node.shell('blockdev --getsize64 /dev/disk/by-id/google-foodata'));
}
