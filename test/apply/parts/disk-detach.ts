import test from 'ava';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { refusal } from './a-bench.ts';
import { aDataDisk, type DataDisk, disk, forbidden, onNode1, replaced } from './a-data-disk.ts';

let desk: DataDisk;
test.before(async () => {
  desk = await aDataDisk();
});

test.after.always(() => desk?.bench.close());
test.beforeEach(() => desk.reset());

function detach(fields: object = {}): Promise<Outcome> {
  const instance = desk.bench.vm('node-1');
  return desk.bench.does({
    kind: 'detach-disk',
    disk,
    deviceName: 'data',
    instance,
    holderStatus: 'TERMINATED',
    node: null,
    ...fields,
  });
}

function keep(fields: object = {}): Promise<Outcome> {
  return desk.bench.does({ kind: 'keep-disk', disk, deviceName: 'data', instance: desk.bench.vm('node-1'), ...fields });
}

test.serial('I-03 autoDelete of another disk under the device name is left alone', async (t) => {
  const because = 'node-1 does not hold the disk as `data` any more';
  desk.hold({ source: 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/disks/other' });
  t.like(await keep(), { state: 'blocked', because });
  desk.free();
  desk.hold({ deviceName: 'otherwise' });
  t.like(await keep(), { state: 'blocked', because });
  t.deepEqual(desk.writes(), []);
});

test.serial('D-12 a disk of the CSI driver is not detached', async (t) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  const { state, because } = await desk.whileOwned('pv-2', detach);
  t.deepEqual([state, because], ['blocked', 'the disk belongs to PersistentVolume `pv-2` (D-12)']);
  t.deepEqual(desk.writes(), []);
});

test.serial(
  'I-26 a disk that was marked since the plan does not leave its VM, and stays as it is attached',
  async (t) => {
    desk.hold({ autoDelete: true });
    desk.editDisk({ labels: { 'underpin-protect': 'true' } });
    const because = 'the disk is marked underpin.dev/protect (I-26)';
    t.like(await keep(), { state: 'blocked', because });
    desk.editVm({ status: 'TERMINATED' });
    t.like(await detach(), { state: 'blocked', because });
    t.deepEqual(desk.writes(), []);
  },
);

test.serial('a disk leaves a VM that is switched off, and the way back is told', async (t) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  const { state, undo } = await detach();
  t.is(state, 'done');
  t.is(undo, `gcloud compute instances attach-disk node-1 ${onNode1} --disk=data --device-name=data`);
  t.like(await detach(), { state: 'done', because: 'it was detached already', undo: null });
  t.deepEqual(desk.writes(), ['instances.detachDisk']);
  t.truthy(desk.bench.cloud.compute.calls.find(({ mutating }) => mutating)?.query.requestId, 'P-16');
});

test.serial('I-08 by the device name that it had, by which the way back from an unmount finds it', async (t) => {
  desk.hold({ deviceName: 'persistent-disk-1' });
  desk.editVm({ status: 'TERMINATED' });
  const { undo } = await detach({ deviceName: 'persistent-disk-1' });
  t.is(undo, `gcloud compute instances attach-disk node-1 ${onNode1} --disk=data --device-name=persistent-disk-1`);
});

test.serial('one that was read is attached again to be read', async (t) => {
  desk.hold({ mode: 'READ_ONLY' });
  desk.editVm({ status: 'TERMINATED' });
  t.regex((await detach()).undo ?? '', / --device-name=data --mode=ro$/);
});

test.serial('I-20 the Lease is confirmed right before a disk leaves', async (t) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  await detach();
  const at = desk.bench.sent.findIndex((line) => line.endsWith('/detachDisk'));
  t.regex(desk.bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/);
});

test.serial('D-13 a VM that is gone has no disk', async (t) => {
  const gone = { reference: reference('instances', 'gone', 'us-central1-a'), id: '1' };
  t.regex((await detach({ instance: gone })).because ?? '', /^gone no longer exists/);
  t.like(await detach({ instance: replaced }), {
    state: 'done',
    because: 'node-1 no longer exists, so the disk is free (D-13)',
  });
  t.deepEqual(desk.writes(), []);
});

const stays = test.macro(async (t, status: string, attachment: object, because: RegExp, fields: object = {}) => {
  desk.hold(attachment);
  desk.editVm({ status });
  const outcome = await detach(fields);
  t.is(outcome.state, 'blocked');
  t.regex(outcome.because ?? '', because);
  t.deepEqual(desk.writes(), []);
});
test.serial(
  'I-02 not from a VM that was switched on again',
  stays,
  'RUNNING',
  {},
  /^node-1 is RUNNING now: a disk leaves/,
);
const unmounted = { holderStatus: 'RUNNING' };
test.serial('I-02 nor from one that is going down', stays, 'STOPPING', {}, /^node-1 is STOPPING now/, unmounted);
test.serial('D-14 never a boot disk', stays, 'TERMINATED', { boot: true }, /^it is the boot disk of node-1 \(D-14\)$/);
test.serial(
  'nor under another device name',
  stays,
  'TERMINATED',
  { deviceName: 'other' },
  /^its device name is `other` now, planned was `data`$/,
);

