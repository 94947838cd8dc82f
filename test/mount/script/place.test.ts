import { checksum, loopTest, loopTestInEach, mounts, refuses, type TestNode } from '../a-node.ts';

const makeExt4 = 'mkfs.ext4 -q "$1"';

loopTest('a device that is not attached is waited for, then told', (t, node) => {
  const { outcome } = refuses(t, node.run('mount'), ['no-device', /google-foodata.*is disk `foodata` attached/]);
  t.is(outcome, 'waiting');
});

loopTestInEach('another device behind the link is refused, both disks as they were (D-07)', (t, node) => {
  const wanted = node.image('foodata', 32, makeExt4);
  const other = node.image('bardata', 32, makeExt4);
  const before = [checksum(wanted), checksum(other)];
  node.attach(wanted);
  const { name } = node.attach(other, { deviceName: 'bardata' });
  node.shell(`ln -sfn ../../${name} /dev/disk/by-id/google-foodata`);
  refuses(t, node.run('mount'), ['wrong-device', /calls itself `bardata`, not `foodata`: a stale link\?/]);
  t.deepEqual([checksum(wanted), checksum(other)], before);
});

loopTest('a link that goes right while the script waits is good enough', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mv /dev/disk/by-id/google-foodata /dev/disk/by-id/later');
  const later = '(sleep 0.5; ln -s ../../$0 /dev/disk/by-id/google-foodata) & "$@"';
  const ended = node.run('mount', {}, ['sh', '-c', later, name]);
  t.is(ended.status, 0, ended.stdout);
});

loopTestInEach('an NVMe device is known by what it answers to identify (D-07)', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  const shims = node.files.folder;
  const answer = `head -c 384 /dev/zero; printf '{"device_name":"%s","disk_type":"PERSISTENT"}' "$(cat ${shims}/serial)"; head -c 100 /dev/zero`;
  node.shell(`printf '%s\\n' '#!/bin/sh' '${answer.replaceAll("'", "'\\''")}' >${shims}/nvme; chmod +x ${shims}/nvme`);
  node.shell(`mv /dev/${name} /dev/nvme0n1; ln -sfn ../../nvme0n1 /dev/disk/by-id/google-foodata`);
  node.shell(`mv /sys/class/block/${name} /sys/class/block/nvme0n1; echo bardata >${shims}/serial`);
  const prefix = ['env', `PATH=${shims}:/usr/sbin:/usr/bin:/sbin:/bin`];
  refuses(t, node.run('mount', {}, prefix), ['wrong-device', /calls itself `bardata`/]);
  node.shell(`echo foodata >${shims}/serial`);
  const { status, stdout } = node.run('mount', {}, prefix);
  t.is(status, 0, stdout);
});

loopTestInEach('a disk that is already mounted right is left alone (D-08)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  const first = mounts(t, node);
  const expectedUuid = first.uuid;
  const second = mounts(t, node, { expectedUuid });
  t.true(second.already);
  t.is(second.uuid, first.uuid);
  t.is(node.shell('grep -c " /mnt/foodata " /proc/self/mountinfo'), '1');
});

loopTest('another filesystem than the one mounted last is refused, mounted or not (D-08)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  const expectedUuid = '0d4a9f0e-4f5c-4a37-9b43-1d7a3e5f7b11';
  refuses(t, node.run('mount', { expectedUuid }), ['other-uuid', /what Underpin mounted last was `0d4a9f0e/]);
  mounts(t, node);
  refuses(t, node.run('mount', { expectedUuid }), ['other-uuid', /what Underpin mounted last was `0d4a9f0e/]);
});

loopTest('something else mounted at the path is refused (D-08, I-06)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mkdir /mnt/foodata; mount -t tmpfs other /mnt/foodata');
  refuses(t, node.run('mount'), ['mounted-something-else', /already `other` \(tmpfs/]);
  t.is(node.shell('findmnt -no SOURCE /mnt/foodata'), 'other');
});

loopTest('a folder of the right disk bound to the path is not the disk (D-08)', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  node.shell(`mkdir /run/whole /mnt/foodata; mount /dev/${name} /run/whole`);
  node.shell('mount --bind /run/whole/lost+found /mnt/foodata; umount /run/whole');
  refuses(t, node.run('mount'), ['mounted-something-else', /\/lost\+found\)/]);
});

