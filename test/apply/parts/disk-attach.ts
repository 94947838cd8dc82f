import test from 'ava';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { referencePath } from '../../../shared/model/reference.ts';
import { mountJob, mountJobName } from '../../../shared/mount/job.ts';
import { reference } from '../../builders/compute.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { refusal } from './a-bench.ts';
import { aDataDisk, csi, type DataDisk, disk, diskPath, forbidden, onNode1, replaced, vmPath } from './a-data-disk.ts';

let desk: DataDisk;
test.before(async () => {
  desk = await aDataDisk();
});

test.after.always(() => desk?.bench.close());
test.beforeEach(() => desk.reset());

function attach(fields: object = {}): Promise<Outcome> {
  const diskId = String(desk.bench.cloud.compute.state.read('disks', diskPath)?.id);
  const instance = desk.bench.vm('node-1');
  return desk.bench.does({
    kind: 'attach-disk',
    disk,
    diskId,
    instance,
    node: 'node-1',
    mode: 'READ_WRITE',
    ...fields,
  });
}

test.serial('a disk is attached by its own name, never to be deleted with its VM', async (t) => {
  const { state, undo } = await attach();
  t.is(state, 'done');
  const [unmounted, detached] = undo?.split(/(?<=') && /) ?? [];
  t.regex(
    unmounted ?? '',
    /^gcloud compute ssh node-1 .*google-data\).* sudo umount -A \$d/,
    'I-08 out of its mount first',
  );
  t.is(detached, `gcloud compute instances detach-disk node-1 ${onNode1} --device-name=data`);
  t.like(desk.disksOf().at(-1), { deviceName: 'data', mode: 'READ_WRITE', autoDelete: false, boot: false });
  t.like(await attach(), { state: 'done', because: 'it was attached already', undo: null });
  const [call, ...others] = desk.bench.cloud.compute.calls.filter(({ mutating }) => mutating);
  t.like(call?.body, { deviceName: 'data', mode: 'READ_WRITE', autoDelete: false, boot: false });
  t.truthy(call?.query.requestId, 'P-16');
  t.deepEqual([call?.method, others], ['compute.instances.attachDisk', []]);
});

const notAttached = test.macro(async (t, change: () => unknown, expected: Partial<Outcome>, fields: object = {}) => {
  await change();
  t.like(await attach(fields), expected);
  t.deepEqual(desk.writes(), []);
});
const nothing = () => undefined;
test.serial(
  'P-14 not to a VM that was replaced',
  notAttached,
  nothing,
  { state: 'blocked', because: 'node-1 was replaced since the plan was made (P-14)' },
  { instance: replaced },
);
test.serial('not to one that does not run', notAttached, () => desk.editVm({ status: 'STOPPING' }), {
  state: 'waiting',
  because: 'node-1 is STOPPING',
});
test.serial('I-26 not to a marked one', notAttached, () => desk.editVm({ labels: { 'underpin-protect': 'true' } }), {
  state: 'blocked',
  because: 'node-1 is marked underpin.dev/protect (I-26)',
});
test.serial('I-26 not a marked disk', notAttached, () => desk.editDisk({ labels: { 'underpin-protect': 'true' } }), {
  state: 'blocked',
  because: 'the disk is marked underpin.dev/protect (I-26)',
});
test.serial(
  'not another disk of that name',
  notAttached,
  nothing,
  { state: 'blocked', because: 'disk `data` was made anew since the plan was made' },
  { diskId: '77' },
);
test.serial(
  'not where another disk has its device name',
  notAttached,
  () => desk.hold({ source: `https://www.googleapis.com/compute/v1/${diskPath}-2` }),
  {
    state: 'blocked',
    because:
      'node-1 has disk `data-2` under the device name `data`, which this disk needs: attach that one by another name',
    isForPerson: true,
  },
);
test.serial('D-15 none that many read, while the node says still that it has it mounted', async (t) => {
  const key = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };
  const mark = (value: string | null) =>
    desk.bench.kubernetes.store.patch(key, { metadata: { labels: { 'disk.underpin.dev/data': value } } });
  mark('mounted');
  const because = 'node node-1 says still that it has the disk mounted (D-15)';
  t.like(await attach({ mode: 'READ_ONLY' }), { state: 'waiting', because });
  t.deepEqual(desk.writes(), []);
  mark(null);
  t.is((await attach({ mode: 'READ_ONLY' })).state, 'done');
});
const users = ['node-2', 'node-3'].map(
  (name) => `https://www.googleapis.com/compute/v1/${vmPath.replace('node-1', name)}`,
);
test.serial('I-01 not one that somebody else has', notAttached, () => desk.editDisk({ users }), {
  state: 'blocked',
  because: 'node-2, node-3 has the disk (I-01)',
});

