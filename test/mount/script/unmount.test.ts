import { checksum, loopTest, loopTestInEach, mounts, refuses, type TestNode, unmounts } from '../a-node.ts';

const makeExt4 = 'mkfs.ext4 -q "$1"';

loopTestInEach('an unmount leaves a clean filesystem and a mount point that takes no files (I-08, D-10)', (t, node) => {
  const image = node.image('foodata', 32, makeExt4);
  node.attach(image);
  const { uuid } = mounts(t, node);
  node.shell('echo kept >/mnt/foodata/world');
  const done = unmounts(t, node);
  t.is(done.uuid, uuid);
  t.not(done.mountPoint, 'absent');
  t.throws(() => node.shell('touch /mnt/foodata/lost'));
  t.notRegex(node.shell(`dumpe2fs -h ${image} 2>/dev/null`), /needs_recovery/);
  mounts(t, node);
  t.is(node.shell('cat /mnt/foodata/world'), 'kept');
});

loopTest('an unmount of what is not mounted is done already', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  t.is(unmounts(t, node).mountPoint, 'absent');
  mounts(t, node);
  unmounts(t, node);
  t.true(unmounts(t, node).already);
});

loopTest('an unmount needs no device once nothing is mounted', (t, node) => {
  const device = node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  unmounts(t, node);
  device.detach();
  t.true(unmounts(t, node).already);
});

loopTestInEach('a file that is open keeps the disk mounted, and its process is named', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  const held = node.run('unmount', {}, ['sh', '-c', 'exec 9>/mnt/foodata/open; "$@"', 'sh']);
  t.is(refuses(t, held, ['in-use', /target is busy.*In use by: \d+/]).outcome, 'waiting');
  t.is(node.shell('findmnt -no FSTYPE /mnt/foodata'), 'ext4');
  unmounts(t, node);
});

loopTestInEach('a Pod that has the disk in its own mount namespace keeps it mounted, and is named', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  const asPod = 'mkdir /run/pod; mount --bind /mnt/foodata /run/pod; umount /mnt/foodata; echo ready; exec cat';
  const held = node.run('unmount', {}, holding(`unshare --mount --propagation private sh -c '${asPod}'`));
  refuses(t, held, ['in-use', /still used by \d+ \(cat\)/]);
  t.is(node.shell('findmnt -no FSTYPE /mnt/foodata'), 'ext4');
});

loopTest('a service that only follows the mounts of the node does not keep the disk', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mount --make-rshared /; mount --make-shared /mnt');
  mounts(t, node);
  const held = node.run('unmount', {}, holding(`unshare --mount --propagation slave sh -c 'echo ready; exec cat'`));
  t.is(held.status, 0, held.stdout);
});

loopTest('a subfolder bound for a Pod keeps the disk mounted', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  node.shell('mkdir /run/subpath; mount --bind /mnt/foodata/lost+found /run/subpath');
  refuses(t, node.run('unmount'), ['in-use', /mounted at `\/run\/subpath` too/]);
});

loopTest('something mounted below keeps the disk mounted', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  mounts(t, node);
  node.shell('mount -t tmpfs below /mnt/foodata/lost+found');
  refuses(t, node.run('unmount'), ['in-use', /below `\/mnt\/foodata`: `\/mnt\/foodata\/lost\+found`/]);
});

loopTestInEach(
  'a disk that lies over itself is unmounted whole, and its own root is never made immutable (D-10)',
  (t, node) => {
    const image = node.image('foodata', 32, makeExt4);
    node.attach(image);
    node.shell('mount --make-shared /mnt');
    mounts(t, node);
    // As exec is allowed on container-optimised OS, twice.
    for (const _ of [1, 2])
      node.shell('mount --bind /mnt/foodata /mnt/foodata; mount -o remount,bind,exec /mnt/foodata');
    t.true(mounts(t, node).already);
    const held = node.run('unmount', {}, holding(`unshare --mount --propagation slave sh -c 'echo ready; exec cat'`));
    t.is(held.status, 0, held.stdout);
    t.not(unmounts(t, node).mountPoint, 'absent');
    t.throws(() => node.shell('touch /mnt/foodata/lost'));
    mounts(t, node);
    node.shell('touch /mnt/foodata/world');
  },
);

loopTestInEach('what lies under the disk at its path is left as it is', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mkdir /mnt/foodata; mount -t tmpfs else /mnt/foodata; mount /dev/disk/by-id/google-foodata /mnt/foodata');
  refuses(t, node.run('unmount'), ['mounted-something-else', /there is `else`.*left mounted/]);
  t.is(node.shell('findmnt -no FSTYPE /mnt/foodata'), 'tmpfs');
  node.shell('touch /mnt/foodata/theirs');
});