test.serial('I-08 from a VM that runs in a plan that has unmounted it there', async (t) => {
  desk.hold();
  t.is((await detach(unmounted)).state, 'done');
});

const again = test.macro(async (t, answers: Record<string, () => Response>, expected: Partial<Outcome>) => {
  desk.hold();
  for (const [path, answer] of Object.entries(answers)) desk.bench.before(new RegExp(`^GET .*${path}`), answer, 4);
  t.like(await detach({ ...unmounted, node: 'node-1' }), expected);
});
const isMarked = () => Response.json({ metadata: { uid: '1', labels: { 'disk.underpin.dev/data': 'mounted' } } });
const atWork = () => Response.json({ metadata: { name: 'mount-data', labels: {} } });
const noJob = { '/jobs/': () => refusal(404, 'NotFound') };
const since = 'node-1 has it mounted again since the plan was made; the next pass looks anew (I-08)';
test.serial(
  'I-08 not one that another run has mounted there since',
  again,
  { ...noJob, 'nodes/node-1': isMarked },
  {
    state: 'blocked',
    because: since,
  },
);
const ended = (verb: string) => () =>
  Response.json({
    metadata: { name: 'mount-data', labels: { 'underpin.dev/verb': verb } },
    status: { conditions: [{ type: 'Complete', status: 'True' }] },
  });
test.serial(
  'I-08 nor one that a Job has mounted',
  again,
  { '/jobs/': ended('mount') },
  {
    state: 'waiting',
    because: 'what Job underpin-mounts/mount-data has done is on no record yet (I-08)',
  },
);
test.serial('one that a Job has unmounted goes', again, { '/jobs/': ended('unmount') }, { state: 'done' });
const noNode = { ...noJob, 'nodes/node-1': () => refusal(404, 'NotFound') };
test.serial('I-08 none of a VM that runs on and is no node any more', again, noNode, {
  state: 'blocked',
  because: 'node-1 is no node of the cluster any more, and its VM runs on: unmount the disk there',
});
test.serial('I-08 nor one that a Job is about to mount', again, { '/jobs/': atWork }, { state: 'waiting' });
const unread = { '/jobs/': () => refusal(403, 'Forbidden') };
test.serial('I-08 nor where nobody can tell whether one is', again, unread, { state: 'blocked' });
test.serial('but one that its node says nothing of', again, noJob, { state: 'done' });

test.serial('D-04 what is under way holds a detachment up', async (t) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  desk.bench.cloud.compute.faults.add({ method: 'compute.zoneOperations.list', fault: forbidden });
  t.is((await detach()).state, 'waiting');
});

const answered = test.macro(async (t, isOut: boolean, status: number, expected: Outcome['state']) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  const act = () => (isOut ? desk.free() : undefined);
  desk.bench.cloud.compute.faults.add({
    method: 'compute.instances.detachDisk',
    fault: { kind: 'act', act, when: 'before' },
  });
  const error = { status, reason: 'invalid', message: 'no such device' };
  desk.bench.cloud.compute.faults.add({ method: 'compute.instances.detachDisk', fault: { kind: 'error', error } });
  t.is((await detach()).state, expected);
});
test.serial('D-13 detached meanwhile is success', answered, true, 400, 'done');
test.serial('a refusal is a failure while it is attached', answered, false, 400, 'failed');
test.serial('a missing permission is one in any case', answered, true, 403, 'failed');

test.serial('a disk that is still there afterwards is told', async (t) => {
  desk.hold();
  desk.editVm({ status: 'TERMINATED' });
  desk.bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act: () => desk.hold(), when: 'before' },
    skip: 1,
  });
  t.like(await detach(), { state: 'blocked', because: 'node-1 still shows the disk after it was detached' });
});

test.serial('D-02 a disk is kept from dying with its VM', async (t) => {
  desk.hold({ autoDelete: true });
  const { state, undo } = await keep();
  t.is(state, 'done');
  t.is(undo, `gcloud compute instances set-disk-auto-delete node-1 ${onNode1} --device-name=data --auto-delete`);
  t.like(desk.disksOf().at(-1), { autoDelete: false });
});

test.serial('not on a VM that was replaced or marked since the plan', async (t) => {
  desk.hold({ autoDelete: true });
  t.regex((await keep({ instance: replaced })).because ?? '', /^node-1 was replaced since the plan was made \(P-14\)$/);
  desk.editVm({ labels: { 'underpin-protect': 'true' } });
  t.like(await keep(), { state: 'blocked', because: 'node-1 is marked underpin.dev/protect (I-26)' });
  t.deepEqual(desk.writes(), []);
});

test.serial('D-02 what did not read back is told', async (t) => {
  desk.hold({ autoDelete: true });
  desk.losesAtSecondLook();
  t.like(await keep(), { state: 'blocked', because: 'autoDelete of `data` is still on' });
});