loopTest('a disk mounted elsewhere is refused', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  node.shell(`mkdir /mnt/byhand; mount /dev/${name} /mnt/byhand`);
  refuses(t, node.run('mount'), [
    'mounted-elsewhere',
    /already mounted at `\/mnt\/byhand`, declared is `\/mnt\/foodata`/,
  ]);
});

loopTest('a mount point with files in it is refused, the files stay (I-06)', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mkdir /mnt/foodata; echo mine >/mnt/foodata/.written-by-a-pod');
  refuses(t, node.run('mount'), ['mount-point-not-empty', /\.written-by-a-pod/]);
  t.is(node.shell('cat /mnt/foodata/.written-by-a-pod'), 'mine');
});

loopTest('a mount point behind a symbolic link is refused', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mkdir /mnt/real; ln -s /mnt/real /mnt/foodata');
  refuses(t, node.run('mount'), ['mount-point', /symbolic link to `\/mnt\/real`/]);
  refuses(t, node.run('mount', { mountPath: '/mnt/foodata/below' }), ['mount-point', /symbolic link/]);
});

loopTest('a mount point that cannot be made is told, with where it could be', (t, node) => {
  node.attach(node.image('foodata', 32, makeExt4));
  node.shell('mount -o bind,remount,ro /mnt');
  refuses(t, node.run('mount'), ['mount-point', /Read-only file system.*\/mnt\/disks\/foodata/]);
});

loopTest('the copy made from a snapshot, with the same UUID, is never taken for the disk (D-07)', (t, node) => {
  const image = node.image('foodata', 32, makeExt4);
  const copy = node.image('copy', 32, `cp ${image} "$1"`);
  const before = checksum(copy);
  node.attach(copy, { deviceName: 'copy' });
  const { name } = node.attach(image);
  t.is(mounts(t, node).source, `/dev/${name}`);
  t.is(checksum(copy), before);
});

for (const [kind, make] of [
  [
    'one whose filesystem takes the flag',
    'mkfs.ext4 -q /run/small 2>/dev/null; mount -o loop,X-mount.mkdir /run/small /mnt/disks',
  ],
  ['one whose filesystem does not', 'mkdir /mnt/disks; mount -t ramfs ramfs /mnt/disks'],
] as const) {
  loopTest(`an unmounted mount point takes no files, ${kind} (D-10)`, (t, node) => {
    node.attach(node.image('foodata', 32, makeExt4));
    if (make.includes('loop')) backWithExt4(node);
    else node.shell(make);
    const mountPath = '/mnt/disks/foodata';
    const wanted = make.includes('loop') ? 'immutable' : 'guarded';
    t.is(mounts(t, node, { mountPath }).mountPoint, wanted);
    node.shell(`echo kept >${mountPath}/world; umount ${mountPath}`);
    t.throws(() => node.shell(`touch ${mountPath}/lost`));
    t.false(mounts(t, node, { mountPath }).already);
    t.is(node.shell(`cat ${mountPath}/world`), 'kept');
  });
}

loopTestInEach('where the disk is refused, its place takes no files meanwhile (D-10)', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  node.shell(`mkdir /mnt/byhand /mnt/foodata /mnt/second; mount /dev/${name} /mnt/byhand`);
  refuses(t, node.run('mount'), ['mounted-elsewhere', /byhand/]);
  t.throws(() => node.shell('touch /mnt/foodata/lost'));
  node.shell('umount /mnt/byhand');
  refuses(t, node.run('mount', { filesystem: 'xfs', mountPath: '/mnt/second' }), ['other-filesystem', /holds ext4/]);
  t.throws(() => node.shell('touch /mnt/second/lost'));
  t.false(mounts(t, node).already);
});

loopTest('a place within the disk itself is left as it is', (t, node) => {
  const { name } = node.attach(node.image('foodata', 32, makeExt4));
  node.shell(`mkdir /mnt/foodata; mount /dev/${name} /mnt/foodata; mkdir /mnt/foodata/world`);
  for (const below of ['world', 'new'])
    refuses(t, node.run('mount', { mountPath: `/mnt/foodata/${below}` }), ['mounted-elsewhere', /unmount it there/]);
  node.shell('touch /mnt/foodata/world/more');
  t.is(node.shell('ls /mnt/foodata'), 'lost+found\nworld');
});

function backWithExt4(node: TestNode): void {
  const { name } = node.attach(node.image('small', 16, makeExt4), { deviceName: 'small' });
  node.shell(`mkdir /mnt/disks; mount /dev/${name} /mnt/disks`);
}
