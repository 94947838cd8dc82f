import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { MountRequest, MountVerb } from '../../../shared/model/mount.ts';
import { mebibyte } from '../a-mount-request.ts';
import { loopTest, mounts, refuses, succeeds, type TestNode, unmounts } from '../a-node.ts';

const proven = { formatIfBlank: true, neverHeldData: true };
const small = { sizeBytes: 8 * mebibyte };

loopTest('killed at any step of a first mount and run again, it ends as if never killed (I-22)', async (t, node) => {
  await killAtEveryStep(node, { ...proven, ...small }, 'mount', () => {
    const device = node.attach(node.image('foodata', 8));
    return () => {
      const done = mounts(t, node, { ...proven, ...small });
      t.is(done.mountPoint === 'unknown', done.already);
      isAsItShouldBe(t, node);
      unmounts(t, node, small);
      node.shell('chattr -i /mnt/foodata; rmdir /mnt/foodata');
      device.detach();
    };
  });
});

loopTest('killed at any step of a mount with data and run again, the data is there (I-22)', async (t, node) => {
  const full = node.image('full', 8, 'mkfs.ext4 -q "$1"; debugfs -w -R "write /etc/hostname world" "$1"');
  await killAtEveryStep(node, small, 'mount', () => {
    const image = join(node.files.folder, 'foodata.img');
    copyFileSync(full, image);
    const device = node.attach(image);
    return () => {
      t.false(mounts(t, node, small).formatted);
      t.is(node.shell('ls /mnt/foodata | grep world'), 'world');
      isAsItShouldBe(t, node);
      unmounts(t, node, small);
      device.detach();
    };
  });
});

loopTest('killed at any step of an unmount and run again, it is unmounted (I-22)', async (t, node) => {
  const device = node.attach(node.image('foodata', 8, 'mkfs.ext4 -q "$1"'));
  await killAtEveryStep(node, small, 'unmount', () => {
    mounts(t, node, small);
    return () => {
      const done = succeeds(t, node.run('unmount', small));
      t.true(done.mountPoint === 'immutable' || done.mountPoint === 'guarded');
      t.is(node.shell('cat /etc/fstab /proc/mounts | grep -c "x-underpin\\| /mnt/foodata ext4" || true'), '0');
    };
  });
  device.detach();
});

loopTest('a mkfs that was killed is taken up again on the same attachment, and on no other (D-06)', (t, node) => {
  const image = node.image('foodata', 8);
  let device = node.attach(image);
  const bin = `${node.files.folder}/bin`;
  node.shell(`
    mkdir ${bin}; real=$(PATH=$PATH:/usr/sbin:/sbin command -v mkfs.ext4)
    printf '%s\\n' '#!/bin/sh' "$real \\"\\$@\\"" 'dd if=/dev/zero of=/dev/${device.name} bs=1024 seek=1 count=1 2>/dev/null; exit 137' >${bin}/mkfs.ext4
    chmod +x ${bin}/mkfs.ext4`);
  const request = { ...proven, ...small };
  const ended = node.run('mount', request, ['env', `PATH=${bin}:/usr/sbin:/usr/bin:/sbin:/bin`]);
  refuses(t, ended, ['format-failed', /mkfs\.ext4/]);
  t.is(node.shell(`blkid -p /dev/${device.name} || echo $?`), '2');

  refuses(t, node.run('mount', { ...request, formatIfBlank: false }), ['blank', /formatIfBlank is false/]);
  refuses(t, node.run('mount', { ...request, neverHeldData: false }), ['blank-without-proof', /never held/]);
  device.detach();
  device = node.attach(image);
  refuses(t, node.run('mount', request), ['unknown-content', /not empty/]);
  const here = `/sys/class/block/${device.name}`;
  node.shell(
    `sed -i "s/[0-9]*:[0-9]* [0-9]*$/$(cat ${here}/dev) $(cat ${here}/diskseq)/" /run/underpin/formatting-foodata`,
  );
  t.true(mounts(t, node, request).formatted);
  t.is(node.shell('ls /run/underpin'), '');
});

/** Mounted once, in fstab once, and nothing left lying about. */
function isAsItShouldBe(t: ExecutionContext, node: TestNode): void {
  const seen = node.shell(`
    grep -c " /mnt/foodata ext4" /proc/mounts; grep -c x-underpin /etc/fstab
    ls -A /etc | grep underpin || true; ls /run/underpin 2>/dev/null || true`);
  t.is(seen, '1\n1');
}

/** Before the first command that matters, before the second, and so on until the script gets through. */
async function killAtEveryStep(
  node: TestNode,
  request: Partial<MountRequest>,
  verb: MountVerb,
  begin: () => () => void,
): Promise<void> {
  putTraps(node);
  for (let step = 1; ; step++) {
    await setImmediate();
    const finish = begin();
    node.shell(`echo ${step} >/run/kill/at; echo 0 >/run/kill/count`);
    const trapped = 'echo $$ >/run/kill/pid; export PATH=/run/kill/bin:$PATH; exec "$@"';
    const { status } = node.run(verb, request, ['sh', '-c', trapped, 'sh']);
    finish();
    if (status === 0) return;
    if (status !== null || step > 100) throw new Error(`step ${step} ended with ${status}, it should have been killed`);
  }
}

/** All that write, and those just before; between two reads there is nothing to break. */
const tools = 'blkid mkdir mkfs.ext4 e2fsck chattr mount umount sync rm cp mv grep';

/** Each tool counts itself and, when its turn has come, kills the script instead of doing its work. */
function putTraps(node: TestNode): void {
  node.shell(`
    mkdir -p /run/kill/bin
    for tool in ${tools}; do
      real=$(PATH=$PATH:/usr/sbin:/sbin command -v $tool)
      printf '%s\\n' '#!/bin/sh' 'read -r count </run/kill/count; count=$((count + 1)); echo $count >/run/kill/count' \
        'read -r at </run/kill/at; read -r pid </run/kill/pid' '[ $count != $at ] || { kill -9 $pid; exit 1; }' "exec $real \\"\\$@\\"" >/run/kill/bin/$tool
      chmod +x /run/kill/bin/$tool
    done`);
}
