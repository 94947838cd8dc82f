import test from 'ava';
import type { Outcome, Step } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aSharedBench, aStep, leaseKey, refusal } from './a-bench.ts';

const bench = aSharedBench();

function uidOf(name: string): string {
  return bench.kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name })?.metadata.uid ?? '';
}

let labels = 0;

/** Of node-1. */
function bootDisk() {
  const path = 'projects/my-project/zones/us-central1-a/instances/node-1';
  const [{ source, deviceName } = { source: '', deviceName: '' }] =
    bench.cloud.compute.state.read('instances', path)?.disks ?? [];
  return { disk: reference('disks', source.replace(/.*\//, ''), 'us-central1-a'), deviceName };
}

function labelling(node = 'node-1', fields: Partial<Step> = {}): Step {
  const action = { node, uid: uidOf(node), labels: { [`label-${++labels}`]: 'mounted' }, seen: {} };
  return aStep({ kind: 'label-node', ...action }, fields);
}

/** Of a later stage, and destructive; the pod is gone, which is as good as restarted. */
function restarting(target: string): Step {
  return aStep({ kind: 'restart-pod', namespace: 'default', pod: 'gone', uid: 'u', startedAt: null }, { target });
}

function told(outcomes: Outcome[]): string[] {
  return outcomes.map(({ state, kind, because }) => `${state} ${kind}${because ? `: ${because}` : ''}`);
}

function logged(): string[] {
  return bench.lines.map(({ message }) => String(message));
}

function lease(): { holderIdentity?: string } {
  return (bench.kubernetes.store.get(leaseKey) as unknown as { spec: object } | undefined)?.spec ?? {};
}

test.serial('I-30 the intent is on record before anything is sent, the outcome after it', async (t) => {
  const step = labelling();
  let before: string[] = [];
  bench.before(/^PATCH .*nodes/, async () => {
    before = logged();
    await bench.clock.sleep(1500);
  });
  const began = bench.clock.now();
  const [outcome] = await bench.steps([step]);
  const { kind, target, why, rule, requestId, action } = step;
  t.like(outcome, {
    state: 'done',
    kind,
    target,
    why,
    rule,
    because: null,
    startedAt: began,
    finishedAt: began + 1500,
  });
  t.deepEqual(before, ['intent']);
  t.deepEqual(logged(), ['intent', 'outcome']);
  t.like(bench.lines[0], { kind, target, why, requestId });
  t.deepEqual(bench.lines[0]?.action, JSON.parse(JSON.stringify(action)));
  t.like(bench.lines[1], { state: 'done', kind, target, requestId, undo: outcome?.undo });
});

test.serial('what only adds takes no Lease', async (t) => {
  await bench.steps([labelling()]);
  t.falsy(lease().holderIdentity);
  t.false(logged().includes('lease taken'));
});

test.serial('what takes away takes the Lease, and gives it back', async (t) => {
  let holder: string | undefined;
  bench.before(/^GET .*\/pods\/gone/, () => {
    holder = lease().holderIdentity;
  });
  t.deepEqual(told(await bench.steps([restarting('Pod/a')])), ['done restart-pod']);
  t.is(holder, 'this-run');
  t.is(lease().holderIdentity, '');
  t.like(bench.lines[0], { message: 'lease taken', cluster: 'home', epoch: 1 });
});

test.serial('without the Lease what takes away is blocked, and what adds still goes', async (t) => {
  bench.before(/^GET .*leases/, () => refusal(403, 'Forbidden', 'not for you'));
  t.deepEqual(
    told(await bench.steps([labelling('node-1', { target: 'A' }), restarting('B')])).map((line) => line.slice(0, 41)),
    ['blocked restart-pod: the Lease underpin/h', 'done label-node'],
  );
  t.is(bench.lines.filter(({ message }) => message === 'outcome').length, 2, 'the blocked one is in the ledger, too');
});

test.serial('a step that fails holds back the later ones of its target, and nothing else', async (t) => {
  const began = bench.clock.now();
  bench.before(/^PATCH .*nodes\/node-1/, () => refusal(403, 'Forbidden', 'not for you'));
  const steps = [labelling('node-1', { target: 'A' }), restarting('A'), restarting('B'), labelling('node-2')];
  const outcomes = await bench.steps(steps);
  t.regex(told(outcomes).join('\n'), /failed label-node: .*not for you/);
  t.deepEqual(
    outcomes.flatMap(({ target, because }) => (because?.startsWith('an earlier') ? [target] : [])),
    ['A'],
  );
  t.is(outcomes.filter(({ state }) => state === 'done').length, 2);
  t.true(outcomes.every(({ startedAt, finishedAt }) => startedAt === began && finishedAt === bench.clock.now()));
});

test.serial('what is done holds nothing back', async (t) => {
  const steps = [labelling('node-1', { target: 'E' }), restarting('E')];
  t.deepEqual(told(await bench.steps(steps)), ['done label-node', 'done restart-pod']);
});

test.serial('I-19 a plan that grew old between two of its steps is dropped in the middle', async (t) => {
  bench.before(/^PATCH .*nodes/, () => bench.clock.sleep(300_001));
  const before = bench.booked();
  t.deepEqual(told(await bench.steps([labelling('node-1', { target: 'F' }), restarting('F')])), [
    'done label-node',
    'blocked restart-pod: the plan is older than 5 minutes (I-19)',
  ]);
  t.is(bench.booked(), before + 1, 'I-23 what was not begun has no place in the hour');
});

test.serial('what waits for a person alone is for that person too', async (t) => {
  const node = { apiVersion: 'v1', kind: 'Node', name: 'node-3' };
  bench.kubernetes.store.patch(node, { metadata: { annotations: { 'underpin.dev/protect': 'true' } } });
  const marked = (target: string) => labelling('node-3', { target });
  const steps = [marked('C'), restarting('C'), marked('D'), labelling('node-2', { target: 'D' }), restarting('D')];
  bench.before(/^PATCH .*nodes\/node-2/, () => refusal(403, 'Forbidden', 'not for you'));
  const outcomes = await bench.steps(steps);
  bench.kubernetes.store.patch(node, { metadata: { annotations: { 'underpin.dev/protect': null } } });
  t.deepEqual(
    outcomes.map(({ state, kind, target, isForPerson }) => `${target} ${state} ${kind} ${isForPerson}`).toSorted(),
    [
      'C blocked label-node true',
      'C blocked restart-pod true',
      'D blocked label-node true',
      'D blocked restart-pod false',
      'D failed label-node false',
    ],
  );
});

test.serial('I-20 a Lease that was lost meanwhile blocks the step, which has not failed', async (t) => {
  bench.before(/^GET .*\/pods\/web$/, () => {
    bench.kubernetes.store.patch(leaseKey, { spec: { holderIdentity: 'another-run' } });
    return Response.json({
      metadata: { name: 'web', uid: 'u', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] },
    });
  });
  const restart = aStep({ kind: 'restart-pod', namespace: 'default', pod: 'web', uid: 'u', startedAt: null });
  const [outcome] = await bench.steps([restart]);
  t.is(outcome?.state, 'blocked');
  t.regex(outcome?.because ?? '', /^lost the Lease/);
  t.false(bench.sent.some((line) => line.startsWith('DELETE')));
  bench.kubernetes.store.patch(leaseKey, { spec: { holderIdentity: '' } });
});

test.serial('I-20 what takes away is never sent without the Lease, whatever its plan says of its risk', async (t) => {
  const pod = { metadata: { name: 'web', uid: 'u', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] } };
  bench.before(/^GET .*\/pods\/web$/, () => Response.json(pod));
  const action = { kind: 'restart-pod', namespace: 'default', pod: 'web', uid: 'u', startedAt: null } as const;
  const [outcome] = await bench.steps([aStep(action, { risk: 'additive' })]);
  t.like(outcome, { state: 'blocked', because: 'this takes the Lease, which this step does not hold' });
  t.false(bench.sent.some((line) => line.startsWith('DELETE')));
});

test.serial('I-08 a step that was withheld holds back the later ones of its target, not the earlier', async (t) => {
  bench.kubernetes.store.patch(leaseKey, { metadata: { annotations: { 'underpin.dev/hour': '[]' } } });
  const broken = labelling('node-1', { target: 'A' });
  for (const _ of [1, 2, 3]) await bench.steps([broken]);
  const earlier = aStep({ kind: 'keep-disk', ...bootDisk(), instance: bench.vm('node-1') }, { target: 'A' });
  bench.lines.length = 0;
  const outcomes = await bench.steps([earlier, broken, restarting('A'), restarting('B')]);
  t.deepEqual(outcomes.map(({ state, kind, target }) => `${state} ${kind} ${target}`).toSorted(), [
    'blocked label-node A',
    'blocked restart-pod A',
    'done keep-disk A',
    'done restart-pod B',
  ]);
  const [warning] = bench.lines.filter(({ message }) => message === 'breaker open');
  t.like(warning, { severity: 'WARNING', refused: [{ target: 'A', kind: 'label-node' }] });
});

const onNode = (name: string, kind: 'attach-disk' | 'mount-disk'): Step => {
  const instance = { reference: reference('instances', name, 'us-central1-a'), id: '77' };
  const mount = aMountRequest({ node: name });
  return aStep({ kind, instance, mount } as never, { target: 'Disk/us-central1-a/read-by-all', kind });
};
/** Its VM runs on, and its node is none of the cluster. */
const stillMounted = (): Step => {
  const mount = aMountRequest({ node: 'node-9' });
  return aStep(
    {
      kind: 'unmount-disk',
      disk: reference('disks', 'foodata', 'us-central1-a'),
      mount,
      instance: bench.vm('node-1'),
      bootID: '',
    },
    { target: 'Disk/us-central1-a/read-by-all' },
  );
};
const holds = test.macro(async (t, step: Step | (() => Step), second: Step, expected: boolean) => {
  const first = typeof step === 'function' ? step() : step;
  const outcomes = await bench.steps([first, second]);
  const [, because] = [first, second].map(({ kind }) => outcomes.find((one) => one.kind === kind)?.because);
  t.is(because === 'an earlier step for it is not done', expected, JSON.stringify(outcomes));
});
const mountOnNode2 = onNode('node-2', 'mount-disk');
test.serial(
  'a disk that is not attached to a VM is not mounted there',
  holds,
  onNode('node-2', 'attach-disk'),
  mountOnNode2,
  true,
);
test.serial('on another VM it is', holds, onNode('node-1', 'attach-disk'), mountOnNode2, false);
test.serial('I-01 not where it has not left one', holds, stillMounted, mountOnNode2, true);
test.serial(
  'a label that stays on another node is no reason',
  holds,
  aStep({ kind: 'label-node', node: 'node-1', uid: 'former', labels: {}, seen: {} }, { target: mountOnNode2.target }),
  mountOnNode2,
  false,
);

test.serial('without the book of the hour nothing is sent', async (t) => {
  bench.before(/^GET .*leases/, () => refusal(403, 'Forbidden', 'not for you'));
  const outcomes = await bench.steps([labelling(), labelling('node-2')]);
  t.deepEqual(
    outcomes.map(({ state }) => state),
    ['blocked', 'blocked'],
  );
  t.regex(outcomes[1]?.because ?? '', /^the book of the hour .*not for you$/);
  t.false(bench.sent.some((line) => /^PATCH/.test(line)));
});

test.serial('P-16 what changes something in the cloud carries the id of its step', async (t) => {
  const kept = { kind: 'keep-disk', ...bootDisk(), instance: bench.vm('node-1') } as const;
  const zonal = {
    kind: 'create-disk',
    disk: reference('disks', 'p16', 'us-central1-a'),
    body: { name: 'p16', sizeGb: '10' },
  } as const;
  const replicaZones = ['a', 'b'].map((zone) => `projects/my-project/zones/us-central1-${zone}`);
  const regional = {
    kind: 'create-disk',
    disk: reference('disks', 'p16r', 'us-central1'),
    body: { name: 'p16r', sizeGb: '10', replicaZones },
  } as const;
  for (const action of [kept, zonal, regional]) {
    const step = aStep(action);
    bench.cloud.compute.calls.length = 0;
    await bench.steps([step]);
    const [call] = bench.cloud.compute.calls.filter(({ mutating }) => mutating);
    t.is(call?.query.requestId, step.requestId, action.kind);
    if (action === kept) t.is(call?.query.autoDelete as unknown, false, 'D-02');
  }
});

test.serial('I-23 what turned out to be impossible has no place in the hour; what was tried keeps it', async (t) => {
  const replaced = labelling();
  const before = bench.booked();
  const [blocked] = await bench.steps([{ ...replaced, action: { ...replaced.action, uid: 'other' } as never }]);
  t.is(blocked?.state, 'blocked');
  t.is(bench.booked(), before);
  bench.before(/^PATCH .*nodes/, () => refusal(403, 'Forbidden'));
  t.is((await bench.steps([labelling()]))[0]?.state, 'failed');
  t.is(bench.booked(), before + 1);
  await bench.steps([labelling()]);
  t.is(bench.booked(), before + 2);
});

test.serial('I-23 what was sent keeps its place in the hour, even when it has to wait', async (t) => {
  const before = bench.booked();
  bench.before(/^PATCH .*nodes/, () => refusal(409, 'Conflict'), 3);
  t.is((await bench.steps([labelling()]))[0]?.state, 'waiting');
  t.is(bench.booked(), before + 1);
});

test.serial('what cannot be given back is told, and changes no outcome', async (t) => {
  const replaced = labelling();
  const blocked = { ...replaced, action: { ...replaced.action, uid: 'other' } as never };
  let puts = 0;
  bench.before(/^PUT .*leases/, () => (++puts > 2 ? refusal(403, 'Forbidden', 'not for you') : undefined), 4);
  const outcomes = await bench.steps([blocked, restarting('Pod/b')]);
  t.deepEqual(
    outcomes.map(({ state }) => state),
    ['blocked', 'done'],
  );
  const warnings = bench.lines.filter(({ message }) => message === 'not given back; it expires');
  t.is(warnings.length, 2);
  t.regex(String(warnings[0]?.error), /not for you/);
  await bench.clock.advance(61_000);
});

test.serial('I-19 a plan is good for five minutes, to the millisecond', async (t) => {
  const at = (expiresAt: number) => bench.steps([labelling()], { plan: { expiresAt } });
  t.is((await at(bench.clock.now()))[0]?.state, 'done');
  bench.sent.length = 0;
  bench.lines.length = 0;
  t.deepEqual(told(await at(bench.clock.now() - 1)), ['blocked label-node: the plan is older than 5 minutes (I-19)']);
  t.deepEqual(bench.sent, []);
  t.deepEqual(logged(), ['outcome']);
});

test.serial(
  'I-30 where the intent cannot be put on record nothing is sent, and the hour keeps its place',
  async (t) => {
    const { jsonLog } = await import('../../../shared/log.ts');
    const log = jsonLog((line) => {
      if (line.includes('"intent"')) throw new Error('no space left on device');
      bench.lines.push(JSON.parse(line));
    });
    const before = bench.booked();
    t.deepEqual(told(await bench.steps([labelling()], { input: { log } })), [
      'failed label-node: no space left on device',
    ]);
    t.deepEqual(
      bench.sent.filter((line) => line.startsWith('PATCH')),
      [],
    );
    t.is(bench.booked(), before);
  },
);

const order = test.macro(async (t, target: string, expected: string[]) => {
  const slow = aStep({ kind: 'keep-disk', ...bootDisk(), instance: bench.vm('node-1') }, { target });
  bench.before(/^GET .*instances\/node-1/, () => bench.clock.sleep(5000));
  await bench.steps([labelling('node-2'), slow]);
  t.deepEqual(
    bench.sent.filter((line) => /^PATCH|setDiskAutoDelete/.test(line)).map((line) => line.replace(/.*\//, '')),
    expected,
  );
});
test.serial('stages go one after the other', order, 'Thing/slow', ['setDiskAutoDelete', 'node-2']);
test.serial('a disk holds up nobody else', order, 'Disk/us-central1-a/slow', ['node-2', 'setDiskAutoDelete']);
