import test from 'ava';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aBench, type Bench } from './a-bench.ts';

let bench: Bench;
const disk = reference('disks', 'data', 'us-central1-a');
const diskPath = 'projects/my-project/zones/us-central1-a/disks/data';
const vmPath = 'projects/my-project/zones/us-central1-a/instances/node-1';

test.before(async () => {
  bench = await aBench();
  await bench.byHand('zones/us-central1-a/disks', { name: 'data', sizeGb: '10' });
});
test.after.always(() => bench?.close());
test.beforeEach(() => {
  bench.calm();
  free();
  editVm({ status: 'RUNNING', labels: {} });
  bench.cloud.compute.calls.length = 0;
  bench.sent.length = 0;
});

function editVm(fields: object): void {
  bench.cloud.compute.state.edit('instances', vmPath, (vm) => ({ ...vm, ...fields }));
}

function editDisk(fields: object): void {
  bench.cloud.compute.state.edit('disks', diskPath, (live) => ({ ...live, ...fields }));
}

function disksOf(): { source?: string }[] {
  return bench.cloud.compute.state.read('instances', vmPath)?.disks ?? [];
}

function free(): void {
  editVm({ disks: disksOf().filter(({ source }) => !source?.endsWith('/disks/data')) });
  editDisk({ users: [], labels: {} });
}

function hold(fields: object = {}): void {
  const source = `https://www.googleapis.com/compute/v1/${diskPath}`;
  const attachment = { source, deviceName: 'data', mode: 'READ_WRITE', boot: false, autoDelete: false, ...fields };
  editVm({ disks: [...disksOf(), attachment] });
  editDisk({ users: [`https://www.googleapis.com/compute/v1/${vmPath}`] });
}

function attach(fields: object = {}): Promise<Outcome> {
  const diskId = String(bench.cloud.compute.state.read('disks', diskPath)?.id);
  const instance = bench.vm('node-1');
  return bench.does({ kind: 'attach-disk', disk, diskId, instance, mode: 'READ_WRITE', ...fields });
}

function detach(fields: object = {}): Promise<Outcome> {
  const instance = bench.vm('node-1');
  return bench.does({ kind: 'detach-disk', disk, deviceName: 'data', instance, holderStatus: 'TERMINATED', ...fields });
}

function keep(fields: object = {}): Promise<Outcome> {
  return bench.does({ kind: 'keep-disk', disk, deviceName: 'data', instance: bench.vm('node-1'), ...fields });
}

function writes(): string[] {
  return bench.cloud.compute.calls
    .filter(({ mutating }) => mutating)
    .map(({ method }) => method.replace('compute.', ''));
}

const forbidden = { kind: 'error', error: { status: 403, reason: 'forbidden', message: 'not for you' } } as const;
const replaced = { reference: reference('instances', 'node-1', 'us-central1-a'), id: '77' };
const onNode1 = '--project=my-project --zone=us-central1-a';

test.serial('a disk is attached by its own name, never to be deleted with its VM', async (t) => {
  const { state, undo } = await attach();
  t.is(state, 'done');
  t.is(undo, `gcloud compute instances detach-disk node-1 ${onNode1} --device-name=data`);
  t.like(disksOf().at(-1), { deviceName: 'data', mode: 'READ_WRITE', autoDelete: false, boot: false });
  t.like(await attach(), { state: 'done', because: 'it was attached already', undo: null });
  t.deepEqual(writes(), ['instances.attachDisk']);
});

const notAttached = test.macro(async (t, change: () => unknown, expected: Partial<Outcome>, fields: object = {}) => {
  await change();
  t.like(await attach(fields), expected);
  t.deepEqual(writes(), []);
});
const nothing = () => undefined;
test.serial(
  'P-14 not to a VM that was replaced',
  notAttached,
  nothing,
  { state: 'blocked', because: 'node-1 was replaced since the plan was made (P-14)' },
  { instance: replaced },
);
test.serial('not to one that does not run', notAttached, () => editVm({ status: 'STOPPING' }), {
  state: 'waiting',
  because: 'node-1 is STOPPING',
});
test.serial('I-26 not to a marked one', notAttached, () => editVm({ labels: { 'underpin-protect': 'true' } }), {
  state: 'blocked',
  because: 'node-1 is marked underpin.dev/protect (I-26)',
});
test.serial('I-26 not a marked disk', notAttached, () => editDisk({ labels: { 'underpin-protect': 'true' } }), {
  state: 'blocked',
  because: 'the disk is marked underpin.dev/protect',
});
test.serial(
  'not another disk of that name',
  notAttached,
  nothing,
  { state: 'blocked', because: 'disk `data` was made anew since the plan was made' },
  { diskId: '77' },
);
const users = ['node-2', 'node-3'].map(
  (name) => `https://www.googleapis.com/compute/v1/${vmPath.replace('node-1', name)}`,
);
test.serial('I-01 not one that somebody else has', notAttached, () => editDisk({ users }), {
  state: 'blocked',
  because: 'node-2, node-3 has the disk (I-01)',
});

