import test from 'ava';
import { contentOf } from '../../../sandbox/kubernetes/simulated/disk-content.ts';
import type { AttachedDevice } from '../../../sandbox/kubernetes/vm.ts';
import type { Json } from '../../../shared/model/json.ts';
import type { MountRequest, MountResult } from '../../../shared/model/mount.ts';
import { mountJob, mountJobName, mountNamespace, unmountJob } from '../../../shared/mount/job.ts';
import { readMountResult } from '../../../shared/mount/result.ts';
import { aDevice, anApi, aVm, bootDevice, someVms } from './an-api.ts';

const path = '/mnt/disks/foodata';
const uuid = '5d6e7a52-7f4e-4f0e-9d5c-0c1f2b3a4d5e';
const file = `${path}/world.dat`;

function aRequest(details: Partial<MountRequest> = {}): MountRequest {
  return {
    disk: 'foodata',
    deviceName: 'foodata',
    node: 'node-1',
    mountPath: path,
    filesystem: 'ext4',
    mode: 'READ_WRITE',
    options: [],
    sizeBytes: 10 * 2 ** 30,
    serial: 'foodata',
    formatIfBlank: false,
    neverHeldData: false,
    expectedUuid: null,
    ...details,
  };
}

/** A node with a data disk on it, and a way to run mount Jobs there. */
async function aNode(device: AttachedDevice = aDevice('foodata')) {
  const api = anApi();
  const vms = someVms();
  const vm = aVm('node-1', { disks: [bootDevice, device] });
  api.kubernetes.attachNodes(vms);
  vms.run(vm);
  await api.ask('POST', '/api/v1/namespaces', { metadata: { name: mountNamespace } });
  await api.clock.advance(60_000);
  const { nodes } = api.kubernetes;
  const run = async (verb: 'mount' | 'unmount', details: Partial<MountRequest> = {}): Promise<MountResult> => {
    const request = aRequest(details);
    const jobs = `/apis/batch/v1/namespaces/${mountNamespace}/jobs`;
    const pods = `/api/v1/namespaces/${mountNamespace}/pods`;
    const job = verb === 'mount' ? mountJob(request) : unmountJob(request);
    const created = await api.ask('POST', jobs, job as unknown as Json);
    if (created.status !== 201) throw new Error(`the Job was refused: ${JSON.stringify(created.body)}`);
    await api.clock.advance(60_000);
    const name = mountJobName(request.node, request.disk);
    const found = await api.ask('GET', `${pods}?labelSelector=job-name=${name}`);
    const log = await api.ask('GET', `${pods}/${found.body.items[0].metadata.name}/log`);
    await api.ask('DELETE', `${jobs}/${name}?propagationPolicy=Background`);
    await api.clock.advance(10_000);
    return readMountResult(log.body);
  };
  return { ...api, vms, vm, nodes, run, source: device.source };
}

test('data on a disk is mounted as it is, and comes back on another node (D-08)', async (t) => {
  const { nodes, run, source, vms, clock } = await aNode();
  nodes.disks.set(
    source,
    contentOf('ext4', { uuid, filesystemBytes: 10 * 2 ** 30, files: new Map([['/world.dat', 'the village']]) }),
  );
  t.like(await run('mount'), {
    ok: true,
    uuid,
    source: '/dev/sdb',
    majorMinor: '8:16',
    already: false,
    formatted: false,
    fsck: 0,
    mountPoint: 'immutable',
  });
  t.is(nodes.read('node-1', file), 'the village');
  nodes.write('node-1', file, 'the town');
  vms.remove(aVm('node-1'));
  vms.run(aVm('node-1', { id: '1002', disks: [bootDevice, aDevice('foodata')] }));
  await clock.advance(60_000);
  t.is(nodes.read('node-1', file), undefined, 'nothing is mounted on the new VM');
  t.like(await run('mount'), { ok: true, uuid, fsck: 1 }, 'the journal is replayed');
  t.is(nodes.read('node-1', file), 'the town');
});

test('a second mount finds it done, and a boot takes it away', async (t) => {
  const { nodes, run, source, vms, vm, clock } = await aNode();
  nodes.disks.set(source, contentOf('ext4', { uuid }));
  const first = await run('mount');
  const second = await run('mount', { expectedUuid: uuid });
  t.like(second, { ok: true, already: true, bootID: first.bootID });
  vms.stop(vm);
  vms.run(vm);
  await clock.advance(60_000);
  const third = await run('mount');
  t.like(third, { ok: true, already: false });
  t.not(third.bootID, first.bootID);
});

test('a blank disk is formatted when all of D-06 holds, and never otherwise', async (t) => {
  const { nodes, run, source } = await aNode();
  t.like(await run('mount'), { ok: false, outcome: 'blocked', code: 'blank' });
  t.like(await run('mount', { formatIfBlank: true }), { ok: false, code: 'blank-without-proof' });
  t.like(await run('mount', { formatIfBlank: true, neverHeldData: true, expectedUuid: uuid }), {
    ok: false,
    code: 'other-uuid',
  });
  t.like(await run('mount', { formatIfBlank: true, neverHeldData: true, mode: 'READ_ONLY' }), {
    ok: false,
    code: 'blank',
  });
  t.is(nodes.disks.get(source)?.kind, 'blank');
  t.like(await run('mount', { formatIfBlank: true, neverHeldData: true }), {
    ok: true,
    formatted: true,
    fstype: 'ext4',
  });
});

