import test from 'ava';
import type { MountResult } from '../../../shared/model/mount.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { mountJobName } from '../../../shared/mount/job.ts';
import { reference } from '../../builders/compute.ts';
import { aMountDone } from '../../mount/a-mount-done.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const mount = aMountRequest({ node: 'node-1', sizeBytes: 10 * 2 ** 30 });
const nodeKey = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
const mark = 'disk.underpin.dev/foodata';
const vmPath = 'projects/my-project/zones/us-central1-a/instances/node-1';
const diskPath = 'projects/my-project/zones/us-central1-a/disks/foodata';
const disk = reference('disks', 'foodata', 'us-central1-a');
const replaced = { reference: reference('instances', 'node-1', 'us-central1-a'), id: '77' };

const mounted = aMountDone();
const inUse: MountResult = {
  ok: false,
  verb: 'unmount',
  disk: 'foodata',
  outcome: 'waiting',
  code: 'in-use',
  why: 'a Pod has it open',
  bootID: 'the-boot',
};

const attachedAt = '2027-01-14T19:30:00.000-08:00';
const bench = aSharedBench(async ({ cloud, byHand }) => {
  await byHand('zones/us-central1-a/disks', { name: 'foodata', sizeGb: '10' });
  cloud.compute.state.edit('disks', diskPath, (disk) => ({ ...disk, lastAttachTimestamp: attachedAt }));
  cloud.compute.state.edit('instances', vmPath, (vm) => ({
    ...vm,
    disks: [...(vm.disks ?? []), { deviceName: 'foodata', source: diskPath } as never],
  }));
});
test.beforeEach(mend);

function mend(): void {
  bench.kubernetes.store.patch(nodeKey, {
    metadata: { labels: { [mark]: null }, annotations: { [mark]: null, 'underpin.dev/protect': null } },
  });
  bench.cloud.compute.state.edit('instances', vmPath, (vm) => ({ ...vm, labels: {} }));
  markDisk({});
}

function markDisk(labels: Record<string, string>): void {
  bench.cloud.compute.state.edit('disks', diskPath, (disk) => ({ ...disk, labels }));
}

function node() {
  return bench.kubernetes.store.get(nodeKey);
}

function bootID(): string {
  const status = node()?.status as { nodeInfo: { bootID: string } } | undefined;
  return status?.nodeInfo.bootID ?? '';
}