test.serial('one that others read is attached to be read', async (t) => {
  editDisk({ users });
  t.is((await attach({ mode: 'READ_ONLY' })).because?.includes('(I-01)') ?? false, false);
  t.like(bench.cloud.compute.calls.find(({ mutating }) => mutating)?.body, { mode: 'READ_ONLY' });
});

test.serial('I-14 an attachment that does not show is none', async (t) => {
  bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act: free, when: 'before' },
    skip: 1,
  });
  t.like(await attach(), { state: 'blocked', because: 'node-1 does not show the disk after the attachment' });
});

test.serial('D-02 one that would die with its VM is told', async (t) => {
  const act = () => {
    free();
    hold({ autoDelete: true });
  };
  bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act, when: 'before' },
    skip: 1,
  });
  t.like(await attach(), { state: 'blocked', because: 'the disk was attached with autoDelete on (D-02)' });
});

const aVolume = (name: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteOnce'],
    csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: diskPath },
  },
});

const owned = test.macro(async (t, name: string, act: () => Promise<Outcome>) => {
  bench.kubernetes.store.put(aVolume(name));
  const { state, because } = await act();
  bench.kubernetes.store.remove({ apiVersion: 'v1', kind: 'PersistentVolume', name });
  await bench.clock.advance(5000);
  t.deepEqual([state, because], ['blocked', `the disk belongs to PersistentVolume \`${name}\` (D-12)`]);
  t.deepEqual(writes(), []);
});
test.serial('D-12 a disk of the CSI driver is not attached', owned, 'pv-1', () => attach());
test.serial('D-12 nor detached', owned, 'pv-2', () => {
  hold();
  editVm({ status: 'TERMINATED' });
  return detach();
});

test.serial('D-12 volumes that cannot be read might own it', async (t) => {
  bench.kubernetes.faults.add({ fault: 'F-08', when: ({ path }) => path.includes('persistentvolumes'), times: 4 });
  t.regex((await attach()).because ?? '', /^the PersistentVolumes cannot be read: /);
  bench.kubernetes.faults.clear();
  t.deepEqual(writes(), []);
});

test.serial('D-04 what is under way cannot be read: it is waited for', async (t) => {
  bench.cloud.compute.faults.add({ method: 'compute.zoneOperations.list', fault: forbidden });
  const { state, because } = await attach();
  t.is(state, 'waiting');
  t.regex(because ?? '', /^the pending operations cannot be read: .*not for you/);
});

const underWay = test.macro(async (t, target: string, isOn: boolean) => {
  const link = `https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/${target}`;
  const operation = { name: 'operation-1', operationType: 'detachDisk', targetLink: link, status: 'RUNNING' };
  bench.before(/\/zones\/us-central1-a\/operations\?/, () =>
    Response.json({ kind: 'compute#operationList', items: [operation, { ...operation, targetLink: undefined }] }),
  );
  const { state, because } = await attach();
  t.is(state, isOn ? 'waiting' : 'done', because ?? '');
  if (isOn) t.is(because, `operation operation-1 (detachDisk) on ${link} is RUNNING`);
});
test.serial('D-04 something under way on the disk is waited for', underWay, 'disks/data', true);
test.serial('D-04 or on the VM', underWay, 'instances/node-1', true);
test.serial('on another disk it is not', underWay, 'disks/other-data', false);

test.serial('an operation that is done is not under way', async (t) => {
  const targetLink = `https://www.googleapis.com/compute/v1/${diskPath}`;
  bench.before(/\/zones\/us-central1-a\/operations\?/, () =>
    Response.json({ items: [{ name: 'operation-1', targetLink, status: 'DONE' }] }),
  );
  t.is((await attach()).state, 'done');
});

