import { readFileSync, truncateSync } from 'node:fs';
import { mebibyte } from '../a-mount-request.ts';
import { checksum, loopTest, loopTestInEach, mounts, refuses, unmounts } from '../a-node.ts';

const makeExt4 = 'mkfs.ext4 -q "$1"';
const makeXfs = 'mkfs.xfs -q "$1"';

for (const [filesystem, make, mebibytes] of [
  ['ext4', makeExt4, 32],
  ['xfs', makeXfs, 320],
] as const) {
  const sizeBytes = mebibytes * mebibyte;
  const request = { filesystem, sizeBytes, mode: 'READ_ONLY' as const };
  const tools = [`mkfs.${filesystem}`];

  for (const readOnly of [true, false]) {
    const title = `${filesystem} declared READ_ONLY is read and nothing is written, the device ${readOnly ? 'too' : 'not'}`;
    loopTest(
      title,
      (t, node) => {
        const image = node.image('foodata', mebibytes, make);
        const before = checksum(image);
        node.attach(image, { readOnly });
        t.regex(mounts(t, node, request).options ?? '', /^ro,/);
        t.true(mounts(t, node, request).already);
        t.throws(() => node.shell('touch /mnt/foodata/x'));
        unmounts(t, node, request);
        t.is(checksum(image), before);
      },
      filesystem === 'xfs' && !readOnly ? [...tools, 'xfs_logprint'] : tools,
    );

    loopTest(
      `${filesystem} that was not cleanly unmounted is refused READ_ONLY, the device ${readOnly ? 'too' : 'not'}`,
      (t, node) => {
        const image = node.image('foodata', mebibytes, make);
        const torn = `${node.files.folder}/torn.img`;
        const device = node.attach(image);
        node.shell('mkdir /mnt/before; mount /dev/disk/by-id/google-foodata /mnt/before; echo 1 >/mnt/before/world');
        node.shell(`sync /mnt/before/world; cp --sparse=always ${image} ${torn}; umount /mnt/before`);
        device.detach();
        const before = checksum(torn);
        node.attach(torn, { readOnly });
        const kernelsWord = filesystem === 'xfs' && readOnly;
        const words: [string, RegExp] = kernelsWord
          ? ['mount-failed', /mount.*says/]
          : ['journal-dirty', /attach it READ_WRITE to one VM and mount it there once/];
        refuses(t, node.run('mount', request), words);
        t.is(checksum(torn), before);
      },
      tools,
    );
  }
}

loopTest('a mount that the kernel turned read-only is told, not taken for good (D-08)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  node.shell('mount -o remount,ro /mnt/foodata');
  refuses(t, node.run('mount'), ['mounted-read-only', /dmesg/]);
});

loopTest('a disk mounted read-write where READ_ONLY is declared is told', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  refuses(t, node.run('mount', { mode: 'READ_ONLY' }), ['mounted-read-write', /unmount it first/]);
});

loopTest(
  'xfs grows with its disk, at the mount and while mounted (D-11)',
  (t, node) => {
    const image = node.image('foodata', 320, makeXfs);
    const device = node.attach(image);
    grow(400);
    t.true(mounts(t, node, { filesystem: 'xfs', sizeBytes: 400 * mebibyte }).resized);
    grow(480);
    const again = mounts(t, node, { filesystem: 'xfs', sizeBytes: 480 * mebibyte });
    t.true(again.resized && again.already);
    t.true(Number(node.shell('stat -f -c "%b * %S" /mnt/foodata').split(' * ')[0]) * 4096 > 380 * mebibyte);
    t.false(mounts(t, node, { filesystem: 'xfs', sizeBytes: 480 * mebibyte }).resized);

    function grow(mebibytes: number): void {
      truncateSync(image, mebibytes * mebibyte);
      device.readSizeAgain();
    }
  },
  ['mkfs.xfs', 'xfs_growfs'],
);

loopTest('ext4 grows from 200 to 400 MB, or its data is there all the same and the reason told (D-11)', (t, node) => {
  const image = node.image('foodata', 200, makeExt4);
  truncateSync(image, 400 * mebibyte);
  node.attach(image);
  const done = mounts(t, node, { sizeBytes: 400 * mebibyte });
  const blocks = Number(node.shell('stat -f -c "%b" /mnt/foodata'));
  if (mayGrowExt4()) {
    t.true(done.resized);
    t.true(blocks * 1024 > 350 * mebibyte);
  } else {
    t.log('without CAP_SYS_RESOURCE the kernel grows no ext4 that is mounted');
    t.false(done.resized);
    t.regex(done.notes, /could not be grown/);
  }
});

loopTest('a filesystem is never grown READ_ONLY (D-11)', (t, node) => {
  const image = node.image('foodata', 32, makeExt4);
  truncateSync(image, 64 * mebibyte);
  const before = checksum(image);
  node.attach(image);
  t.false(mounts(t, node, { mode: 'READ_ONLY', sizeBytes: 64 * mebibyte }).resized);
  unmounts(t, node, { mode: 'READ_ONLY', sizeBytes: 64 * mebibyte });
  t.is(checksum(image), before);
});

for (const [filesystem, make, mebibytes] of [
  ['ext4', makeExt4, 32],
  ['xfs', makeXfs, 320],
] as const)
  loopTestInEach(
    `${filesystem} that is full to its last block is mounted and said to be full (D-15)`,
    (t, node) => {
      const request = { filesystem, sizeBytes: mebibytes * mebibyte };
      node.attach(node.image('foodata', mebibytes, make));
      mounts(t, node, request);
      const fill = (size: string) => `dd if=/dev/zero bs=${size} 2>/dev/null >>/mnt/foodata/fill || true`;
      node.shell(`${['64k', '4k', '1k', '1'].map(fill).join('; ')}; sync -f /mnt/foodata`);
      t.is(mounts(t, node, request).notes, 'Disk `foodata` is full');
      unmounts(t, node, request);
      t.is(mounts(t, node, request).notes, 'Disk `foodata` is full');
    },
    [`mkfs.${filesystem}`],
  );

loopTest('the write probe follows no link that a Pod has left (D-15)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  node.shell('echo host >/run/host-file; ln -s /run/host-file /mnt/foodata/.underpin-probe');
  mounts(t, node);
  t.is(node.shell('cat /run/host-file'), 'host');
});

/** Bit 24 of the effective set. */
function mayGrowExt4(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 24n)) !== 0n;
}
