import { readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import { checksum, loopTest, loopTestInEach, mounts, refuses, type TestNode } from '../a-node.ts';

/** Everything D-06 asks for; each test below breaks one of it and nothing else. */
const proven = { formatIfBlank: true, neverHeldData: true };

function staysBlank(t: ExecutionContext, image: string): void {
  const bytes = readFileSync(image);
  t.true(bytes.equals(Buffer.alloc(bytes.length)), 'a blank disk was written to');
}

for (const filesystem of ['ext4', 'xfs'] as const) {
  loopTestInEach(
    `a blank disk is formatted with ${filesystem} when all of D-06 holds, and only once`,
    (t, node) => {
      node.attach(node.image('foodata', 320));
      const request = { ...proven, filesystem, sizeBytes: 320 * 2 ** 20 };
      const first = mounts(t, node, request);
      t.true(first.formatted);
      t.is(first.fstype, filesystem);
      node.shell('echo kept >/mnt/foodata/world');
      const second = mounts(t, node, request);
      t.false(second.formatted);
      t.true(second.already);
      t.is(second.uuid, first.uuid);
      t.is(node.shell('cat /mnt/foodata/world'), 'kept');
      t.is(node.shell('ls /run/underpin'), '');
    },
    filesystem === 'xfs' ? ['mkfs.xfs'] : [],
  );
}

loopTest('D-06: without formatIfBlank a blank disk stays blank', (t, node) => {
  const image = node.image();
  node.attach(image);
  refuses(t, node.run('mount', { ...proven, formatIfBlank: false }), ['blank', /formatIfBlank is false.*mkfs\.ext4/]);
  staysBlank(t, image);
});

loopTest('D-06: without proof that it never held data a blank disk stays blank', (t, node) => {
  const image = node.image();
  node.attach(image);
  const refusal: [string, RegExp] = ['blank-without-proof', /does not show that it never held anything/];
  refuses(t, node.run('mount', { ...proven, neverHeldData: false }), refusal);
  staysBlank(t, image);
});

loopTest('D-06: a device of another size stays blank', (t, node) => {
  const image = node.image('foodata', 33);
  node.attach(image);
  refuses(t, node.run('mount', proven), ['wrong-size', /has 34603008 bytes, Compute Engine says 33554432/]);
  staysBlank(t, image);
});

loopTest('D-06: a device of another serial stays blank', (t, node) => {
  const image = node.image();
  node.attach(image, { serial: 'bardata' });
  refuses(t, node.run('mount', proven), ['wrong-device', /calls itself `bardata`, not `foodata`/]);
  staysBlank(t, image);
});

loopTest('D-06: a device that tells no serial stays blank', (t, node) => {
  const image = node.image();
  const { name } = node.attach(image);
  node.shell(`rm /sys/class/block/${name}/device/vpd_pg83`);
  refuses(t, node.run('mount', proven), ['wrong-device', /nothing readable/]);
  staysBlank(t, image);
});

loopTest('D-06: a device on which blkid sees anything is left as it is', (t, node) => {
  const image = node.image('foodata', 32, 'mkfs.ext2 -q "$1"');
  const before = checksum(image);
  node.attach(image);
  refuses(t, node.run('mount', proven), ['other-filesystem', /holds ext2/]);
  t.is(checksum(image), before);
});

loopTest('D-06: a device of which the kernel knows partitions is left as it is', (t, node) => {
  const image = node.image();
  const { name } = node.attach(image);
  node.shell(`mkdir /sys/class/block/${name}/${name}p1; echo 1 >/sys/class/block/${name}/${name}p1/partition`);
  refuses(t, node.run('mount', proven), ['partition-table', /partition table \(partitions\)/]);
  staysBlank(t, image);
});

loopTest('D-06: a partition stays blank', (t, node) => {
  const image = node.image();
  const { name } = node.attach(image);
  node.shell(`echo 1 >/sys/class/block/${name}/partition`);
  refuses(t, node.run('mount', proven), ['wrong-device', /nothing readable/]);
  staysBlank(t, image);
});

loopTest('D-06: a device that is mounted elsewhere is not formatted, blank as it may look', (t, node) => {
  mountedAndWiped(node);
  refuses(t, node.run('mount', proven), ['mounted-elsewhere', /already mounted at `\/mnt\/elsewhere`/]);
});

loopTest('D-06: a device that only a lazy unmount has hidden is not formatted', (t, node) => {
  mountedAndWiped(node);
  // What holds it is a folder this shell has open.
  const command = ['sh', '-c', 'exec 9</mnt/elsewhere; umount -l /mnt/elsewhere; "$@"', 'sh'];
  refuses(t, node.run('mount', proven, command), ['mounted-elsewhere', /another mount namespace/]);
});

loopTest('D-06: a device that the node swaps on is not formatted', (t, node) => {
  const { name } = node.attach(node.image());
  node.shell(`cp /proc/swaps /run/swaps; echo "/dev/${name} partition 32764 0 -2" >>/run/swaps`);
  const command = ['sh', '-c', 'mount --bind /run/swaps /proc/swaps; "$@"', 'sh'];
  refuses(t, node.run('mount', proven, command), ['swap', /swaps on `\/dev\/loop/]);
});

loopTest('D-06: a device that something else is built upon stays blank', (t, node) => {
  const image = node.image();
  const { name } = node.attach(image);
  node.shell(`cd /sys/class/block/${name}; rm holders; mkdir -p holders/dm-0`);
  refuses(t, node.run('mount', proven), ['held', /in use by `dm-0`/]);
  staysBlank(t, image);
});

loopTest('a disk that was mounted before is never formatted', (t, node) => {
  const image = node.image();
  node.attach(image);
  const expectedUuid = '0d4a9f0e-4f5c-4a37-9b43-1d7a3e5f7b11';
  refuses(t, node.run('mount', { ...proven, expectedUuid }), ['other-uuid', /holds the filesystem `none`/]);
  staysBlank(t, image);
});

loopTest('a disk declared READ_ONLY is never formatted', (t, node) => {
  const image = node.image();
  node.attach(image);
  refuses(t, node.run('mount', { ...proven, mode: 'READ_ONLY' }), ['blank', /nothing to read/]);
  staysBlank(t, image);
});

/** Zeros, and so blkid says exit 2, under a filesystem that is still mounted. */
function mountedAndWiped(node: TestNode): void {
  const { name } = node.attach(node.image('foodata', 32, 'mkfs.ext4 -q "$1"'));
  node.shell(`mkdir /mnt/elsewhere; mount -o ro /dev/${name} /mnt/elsewhere`);
  node.shell(
    `dd if=/dev/zero of=/dev/${name} bs=1M count=32 conv=fsync 2>/dev/null; blkid -p /dev/${name} || test $? = 2`,
  );
}