const refuses = test.macro({
  title: (_, code: string) => `a disk that is no such filesystem is refused: ${code}`,
  async exec(t, code: string, content: ReturnType<typeof contentOf>, details: Partial<MountRequest> = {}) {
    const { nodes, run, source } = await aNode();
    nodes.disks.set(source, content);
    const result = await run('mount', { formatIfBlank: true, neverHeldData: true, ...details });
    t.like(result, { ok: false, outcome: 'blocked', code });
    t.is(nodes.disks.get(source), content, 'left as it is');
  },
});

test(refuses, 'partition-table', contentOf('gpt'));
test(refuses, 'lvm', contentOf('LVM2_member'));
test(refuses, 'luks', contentOf('crypto_LUKS'));
test(refuses, 'swap', contentOf('swap'));
test(refuses, 'raid', contentOf('linux_raid_member'));
test(refuses, 'other-filesystem', contentOf('xfs'));
test(refuses, 'no-uuid', contentOf('ext4', { uuid: null }));
test(refuses, 'other-uuid', contentOf('ext4'), { expectedUuid: '00000000-0000-4000-8000-000000000000' });
test(refuses, 'unknown-content', contentOf('', { kind: 'unknown' }));
test(refuses, 'ambivalent', contentOf('', { kind: 'ambivalent' }));
test(refuses, 'damaged-superblock', contentOf('ext4', { isSuperblockDamaged: true }));
test(refuses, 'larger-than-disk', contentOf('ext4', { filesystemBytes: 2 ** 40 }));
test(refuses, 'fsck-stopped', contentOf('ext4', { fsckStatus: 4 }));
test(refuses, 'journal-dirty', contentOf('ext4', { isDirty: true }), { mode: 'READ_ONLY' });

test('another device behind the link, and another size, are refused (D-07)', async (t) => {
  const { nodes, run, vms, vm } = await aNode();
  vms.changeDisks({ ...vm, disks: [...vm.disks, aDevice('other')] });
  nodes.machine('node-1').staleLinks.set('foodata', 'other');
  t.like(await run('mount'), { ok: false, outcome: 'blocked', code: 'wrong-device' });
  nodes.machine('node-1').staleLinks.clear();
  t.like(await run('mount', { sizeBytes: 5 * 2 ** 30 }), { ok: false, outcome: 'blocked', code: 'wrong-size' });
});

test('a device that comes while the script waits is mounted, one that does not is waited for', async (t) => {
  const { nodes, run, vms, vm, clock, source } = await aNode();
  nodes.disks.set(source, contentOf('ext4'));
  vms.changeDisks({ ...vm, disks: [bootDevice] });
  t.like(await run('mount'), { ok: false, outcome: 'waiting', code: 'no-device' });
  const mounting = run('mount');
  await clock.advance(10_000);
  vms.changeDisks(vm);
  t.like(await mounting, { ok: true });
});

test('what is in the way at the mount point is not hidden, and nobody fills it while the disk is away (D-10)', async (t) => {
  const { nodes, run, source } = await aNode();
  nodes.disks.set(source, contentOf('ext4', { uuid }));
  nodes.write('node-1', file, 'on the node itself');
  t.like(await run('mount'), { ok: false, outcome: 'blocked', code: 'mount-point-not-empty' });
  nodes.machine('node-1').files.clear();
  t.like(await run('mount'), { ok: true });
  t.like(await run('unmount'), { ok: true, verb: 'unmount', uuid, mountPoint: 'immutable' });
  t.throws(() => nodes.write('node-1', file, 'x'), { message: /nothing is mounted/ });
});

test('unmounting waits for who uses it, touches nothing else, and is done when it is done', async (t) => {
  const { nodes, run, source, vms, vm } = await aNode();
  nodes.disks.set(source, contentOf('ext4', { uuid }));
  t.like(await run('unmount'), { ok: true, already: true, uuid: null, mountPoint: 'absent' });
  await run('mount');
  nodes.machine('node-1').users.set(path, '4711 (java)');
  t.like(await run('unmount'), { ok: false, outcome: 'waiting', code: 'in-use' });
  nodes.machine('node-1').users.clear();
  vms.changeDisks({ ...vm, disks: [...vm.disks, aDevice('other')] });
  t.like(await run('unmount', { disk: 'other', deviceName: 'other', serial: 'other' }), {
    ok: false,
    code: 'mounted-something-else',
  });
  t.like(await run('unmount'), { ok: true, already: false });
});

test('a grown disk grows its filesystem, and a read-only mount takes no writes (D-11)', async (t) => {
  const { nodes, run, source } = await aNode();
  nodes.disks.set(source, contentOf('ext4', { filesystemBytes: 5 * 2 ** 30 }));
  t.like(await run('mount', { mode: 'READ_ONLY' }), { ok: true, resized: false, fsck: null });
  t.throws(() => nodes.write('node-1', file, 'x'), { message: /read-only/ });
  t.like(await run('mount'), { ok: false, code: 'mounted-read-only' });
  await run('unmount', { mode: 'READ_ONLY' });
  t.like(await run('mount'), { ok: true, resized: true });
});

test('a disk made anew under the same name is another, blank disk', async (t) => {
  const { nodes, run, source, vms, vm } = await aNode();
  nodes.disks.set(source, contentOf('ext4'));
  await run('mount');
  await run('unmount');
  vms.changeDisks({ ...vm, disks: [bootDevice, aDevice('foodata', { diskId: '78' })] });
  t.like(await run('mount'), { ok: false, code: 'blank' });
});

test('and what the former disk left mounted is not the new one', async (t) => {
  const { nodes, run, source, vms, vm } = await aNode();
  nodes.disks.set(source, contentOf('ext4'));
  await run('mount');
  vms.changeDisks({ ...vm, disks: [bootDevice, aDevice('foodata', { diskId: '78' })] });
  t.like(await run('mount'), { ok: false, code: 'mounted-something-else' });
});