const counted = { mayBeFormatted: true };
const since = {
  state: 'blocked',
  because: 'disk `data` has been attached since the plan was made, which counted on its being blank (D-06)',
} as const;
test.serial(
  'D-06 not one that was blank, and that somebody has had since',
  notAttached,
  () => desk.editDisk({ lastAttachTimestamp: '2027-01-15T02:00:00Z' }),
  since,
  counted,
);
test.serial('D-06 nor is it formatted where somebody has attached it', notAttached, () => desk.hold(), since, counted);

/** Right before the request comes there. */
const taken = test.macro(async (t, fields: object, expected: Partial<Outcome>) => {
  desk.bench.before(/^POST .*\/attachDisk/, () => {
    desk.hold();
    return Response.json({ error: { code: 400, message: 'is already being used by', errors: [] } }, { status: 400 });
  });
  t.like(await attach(fields), expected);
});
test.serial(
  'what somebody attached first is not to be undone',
  taken,
  {},
  {
    state: 'done',
    because: 'it was attached already',
    undo: null,
  },
);
test.serial('D-06 nor to be formatted', taken, counted, since);

test.serial('one that others read is attached to be read', async (t) => {
  desk.editDisk({ users });
  t.is((await attach({ mode: 'READ_ONLY' })).because?.includes('(I-01)') ?? false, false);
  t.like(desk.bench.cloud.compute.calls.find(({ mutating }) => mutating)?.body, { mode: 'READ_ONLY' });
});

test.serial('I-14 an attachment that does not show is none', async (t) => {
  desk.bench.cloud.compute.faults.add({
    method: 'compute.instances.get',
    fault: { kind: 'act', act: desk.free, when: 'before' },
    skip: 1,
  });
  t.like(await attach(), { state: 'blocked', because: 'node-1 does not show the disk after the attachment' });
});

test.serial('I-29 what cannot be seen afterwards has failed', async (t) => {
  desk.bench.cloud.compute.faults.add({ method: 'compute.instances.get', fault: forbidden, skip: 1 });
  const { state, because } = await attach();
  t.is(state, 'failed');
  t.regex(because ?? '', /not for you/);
});

const denied = {
  kind: 'operation error',
  error: { status: 403, reason: 'serviceAccountAccessDenied', message: 'no' },
} as const;
const explained = test.macro(async (t, isReadable: boolean, account: string) => {
  desk.editVm({ serviceAccounts: [{ email: 'nodes@my-project.iam.gserviceaccount.com', scopes: [] }] });
  desk.bench.cloud.compute.faults.add({ method: 'compute.instances.attachDisk', fault: denied });
  if (!isReadable) desk.bench.cloud.compute.faults.add({ method: 'compute.instances.get', fault: forbidden, skip: 1 });
  const { state, because } = await attach();
  t.is(state, 'failed');
  t.regex(because ?? '', new RegExp(`^Underpin may not act as ${account}, .*add-iam-policy-binding ${account} `));
});
test.serial('what the nodes’ account is missing is told with the line that gives it', explained, true, 'nodes@\\S+');
test.serial('also when it cannot be read which account that is', explained, false, 'NODES_SERVICE_ACCOUNT');

test.serial('another failure is told as it is', async (t) => {
  const other = { ...denied, error: { ...denied.error, reason: 'quotaExceeded' } };
  desk.bench.cloud.compute.faults.add({ method: 'compute.instances.attachDisk', fault: other });
  t.regex((await attach()).because ?? '', /^operation .* failed: QUOTA_EXCEEDED: no$/);
});

test.serial('a regional disk is attached as well', async (t) => {
  const zones = ['a', 'b'].map((zone) => `projects/my-project/zones/us-central1-${zone}`);
  await desk.bench.byHand('regions/us-central1/disks', { name: 'both', sizeGb: '10', replicaZones: zones });
  const both = reference('disks', 'both', 'us-central1');
  const { id } = desk.bench.cloud.compute.state.read('disks', referencePath(both)) ?? {};
  t.like(await attach({ disk: both, diskId: String(id) }), { state: 'done', because: null });
  t.regex(desk.disksOf().at(-1)?.source ?? '', /regions\/us-central1\/disks\/both$/);
});

test.serial('D-02 one that would die with its VM is told', async (t) => {
  desk.losesAtSecondLook();
  t.like(await attach(), { state: 'blocked', because: 'the disk was attached with autoDelete on (D-02)' });
});

test.serial('D-12 a disk of the CSI driver is not attached', async (t) => {
  const { state, because } = await desk.whileOwned('pv-1', attach);
  t.deepEqual([state, because], ['blocked', 'the disk belongs to PersistentVolume `pv-1` (D-12)']);
  t.deepEqual(desk.writes(), []);
});