loopTest('another disk at the path stays mounted', (t, node) => {
  const other = node.image('bardata', 32, makeExt4);
  node.attach(node.image('foodata', 32, makeExt4));
  const { name } = node.attach(other, { deviceName: 'bardata' });
  node.shell(`mkdir /mnt/foodata; mount /dev/${name} /mnt/foodata`);
  refuses(t, node.run('unmount'), ['mounted-something-else', /not disk `foodata`.*left mounted/]);
  t.is(node.shell('findmnt -no SOURCE /mnt/foodata'), `/dev/${name}`);
});

loopTest('without its link a disk is unmounted by the UUID of its last mount, and not without', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  const { uuid } = mounts(t, node);
  node.shell('rm /dev/disk/by-id/google-foodata');
  refuses(t, node.run('unmount'), ['unknown-device', /nothing proves that it is disk `foodata`/]);
  const other = '0d4a9f0e-4f5c-4a37-9b43-1d7a3e5f7b11';
  refuses(t, node.run('unmount', { expectedUuid: other }), ['unknown-device', /nothing proves/]);
  t.is(unmounts(t, node, { expectedUuid: uuid }).uuid, uuid);
});

loopTestInEach(
  'fstab gets one line with nofail, keeps what is not ours, and loses the line at the unmount',
  (t, node) => {
    node.attach(node.image('foodata', 32, makeExt4));
    node.shell('printf "UUID=1234 /mnt/other ext4 defaults 0 2" >>/etc/fstab');
    const before = node.shell('cat /etc/fstab');
    const first = mounts(t, node);
    t.is(first.fstab, 'written');
    t.is(ownLines(node), `UUID=${first.uuid} /mnt/foodata ext4 defaults,discard,rw,nofail,x-underpin.disk=foodata 0 2`);
    t.is(mounts(t, node).fstab, 'kept');
    t.is(mounts(t, node, { options: ['noatime'] }).fstab, 'written');
    t.is(ownLines(node), `UUID=${first.uuid} /mnt/foodata ext4 noatime,rw,nofail,x-underpin.disk=foodata 0 2`);
    t.is(unmounts(t, node).fstab, 'removed');
    t.is(node.shell('cat /etc/fstab'), before);
    t.is(node.shell('ls -A /etc | grep -c underpin || true'), '0');
  },
);

loopTest('a line somebody wrote for the same disk is kept, one for another is told', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('echo "/dev/disk/by-id/google-foodata /mnt/foodata ext4 discard 0 2" >>/etc/fstab');
  t.is(mounts(t, node).fstab, 'kept');
  t.is(ownLines(node), '');
  node.shell('echo "UUID=1234 /mnt/foodata ext4 discard 0 2" >/etc/fstab');
  const conflict = mounts(t, node);
  t.is(conflict.fstab, 'conflict');
  t.regex(conflict.notes, /another line for `\/mnt\/foodata`/);
  t.is(node.shell('cat /etc/fstab'), 'UUID=1234 /mnt/foodata ext4 discard 0 2');
});

loopTest('an /etc that does not outlive the boot gets no line', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('cp -a /etc /run/etc; mount -t tmpfs etc /etc; cp -a /run/etc/. /etc');
  t.is(mounts(t, node).fstab, 'none');
  t.is(ownLines(node), '');
});

loopTest('READ_ONLY is written to fstab as such, and is not checked at boot', (t, node) => {
  const image = node.image('foodata', 32, makeExt4);
  const before = checksum(image);
  node.attach(image, { readOnly: true });
  mounts(t, node, { mode: 'READ_ONLY', options: [] });
  t.regex(ownLines(node), / ext4 ro,nofail,x-underpin\.disk=foodata 0 0$/);
  unmounts(t, node, { mode: 'READ_ONLY' });
  t.is(checksum(image), before);
});

function ownLines(node: TestNode): string {
  return node.shell('grep x-underpin /etc/fstab || true');
}

/** Runs the script while `holder` is there; the holder has said `ready` first, and ends with its input. */
function holding(holder: string): string[] {
  const script = `mkfifo /run/in /run/out; ${holder} </run/in >/run/out & exec 8>/run/in; read -r _ </run/out; "$@"; status=$?; exec 8>&-; wait; exit $status`;
  return ['sh', '-c', script, 'sh'];
}