test.serial('only operations that are not done are asked for', async (t) => {
  let asked = '';
  const { transport } = bench.world;
  bench.world.transport = (url, init) => {
    if (url.includes('/operations?')) asked = new URL(url).searchParams.get('filter') ?? '';
    return transport(url, init);
  };
  await attach();
  bench.world.transport = transport;
  t.is(asked, 'status != DONE');
});

test.serial('a disk leaves a VM that is switched off, and the way back is told', async (t) => {
  hold();
  editVm({ status: 'TERMINATED' });
  const { state, undo } = await detach();
  t.is(state, 'done');
  t.is(undo, `gcloud compute instances attach-disk node-1 ${onNode1} --disk=data --device-name=data`);
  t.like(await detach(), { state: 'done', because: 'it was detached already', undo: null });
  t.deepEqual(writes(), ['instances.detachDisk']);
});

test.serial('one that was read is attached again to be read', async (t) => {
  hold({ mode: 'READ_ONLY' });
  editVm({ status: 'TERMINATED' });
  t.regex((await detach()).undo ?? '', / --device-name=data --mode=ro$/);
});

test.serial('I-20 the Lease is confirmed right before a disk leaves', async (t) => {
  hold();
  editVm({ status: 'TERMINATED' });
  await detach();
  const at = bench.sent.findIndex((line) => line.endsWith('/detachDisk'));
  t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/);
});

test.serial('D-13 a VM that is gone has no disk', async (t) => {
  t.like(await detach({ instance: replaced }), {
    state: 'done',
    because: 'node-1 no longer exists, so the disk is free (D-13)',
  });
  t.deepEqual(writes(), []);
});

const stays = test.macro(async (t, status: string, attachment: object, because: RegExp, fields: object = {}) => {
  hold(attachment);
  editVm({ status });
  const outcome = await detach(fields);
  t.is(outcome.state, 'blocked');
  t.regex(outcome.because ?? '', because);
  t.deepEqual(writes(), []);
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
  hold();
  t.is((await detach(unmounted)).state, 'done');
});

test.serial('D-04 what is under way holds a detachment up', async (t) => {
  hold();
  editVm({ status: 'TERMINATED' });
  bench.cloud.compute.faults.add({ method: 'compute.zoneOperations.list', fault: forbidden });
  t.is((await detach()).state, 'waiting');
});

const answered = test.macro(async (t, isOut: boolean, status: number, expected: Outcome['state']) => {
  hold();
  editVm({ status: 'TERMINATED' });
  const act = () => (isOut ? free() : undefined);
  bench.cloud.compute.faults.add({
    method: 'compute.instances.detachDisk',
    fault: { kind: 'act', act, when: 'before' },
  });
  const error = { status, reason: 'invalid', message: 'no such device' };
  bench.cloud.compute.faults.add({ method: 'compute.instances.detachDisk', fault: { kind: 'error', error } });
  t.is((await detach()).state, expected);
});
test.serial('D-13 detached meanwhile is success', answered, true, 400, 'done');
test.serial('a refusal is a failure while it is attached', answered, false, 400, 'failed');
test.serial('a missing permission is one in any case', answered, true, 403, 'failed');

test.serial('a disk that is still there afterwards is told', async (t) => {
  hold();
  editVm({ status: 'TERMINATED' });
  bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act: () => hold(), when: 'before' },
    skip: 1,
  });
  t.like(await detach(), { state: 'blocked', because: 'node-1 still shows the disk after it was detached' });
});

test.serial('D-02 a disk is kept from dying with its VM', async (t) => {
  hold({ autoDelete: true });
  const { state, undo } = await keep();
  t.is(state, 'done');
  t.is(undo, `gcloud compute instances set-disk-auto-delete node-1 ${onNode1} --device-name=data --auto-delete`);
  t.like(disksOf().at(-1), { autoDelete: false });
});

test.serial('not on a VM that was replaced or marked since the plan', async (t) => {
  hold({ autoDelete: true });
  t.regex((await keep({ instance: replaced })).because ?? '', /^node-1 was replaced since the plan was made \(P-14\)$/);
  editVm({ labels: { 'underpin-protect': 'true' } });
  t.like(await keep(), { state: 'blocked', because: 'node-1 is marked underpin.dev/protect (I-26)' });
  t.deepEqual(writes(), []);
});

test.serial('D-02 what did not read back is told', async (t) => {
  hold({ autoDelete: true });
  const act = () => {
    free();
    hold({ autoDelete: true });
  };
  bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act, when: 'before' },
    skip: 1,
  });
  t.like(await keep(), { state: 'blocked', because: 'autoDelete of `data` is still on' });
});