/** In place of the Job on the node. */
function nodeSays(result: MountResult, meanwhile: () => unknown = () => undefined, looks = 3): void {
  const name = mountJobName(mount.node, mount.disk);
  let isMade = false;
  bench.before(/^POST .*\/jobs/, async () => {
    await meanwhile();
    isMade = true;
    return Response.json({ metadata: { name, uid: 'this' } }, { status: 201 });
  });
  const ended = { metadata: { name, uid: 'this' }, status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  bench.before(/^GET .*\/jobs\//, () => (isMade ? Response.json(ended) : refusal(404, 'NotFound')), looks);
  bench.before(new RegExp(`^GET .*/pods\\?.*${name}`), () =>
    Response.json({ items: [{ metadata: { name: 'a-pod', ownerReferences: [{ uid: 'this' }] } }] }),
  );
  bench.before(/^GET .*\/pods\/a-pod\/log/, () => new Response(JSON.stringify(result)));
  bench.before(/^DELETE .*\/jobs/, () => Response.json({}));
}

/** A Job that ended and was left, since who waited for it died. */
function formerSaid(result: MountResult, lastTransitionTime: string): void {
  const name = mountJobName(mount.node, mount.disk);
  const conditions = [{ type: 'Complete', status: 'True', lastTransitionTime }];
  bench.before(/^GET .*\/jobs\//, () => Response.json({ metadata: { name, uid: 'former' }, status: { conditions } }));
  bench.before(new RegExp(`^GET .*/pods\\?.*${name}`), () =>
    Response.json({ items: [{ metadata: { name: 'former-pod', ownerReferences: [{ uid: 'former' }] } }] }),
  );
  bench.before(/^GET .*\/pods\/former-pod\/log/, () => new Response(JSON.stringify(result)));
  bench.before(/^DELETE .*\/jobs/, () => Response.json({}));
}

function doMount(fields: object = {}): Promise<Outcome> {
  const instance = bench.vm('node-1');
  return bench.does({ kind: 'mount-disk', disk, mount, instance, bootID: bootID(), ...fields });
}

function doUnmount(fields: object = {}): Promise<Outcome> {
  const instance = bench.vm('node-1');
  return bench.does({ kind: 'unmount-disk', disk, mount, instance, bootID: bootID(), ...fields });
}

function writes(): string[] {
  return bench.sent
    .filter((line) => /^(?:POST|PATCH|DELETE) (?!.*leases)/.test(line))
    .map((line) => line.replace(/\/.*\//, ''));
}

const label = `kubectl label node node-1 ${mark}-`;
const ssh = 'gcloud compute ssh node-1 --project=my-project --zone=us-central1-a';

test.serial('what was mounted is marked on its node, with what proves it', async (t) => {
  nodeSays(mounted);
  let uid: unknown;
  bench.before(/^PATCH .*nodes\/node-1/, ({ body }) => {
    uid = JSON.parse(String(body)).metadata.uid;
  });
  const { state, because, undo } = await doMount();
  t.deepEqual([state, because], ['done', null]);
  t.is(undo, `${label} && ${ssh} --command='sudo umount /mnt/foodata'`);
  t.is(node()?.metadata.labels?.[mark], 'mounted');
  t.is(uid, node()?.metadata.uid, 'I-09 on this node, and on no other of its name');
  t.deepEqual(JSON.parse(node()?.metadata.annotations?.[mark] ?? ''), {
    uuid: 'the-uuid',
    bootID: 'the-boot',
    path: '/mnt/foodata',
    mountedAt: new Date(bench.clock.now()).toISOString(),
    instanceId: bench.vm('node-1').id,
    attachedAt,
  });
});

test.serial(
  'D-06 what was to be formatted as blank is not mounted when it has been somewhere else since',
  async (t) => {
    const { state } = bench.cloud.compute;
    const edit = (fields: object) => state.edit('disks', diskPath, (disk) => ({ ...disk, ...fields }));
    edit({ lastDetachTimestamp: '2027-01-15T02:00:00Z' });
    const because = 'the disk has been detached since the plan was made, which counted on its being blank (D-06)';
    t.like(await doMount({ mount: { ...mount, neverHeldData: true } }), { state: 'blocked', because });
    t.deepEqual(writes(), []);
    nodeSays(mounted);
    t.is((await doMount()).state, 'done', 'one that is not to be formatted may have been anywhere');
    edit({ lastDetachTimestamp: undefined });
  },
);

test.serial('I-19 a disk that has grown since the plan is for the next one, which knows its size', async (t) => {
  bench.cloud.compute.state.edit('disks', diskPath, (disk) => ({ ...disk, sizeGb: '20' }));
  const because = 'the disk has 20 GB now, and the plan knew of 10 (I-19)';
  t.like(await doMount(), { state: 'waiting', because });
  t.deepEqual(writes(), []);
  bench.cloud.compute.state.edit('disks', diskPath, (disk) => ({ ...disk, sizeGb: '10' }));
});

test.serial('I-08 a disk whose device is not found on the node may be mounted elsewhere there', async (t) => {
  const unseen = { ...mounted, verb: 'unmount', already: true, majorMinor: null } as MountResult;
  nodeSays(unseen);
  t.like(await doUnmount(), { state: 'blocked' });
  bench.cloud.compute.state.edit('instances', vmPath, (vm) => ({ ...vm, disks: vm.disks?.slice(0, -1) ?? [] }));
  nodeSays(unseen);
  t.is((await doUnmount()).state, 'done', 'one that the VM has no more is nowhere');
  bench.cloud.compute.state.edit('instances', vmPath, (vm) => ({
    ...vm,
    disks: [...(vm.disks ?? []), { deviceName: 'foodata', source: diskPath } as never],
  }));
});

test.serial('D-15 nothing is marked when its Job is gone by then: somebody may have unmounted it', async (t) => {
  nodeSays(mounted, undefined, 2);
  const name = mountJobName(mount.node, mount.disk);
  const because = `another run has taken Job underpin-mounts/${name} away, or put its own there`;
  t.like(await doMount(), { state: 'waiting', because });
  t.is(node()?.metadata.labels?.[mark], undefined);
});

const volume = (csi: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv-1' },
  spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], ...csi },
});
test.serial('a disk that many read is attached again and again, and that is not written down', async (t) => {
  nodeSays(mounted);
  await doMount({ mount: { ...mount, mode: 'READ_ONLY' } });
  t.false('attachedAt' in JSON.parse(node()?.metadata.annotations?.[mark] ?? ''));
});

const besides = test.macro(
  async (t, fields: { status?: string; mode?: string }, expected: object, request: object = {}) => {
    const { status = 'RUNNING', mode = 'READ_WRITE' } = fields;
    const { state } = bench.cloud.compute;
    const other = vmPath.replace('node-1', 'node-2');
    const prefix = 'https://www.googleapis.com/compute/v1/';
    state.edit('disks', diskPath, (disk) => ({ ...disk, users: [prefix + vmPath, prefix + other] }));
    state.edit('instances', other, (vm) => ({
      ...vm,
      status,
      disks: [...(vm.disks ?? []), { deviceName: 'foodata', source: prefix + diskPath, mode } as never],
    }));
    nodeSays(mounted);
    t.like(await doMount({ mount: { ...mount, ...request } }), expected);
    state.edit('disks', diskPath, (disk) => ({ ...disk, users: [] }));
    state.edit('instances', other, (vm) => ({ ...vm, status: 'RUNNING', disks: vm.disks?.slice(0, -1) ?? [] }));
  },
);
const writer = { state: 'blocked', because: 'node-2 has the disk attached READ_WRITE, too (I-01)' };
test.serial('I-01 a disk is not mounted while another VM may write to it', besides, {}, writer);
test.serial('one that is off writes nothing', besides, { status: 'TERMINATED' }, { state: 'done' });
test.serial('nor does one that reads', besides, { mode: 'READ_ONLY' }, { state: 'done' });
test.serial('and who reads alone is in nobody’s way', besides, {}, { state: 'done' }, { mode: 'READ_ONLY' });

test.serial('D-12 a disk that a PersistentVolume has taken is not mounted beside it', async (t) => {
  bench.kubernetes.store.put(volume({ csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: diskPath } }));
  t.like(await doMount(), { state: 'blocked', because: 'the disk belongs to PersistentVolume `pv-1` (D-12)' });
  bench.kubernetes.store.remove({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-1' });
  await bench.clock.advance(5000);
  bench.before(/persistentvolumes/, () => refusal(403, 'Forbidden', 'not for you'));
  t.regex((await doMount()).because ?? '', /^the PersistentVolumes cannot be read: /);
  t.deepEqual(writes(), []);
});

const recordAt = (mountedAt: string, fields: object = {}) => ({
  uuid: 'the-uuid',
  bootID: 'the-boot',
  path: '/mnt/foodata',
  mountedAt,
  ...fields,
});
const keepsItsTime = test.macro(async (t, result: Partial<MountResult>, record: object, keeps: boolean) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  bench.kubernetes.store.patch(key, { metadata: { annotations: { [mark]: JSON.stringify(record) } } });
  nodeSays({ ...mounted, ...result } as MountResult);
  t.is((await doMount()).state, 'done');
  const { mountedAt } = JSON.parse(node()?.metadata.annotations?.[mark] ?? '');
  t.is(mountedAt === before, keeps);
});
const before = '2027-01-15T01:00:00Z';
const isFound = test.macro(async (t, already: boolean, record: object | null, expected: true | undefined) => {
  bench.kubernetes.store.patch(nodeKey, { metadata: { annotations: { [mark]: record && JSON.stringify(record) } } });
  nodeSays({ ...mounted, already } as MountResult);
  t.is((await doMount()).state, 'done');
  t.is(JSON.parse(node()?.metadata.annotations?.[mark] ?? '').wasThere, expected);
});
test.serial('D-10 since when a mount is there that somebody else made is not known', isFound, true, null, true);
test.serial('as after a boot with fstab', isFound, true, recordAt(before, { bootID: 'other' }), true);
test.serial('nor does it come to be known', isFound, true, recordAt(before, { wasThere: true }), true);
test.serial('of one that is recorded it is', isFound, true, recordAt(before), undefined);
test.serial('D-15 nor of one that went with its disk', isFound, true, recordAt(before, { attachedAt: before }), true);
test.serial('and of a new one', isFound, false, recordAt(before, { wasThere: true }), undefined);
test.serial('D-10 a mount that was there is as old as it was', keepsItsTime, { already: true }, recordAt(before), true);
test.serial('a new one is not', keepsItsTime, { already: false }, recordAt(before), false);
/** After the disk was attached. */
const ofFormer = '2027-01-15T03:40:00Z';
const isAsOldAsFormer = test.macro(async (t, former: Partial<MountResult>, endedAt: string, expected: boolean) => {
  formerSaid({ ...mounted, ...former } as MountResult, endedAt);
  nodeSays({ ...mounted, already: true } as MountResult);
  t.is((await doMount()).state, 'done');
  const { mountedAt, wasThere } = JSON.parse(node()?.metadata.annotations?.[mark] ?? '');
  t.deepEqual([Date.parse(mountedAt) === Date.parse(endedAt), wasThere], expected ? [true, undefined] : [false, true]);
});
test.serial(
  'D-10 it is as old as the Job of which nobody wrote down that it made it',
  isAsOldAsFormer,
  {},
  ofFormer,
  true,
);
test.serial('and not as one that found it', isAsOldAsFormer, { already: true }, ofFormer, false);
test.serial('or took it away', isAsOldAsFormer, { verb: 'unmount' }, ofFormer, false);
test.serial('or was of another boot', isAsOldAsFormer, { bootID: 'the boot before' }, ofFormer, false);
test.serial('or of another attachment', isAsOldAsFormer, {}, before, false);

test.serial('or did nothing', isAsOldAsFormer, { ...inUse, verb: 'mount' }, ofFormer, false);

test.serial('D-10 it is written down before that Job goes, without the mark', async (t) => {
  formerSaid(mounted, ofFormer);
  bench.before(/^POST .*\/jobs/, () => refusal(500, 'InternalError', 'not now'), 4);
  t.is((await doMount()).state, 'failed');
  t.like(JSON.parse(node()?.metadata.annotations?.[mark] ?? '{}'), {
    uuid: 'the-uuid',
    mountedAt: new Date(ofFormer).toISOString(),
  });
  t.is(node()?.metadata.labels?.[mark], undefined);
  t.deepEqual(writes().slice(0, 2), ['PATCH node-1', `DELETE ${mountJobName(mount.node, mount.disk)}`]);
});

test.serial('D-10 a mount that another run has written down meanwhile is as old as that says', async (t) => {
  const record = JSON.stringify(recordAt(before));
  nodeSays({ ...mounted, already: true } as MountResult, () =>
    bench.kubernetes.store.patch(nodeKey, { metadata: { annotations: { [mark]: record } } }),
  );
  await doMount();
  t.like(JSON.parse(node()?.metadata.annotations?.[mark] ?? ''), { mountedAt: before, wasThere: undefined });
});

const recorded = test.macro(async (t, change: object, isThere: boolean, label: string | null = 'mounted') => {
  const whole = { instanceId: bench.vm('node-1').id, bootID: bootID(), attachedAt };
  const record = JSON.stringify(recordAt(before, { ...whole, ...change }));
  bench.kubernetes.store.patch(nodeKey, { metadata: { labels: { [mark]: label }, annotations: { [mark]: record } } });
  nodeSays(mounted);
  const { state, because } = await doMount();
  t.deepEqual([state, because], ['done', isThere ? 'another run has mounted it since the plan was made' : null]);
  t.is(writes().includes('POST jobs'), !isThere);
});
test.serial('I-21 what another run has mounted and marked meanwhile is not mounted once more', recorded, {}, true);
test.serial('a record of another VM is not of this mount', recorded, { instanceId: '77' }, false);
test.serial('nor one of another boot', recorded, { bootID: 'the boot before' }, false);
test.serial('nor one of another path', recorded, { path: '/mnt/other' }, false);
test.serial('nor one of another attachment', recorded, { attachedAt: '2027-01-14T19:00:00.000-08:00' }, false);
test.serial('nor one without the mark', recorded, {}, false, null);

test.serial('the Job stays until the mount is written down', async (t) => {
  nodeSays(mounted);
  bench.before(/^PATCH .*nodes\/node-1/, () => refusal(403, 'Forbidden', 'not for you'));
  t.is((await doMount()).state, 'failed');
  t.deepEqual(writes(), ['POST jobs', 'PATCH node-1']);
});

for (const [field, other] of Object.entries({ uuid: 'other', bootID: 'other', path: '/mnt/other' }))
  test.serial(
    `nor one whose ${field} is another`,
    keepsItsTime,
    { already: true },
    recordAt(before, { [field]: other }),
    false,
  );

const says = test.macro(async (t, result: Partial<MountResult>, expected: string) => {
  nodeSays({ ...mounted, ...result } as MountResult);
  t.is((await doMount()).because, expected);
});
test.serial('what was formatted is told', says, { formatted: true }, 'it was blank and has been formatted');
test.serial(
  'and what was repaired',
  says,
  { fsck: 1, resized: true },
  'its journal was replayed; its filesystem was grown',
);
test.serial('and what went otherwise', says, { notes: 'the disk is full' }, 'the disk is full');

test.serial('what was mounted already stays mounted on the way back', async (t) => {
  nodeSays({ ...mounted, already: true } as MountResult);
  t.like(await doMount(), { because: 'it was mounted already', undo: label });
});

test.serial('what its script refuses is no mark', async (t) => {
  nodeSays({ ...inUse, verb: 'mount', outcome: 'blocked', code: 'blank' });
  const before = bench.booked();
  t.like(await doMount(), { state: 'blocked', because: 'blank: a Pod has it open', undo: null });
  t.is(bench.booked(), before + 1, 'I-23 a Job ran for it');
  t.is(node()?.metadata.labels?.[mark], undefined);
});

const notTried = test.macro(async (t, change: () => unknown, expected: object, fields: () => object = () => ({})) => {
  change();
  const before = bench.booked();
  t.like(await doMount(fields()), expected);
  t.is(bench.booked(), before, 'I-23 nothing was tried');
  t.deepEqual(writes(), []);
});
const nothing = () => undefined;
const gone = { state: 'blocked', because: 'node-1 was replaced since the plan was made (P-14)' };
test.serial('P-14 not on a VM that was replaced', notTried, nothing, gone, () => ({ instance: replaced }));
test.serial(
  'P-14 nor on a node that is gone',
  notTried,
  () => bench.before(/nodes\/node-1$/, () => refusal(404, 'NotFound')),
  gone,
);
const booted = { state: 'waiting', because: 'node-1 has booted since the plan was made' };
test.serial('nor on one that has booted', notTried, nothing, booted, () => ({ bootID: 'former' }));
const marked = { state: 'blocked', because: 'node-1 is marked underpin.dev/protect (I-26)' };
const protect = { metadata: { annotations: { 'underpin.dev/protect': 'true' } } };
test.serial('I-26 nor on a marked node', notTried, () => bench.kubernetes.store.patch(nodeKey, protect), marked);
const protectVm = () =>
  bench.cloud.compute.state.edit('instances', vmPath, (vm) => ({ ...vm, labels: { 'underpin-protect': 'true' } }));
test.serial('I-26 nor on a marked VM', notTried, protectVm, marked);
const other = () => ({ mount: { ...mount, deviceName: 'other' } });
const another = () => ({ disk: reference('disks', 'another', 'us-central1-a') });
const namesake = () => ({ disk: reference('disks', 'foodata', 'us-central1') });
test.serial(
  'I-08 nor without the disk',
  notTried,
  nothing,
  { state: 'blocked', because: 'node-1 does not hold the disk' },
  other,
);
test.serial(
  'D-01 nor another disk that has its device name',
  notTried,
  nothing,
  { state: 'blocked', because: 'node-1 does not hold the disk' },
  another,
);
test.serial(
  'D-01 nor a regional one that has its name',
  notTried,
  nothing,
  { state: 'blocked', because: 'node-1 does not hold the disk' },
  namesake,
);

test.serial('P-14 a node that is another one by now is not marked', async (t) => {
  nodeSays(mounted);
  bench.before(/^PATCH .*nodes/, () => refusal(409, 'Conflict'));
  const { state, because } = await doMount();
  t.is(state, 'waiting');
  t.regex(because ?? '', /^node node-1 was replaced by another of its name meanwhile/);
});

test.serial('a mark that cannot be made is a failure', async (t) => {
  nodeSays(mounted);
  bench.before(/^PATCH .*nodes/, () => refusal(403, 'Forbidden', 'not for you'));
  t.is((await doMount()).state, 'failed');
});

test.serial(
  'I-08 the label goes before the disk is unmounted, and the record stays for who has to do it once more',
  async (t) => {
    bench.kubernetes.store.patch(nodeKey, {
      metadata: { labels: { [mark]: 'mounted' }, annotations: { [mark]: '{}' } },
    });
    let during: unknown;
    nodeSays({ ...mounted, verb: 'unmount' } as MountResult, () => {
      const { labels, annotations } = node()?.metadata ?? {};
      during = [labels?.[mark], annotations?.[mark]];
    });
    const uids: unknown[] = [];
    const note = ({ body }: RequestInit) => void uids.push(JSON.parse(String(body)).metadata.uid);
    bench.before(/^PATCH .*nodes\/node-1/, note);
    const { state, undo } = await doUnmount();
    t.is(state, 'done');
    t.deepEqual(uids, [node()?.metadata.uid], 'I-09 of this node, and of no other by its name');
    t.deepEqual(during, [undefined, '{}']);
    t.is(node()?.metadata.annotations?.[mark], '{}');
    const mounting =
      'sudo mkdir -p /mnt/foodata && sudo mount -o defaults,discard /dev/disk/by-id/google-foodata /mnt/foodata';
    t.is(undo, `${ssh} --command='${mounting}' && kubectl label node node-1 ${mark}=mounted`);
    const at = bench.sent.findIndex((line) => /^PATCH .*nodes/.test(line));
    t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/, 'I-20 right after the Lease is confirmed');
  },
);

test.serial('the Lease is renewed while the Job is at work, for the detachment that follows', async (t) => {
  const name = mountJobName(mount.node, mount.disk);
  const atWork = Response.json({ metadata: { name, uid: 'this' } });
  const seconds: number[] = [];
  let began = Number.POSITIVE_INFINITY;
  nodeSays(
    { ...mounted, verb: 'unmount' } as MountResult,
    () => {
      began = bench.clock.now();
      bench.before(/^GET .*\/jobs\//, () => atWork.clone(), 50);
    },
    1,
  );
  bench.before(/^PUT .*\/leases\/home/, () => void seconds.push(Math.floor((bench.clock.now() - began) / 1000)), 20);
  await doUnmount();
  t.deepEqual(
    seconds.filter((one) => one > 0 && one < 50),
    [20, 40],
  );
});

test.serial('D-15 a mark that another run has set meanwhile goes, too', async (t) => {
  nodeSays({ ...mounted, verb: 'unmount' } as MountResult, () => {
    bench.kubernetes.store.patch(nodeKey, { metadata: { labels: { [mark]: 'mounted' } } });
  });
  t.is((await doUnmount()).state, 'done');
  t.is(node()?.metadata.labels?.[mark], undefined);
});

test.serial('where nothing was mounted there is no way back', async (t) => {
  nodeSays({ ...mounted, verb: 'unmount', already: true, uuid: null } as MountResult);
  t.like(await doUnmount(), { state: 'done', undo: null });
});

test.serial('a disk in use keeps its record, and has no label', async (t) => {
  bench.kubernetes.store.patch(nodeKey, { metadata: { labels: { [mark]: 'mounted' }, annotations: { [mark]: '{}' } } });
  nodeSays(inUse);
  const before = bench.booked();
  t.like(await doUnmount(), { state: 'waiting', because: 'a Pod has it open' });
  t.is(bench.booked(), before + 1, 'I-23 a Job ran for it');
  t.is(node()?.metadata.annotations?.[mark], '{}');
});

test.serial('I-26 a disk that was marked since the plan is neither mounted nor unmounted', async (t) => {
  markDisk({ 'underpin-protect': 'true' });
  const because = 'the disk is marked underpin.dev/protect (I-26)';
  t.like(await doMount(), { state: 'blocked', because, isForPerson: true });
  t.like(await doUnmount(), { state: 'blocked', because, isForPerson: true });
  t.deepEqual(writes(), []);
});

test.serial(
  'I-08 nothing is unmounted on a node that is not there, marked or another, and no disk is called free',
  async (t) => {
    bench.before(/nodes\/node-1$/, () => refusal(404, 'NotFound'));
    const because = 'node-1 is no node of the cluster any more, and its VM is RUNNING: unmount it there';
    t.like(await doUnmount(), { state: 'blocked', because });
    bench.kubernetes.store.patch(nodeKey, protect);
    t.like(await doUnmount(), marked);
    mend();
    protectVm();
    t.like(await doUnmount(), marked);
    mend();
    bench.before(/^PATCH .*nodes/, () => refusal(409, 'Conflict'));
    t.is((await doUnmount()).state, 'waiting');
    t.false(bench.sent.some((line) => line.includes('/jobs')));
  },
);

test.serial(
  'F-09 one answer that the VM is gone lets nobody pull its disk, and the one of its name is left alone',
  async (t) => {
    const because = 'the VM node-1 of the plan no longer exists (P-14)';
    t.like(await doUnmount({ instance: replaced }), { state: 'blocked', because, undo: null });
    t.deepEqual(writes(), []);
  },
);