const owning = test.macro(async (t, name: string, source: JsonObject, isOwned: boolean) => {
  const { state, because } = await desk.whileOwned(name, attach, source);
  t.is(state, isOwned ? 'blocked' : 'done', because ?? '');
});
const anywhere = csi('projects/UNSPECIFIED/zones/UNSPECIFIED/disks/data');
test.serial('D-12 wherever the volume says that it is', owning, 'pv-3', anywhere, true);
const inSeveral = csi('projects/my-project/zones/multi-zone/disks/data');
test.serial('D-12 or is in several zones', owning, 'pv-6', inSeveral, true);
test.serial('D-12 nor one of an in-tree volume', owning, 'pv-4', { gcePersistentDisk: { pdName: 'data' } }, true);
const elsewhere = csi(diskPath.replace('us-central1-a', 'us-central1-b'));
test.serial('a disk of that name in another zone is another', owning, 'pv-5', elsewhere, false);

test.serial('D-12 volumes that cannot be read might own it', async (t) => {
  desk.bench.kubernetes.faults.add({ fault: 'F-08', when: ({ path }) => path.includes('persistentvolumes'), times: 4 });
  t.regex((await attach()).because ?? '', /^the PersistentVolumes cannot be read: /);
  desk.bench.kubernetes.faults.clear();
  t.deepEqual(desk.writes(), []);
});

test.serial('D-04 what is under way cannot be read: it is waited for', async (t) => {
  desk.bench.cloud.compute.faults.add({ method: 'compute.zoneOperations.list', fault: forbidden });
  const { state, because } = await attach();
  t.is(state, 'waiting');
  t.regex(because ?? '', /^the pending operations cannot be read: .*not for you/);
});

const underWay = test.macro(async (t, target: string, isOn: boolean) => {
  const link = `https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/${target}`;
  const operation = { name: 'operation-1', operationType: 'detachDisk', targetLink: link, status: 'RUNNING' };
  desk.bench.before(/\/zones\/us-central1-a\/operations\?/, () =>
    Response.json({ kind: 'compute#operationList', items: [operation, { ...operation, targetLink: undefined }] }),
  );
  const { state, because } = await attach();
  t.is(state, isOn ? 'waiting' : 'done', because ?? '');
  if (isOn) t.is(because, `operation operation-1 (detachDisk) on ${link} is RUNNING`);
});
test.serial('D-04 something under way on the disk is waited for', underWay, 'disks/data', true);
test.serial('D-04 or on the VM', underWay, 'instances/node-1', true);
test.serial('on another disk it is not', underWay, 'disks/other-data', false);

test.serial(
  'I-28 an attachment that worked though nobody could wait for it is done, and its mount may follow',
  async (t) => {
    desk.bench.before(/operations\/.*\/wait/, () => refusal(500, 'backendError', 'not now'), 4);
    t.is((await attach()).state, 'done');
    t.is(desk.disksOf().at(-1)?.deviceName, 'data');
  },
);

test.serial('one that did not is not', async (t) => {
  desk.bench.before(/\/attachDisk/, () => refusal(503, 'backendError', 'not now'), 4);
  t.is((await attach()).state, 'failed');
});

test.serial('an operation that is done is not under way', async (t) => {
  const targetLink = `https://www.googleapis.com/compute/v1/${diskPath}`;
  desk.bench.before(/\/zones\/us-central1-a\/operations\?/, () =>
    Response.json({ kind: 'compute#operationList', items: [{ name: 'operation-1', targetLink, status: 'DONE' }] }),
  );
  t.is((await attach()).state, 'done');
});

test.serial('only operations that are not done are asked for', async (t) => {
  let asked = '';
  const { transport } = desk.bench.world;
  desk.bench.world.transport = (url, init) => {
    if (url.includes('/operations?')) asked = new URL(url).searchParams.get('filter') ?? '';
    return transport(url, init);
  };
  await attach();
  desk.bench.world.transport = transport;
  t.is(asked, 'status != DONE');
});

/** A node may have another name than its VM, and Jobs go by nodes. */
const node = 'node-1.corp';
const mountName = mountJobName(node, 'data');
const mountPath = `/apis/batch/v1/namespaces/underpin-mounts/jobs/${mountName}`;
const besideJob = test.macro(async (t, conditions: JsonObject[] | null, expected: Partial<Outcome>) => {
  const job = { ...JSON.parse(JSON.stringify(mountJob(aMountRequest({ node, disk: 'data' })))) };
  desk.bench.before(new RegExp(`^GET .*/jobs/${mountName}`), () =>
    conditions ? Response.json({ ...job, status: { conditions } }) : refusal(403, 'Forbidden', 'not for you'),
  );
  t.like(await attach({ node }), expected);
  t.true(desk.bench.sent.some((line) => line.startsWith(`GET ${mountPath}`)));
});
test.serial('D-06 not while a Job is at work that was allowed to format it by its last attachment', besideJob, [], {
  state: 'waiting',
  because: `Job underpin-mounts/${mountName} is still at work (mount)`,
});
test.serial('one that has ended is in nobody’s way', besideJob, [{ type: 'Failed', status: 'True' }], {
  state: 'done',
});
test.serial('and one that cannot be read may be at work', besideJob, null, {
  state: 'blocked',
  because: `Job underpin-mounts/${mountName} cannot be read: GET ${mountPath}: 403 not for you`,
});
