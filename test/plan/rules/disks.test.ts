import test from 'ava';
import type { Disk, Gap, Instance, KubernetesNode, ManagedGroup } from '../../../shared/model/live.ts';
import type { Reference } from '../../../shared/model/reference.ts';
import { aManagedGroup, anInstance, reference } from '../../builders/compute.ts';
import { aDisk, diskReference, holding, mountedOn, zone } from '../../builders/disks.ts';
import { aNode, aPod } from '../../builders/kubernetes.ts';
import { aGap } from '../../builders/live.ts';
import { planOf } from './a-disk-case.ts';

test('a disk that its node holds and has mounted is left alone', (t) => {
  const vm = holding();
  t.deepEqual(planOf({ vms: [vm], nodes: [mountedOn(vm)] }).findings, []);
});

test('a free disk goes to the first Ready node of its group in its zone, and is mounted there', (t) => {
  const vms = [anInstance({ name: 'node-2' }), anInstance({ name: 'node-1' })];
  const plan = planOf({ vms });
  t.deepEqual(plan.kinds, ['attach-disk', 'mount-disk']);
  t.regex(plan.whys, /node-1 is the one/);
});

test('a free disk goes back to the node that had it mounted, which came back under its name', (t) => {
  const vms = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2', id: 'another' })];
  const nodes = [aNode(vms[0] as Instance), mountedOn(vms[1] as Instance)];
  t.regex(planOf({ vms, nodes }).whys, /node-2 is the one: its node had the disk mounted before/);
});

test('no node is Ready yet: the disk waits, unless there is only one VM it can go to', (t) => {
  const unready = (vms: Instance[]) => vms.map((vm) => aNode(vm, { ready: 'False' }));
  const two = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2' })];
  t.deepEqual(planOf({ vms: two, nodes: unready(two) }).kinds, []);
  const one = two.slice(0, 1);
  t.deepEqual(planOf({ vms: one, nodes: unready(one) }).kinds, ['attach-disk']);
});

test('D-06 a disk that has to be formatted waits for its node, so that the proof is still there', (t) => {
  const vms = [anInstance()];
  const format = { declared: { formatIfBlank: true }, disk: { mayHoldData: false } };
  t.deepEqual(planOf({ vms, nodes: [aNode(vms[0] as Instance, { ready: 'False' })], ...format }).kinds, []);
  const [, mount] = planOf({ vms, ...format }).actions;
  t.true(mount?.action.kind === 'mount-disk' && mount.action.mount.neverHeldData && mount.action.mount.formatIfBlank);
});

test('D-06 nothing is expected on a disk that never held data, whatever a node says of the one of its name before', (t) => {
  const vm = anInstance();
  const expectedOf = (mayHoldData: boolean) => {
    const { actions } = planOf({ vms: [vm], nodes: [mountedOn(vm)], disk: { mayHoldData } });
    return actions.map(({ action }) => action.kind === 'mount-disk' && action.mount.expectedUuid);
  };
  t.deepEqual(expectedOf(false), [false, false, null]);
  t.deepEqual(expectedOf(true), [false, false, 'u']);
});

test('D-06 a disk that has to be formatted is attached and mounted in one pass, or in none', (t) => {
  const blank = { mayHoldData: false };
  const disks = [aDisk(blank), aDisk({ ...blank, reference: reference('disks', 'worlds', zone), id: 'another' })];
  const format = { formatIfBlank: true };
  const second = { name: 'worlds', zone, nodes: 'default', mountPath: '/mnt/worlds', ...format };
  const within = (mutationsPerPass: number) =>
    planOf({ vms: [anInstance()], declared: format, second, live: { disks }, limits: { mutationsPerPass } });
  t.deepEqual(within(4).kinds, ['attach-disk', 'attach-disk', 'mount-disk', 'mount-disk']);
  const { actions, blocked } = within(3);
  const foodata = 'Disk/us-central1-a/foodata';
  t.deepEqual(
    actions.map(({ kind, target }) => `${kind} ${target}`),
    [`attach-disk ${foodata}`, `mount-disk ${foodata}`],
  );
  t.deepEqual(
    blocked.map(({ kind, target, isForNextPass }) => [kind, target, isForNextPass]),
    ['attach-disk', 'mount-disk'].map((kind) => [kind, 'Disk/us-central1-a/worlds', true]),
  );
  const never = within(1);
  t.deepEqual(never.kinds, []);
  t.like(never.blocked[0], {
    blockedBy: 'mutationsPerPass allows 1, and with what has to follow, this takes 2 (I-23)',
    isForNextPass: false,
    isForPerson: true,
  });
});

const unready = { ready: 'False' } as const;
const formatted = test.macro((t, formatIfBlank: boolean, mayHoldData: boolean, expected: string[]) => {
  const alone = { vms: [anInstance()], nodes: [aNode(anInstance(), unready)] };
  t.deepEqual(planOf({ ...alone, declared: { formatIfBlank }, disk: { mayHoldData } }).kinds, expected);
});
test('D-06 one that holds data waits for nothing', formatted, true, true, ['attach-disk']);
test('D-06 nor one that nobody is to format', formatted, false, false, ['attach-disk']);

const staysOnMarked = test.macro((t, vm: object, node: object, expected: string | null) => {
  const off = holding({ name: 'off', status: 'TERMINATED' });
  const vms = [{ ...off, ...vm }, anInstance()];
  const { kinds, blocked } = planOf({ vms, nodes: [aNode(anInstance()), aNode(off, { name: 'off.corp', ...node })] });
  t.deepEqual(kinds.includes('attach-disk'), expected === null);
  const detaching = blocked.filter(({ kind }) => kind === 'detach-disk').map((step) => step.blockedBy);
  t.deepEqual(detaching, expected ? [expected] : []);
});
test('D-13 a disk leaves a VM that is switched off', staysOnMarked, {}, {}, null);
test(
  'I-26 it stays, and no other gets it, while its node is marked, whatever the name of that',
  staysOnMarked,
  {},
  { protected: true },
  'node `off.corp` is marked underpin.dev/protect (I-26)',
);
test(
  'I-26 or while the VM is',
  staysOnMarked,
  { protected: true },
  {},
  'VM `off` is marked underpin.dev/protect (I-26)',
);

test('D-06 a disk that was ever attached carries no proof, whatever is declared', (t) => {
  const [, mount] = planOf({ vms: [anInstance()], declared: { formatIfBlank: true } }).actions;
  t.true(mount?.action.kind === 'mount-disk' && !mount.action.mount.neverHeldData);
});

for (const status of ['STOPPING', 'SUSPENDING', 'DEPROVISIONING', 'REPAIRING', 'PROVISIONING', 'STAGING']) {
  test(`I-02 a holder that is ${status} is waited for`, (t) => {
    const plan = planOf({ vms: [holding({ status }), anInstance({ name: 'node-2' })] });
    t.deepEqual(
      plan.kinds.filter((kind) => kind.includes('disk')),
      [],
    );
    t.true(plan.waiting.some(({ waitingFor }) => waitingFor.includes(status)));
  });
}

test('D-13 a TERMINATED holder loses the disk to a Ready node, in that order (I-08)', (t) => {
  const plan = planOf({ vms: [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })] });
  t.deepEqual(
    plan.kinds.filter((kind) => kind.endsWith('disk')),
    ['detach-disk', 'attach-disk', 'mount-disk'],
  );
});

test('a TERMINATED holder keeps the disk while there is nowhere to go', (t) => {
  t.false(planOf({ vms: [holding({ status: 'TERMINATED' })] }).kinds.includes('detach-disk'));
});

test("I-02 a SUSPENDED holder is a person's decision", (t) => {
  const plan = planOf({ vms: [holding({ status: 'SUSPENDED' }), anInstance({ name: 'node-2' })] });
  t.deepEqual(
    plan.kinds.filter((kind) => kind.endsWith('disk')),
    [],
  );
  t.regex(plan.whys, /a person decides/);
});

test('I-02 a node that cannot be reached keeps its disk', (t) => {
  const vm = holding();
  const nodes = [mountedOn(vm, { ready: 'Unknown' }), aNode(anInstance({ name: 'node-2' }))];
  const { kinds, findings } = planOf({ vms: [vm, anInstance({ name: 'node-2' })], nodes });
  t.deepEqual(kinds, []);
  t.deepEqual(
    findings.map(({ rule, severity, action }) => [rule, severity, action]),
    [['I-02', 'critical', null]],
  );
  t.regex(findings[0]?.why ?? '', /node-1 has the disk and is RUNNING, and its node cannot be reached/);
  t.regex(findings[0]?.command ?? '', /^gcloud compute instances stop node-1 .* && gcloud .* detach-disk node-1 /);
});

for (const concern of ['nodes', 'everything'] as const) {
  test(`I-02 a RUNNING VM outside the group keeps the disk (${concern}), and a person is told what to do`, (t) => {
    const stranger = holding({ name: 'stranger' });
    const plan = planOf({ vms: [anInstance()], concern, live: { instances: [anInstance(), stranger] } });
    t.false(plan.kinds.includes('detach-disk'));
    t.true(plan.findings.some(({ command }) => command?.includes('detach-disk stranger')));
  });
}

test('a manual repair unmounts first and detaches then, where the node is Ready and no pod uses the disk', (t) => {
  const stranger = holding({ name: 'stranger' });
  const one = { vms: [anInstance()], live: { instances: [anInstance(), stranger] } };
  const nodes = [aNode(anInstance()), mountedOn(stranger)];
  const kinds = (live: object, concern: 'nodes' | 'everything') =>
    planOf({ ...one, nodes, concern, live: { ...one.live, ...live } }).kinds.filter((kind) => kind.endsWith('-disk'));
  t.deepEqual(kinds({}, 'everything'), ['unmount-disk', 'detach-disk']);
  t.deepEqual(kinds({}, 'nodes'), []);
  const pod = {
    namespace: 'default',
    name: 'user',
    node: 'stranger',
    phase: 'Running',
    hostPaths: ['/mnt/foodata'],
    startedAt: null,
    protected: false,
  };
  t.deepEqual(kinds({ pods: [pod] }, 'everything'), []);
  t.deepEqual(kinds({ pods: [{ ...pod, hostPaths: ['/tmp', '/mnt/foodata/world'] }] }, 'everything'), []);
  const beside = [
    { ...pod, node: 'node-1' },
    { ...pod, hostPaths: ['/mnt/foodata2', '/mnt'] },
  ];
  t.deepEqual(kinds({ pods: beside }, 'everything'), ['unmount-disk', 'detach-disk'], 'who uses something else');
  t.deepEqual(kinds({ gaps: [aGap('nodes')] }, 'everything'), []);
  t.deepEqual(kinds({ gaps: [aGap('pods')] }, 'everything'), []);
});

test('it unmounts only what it may also detach in the same pass', (t) => {
  const stranger = holding({ name: 'stranger' });
  const one = { vms: [anInstance()], live: { instances: [anInstance(), stranger] }, concern: 'everything' as const };
  const nodes = [aNode(anInstance()), mountedOn(stranger)];
  const { kinds, blocked } = planOf({ ...one, nodes, limits: { mutationsPerPass: 1 } });
  t.false(kinds.includes('unmount-disk'));
  t.like(
    blocked.find(({ kind }) => kind === 'unmount-disk'),
    { isForPerson: true },
  );
});

test('D-06 the attachment names the node, after which the Jobs there are named', (t) => {
  const vm = anInstance();
  const nodeOf = (nodes: KubernetesNode[]) => {
    const [attach] = planOf({ vms: [vm], nodes }).actions;
    return attach?.action.kind === 'attach-disk' ? attach.action.node : null;
  };
  t.is(nodeOf([aNode(vm, { name: 'node-1.corp' })]), 'node-1.corp');
  t.is(nodeOf([]), 'node-1', 'it has that name, mostly');
});

test('D-03 the group came up in another zone: the snapshot commands, and nothing done', (t) => {
  const vms = [anInstance({ zone: 'us-central1-b' })];
  const plan = planOf({ vms });
  t.deepEqual(plan.kinds, []);
  t.true(
    plan.findings.some(
      ({ command }) => command?.includes('snapshots create') && command.includes('--zone=us-central1-b'),
    ),
  );
});

test('D-12 a disk of a PersistentVolume is refused', (t) => {
  const volume = { name: 'pv', disk: { name: 'foodata', zone }, hostPath: null, claim: 'default/data' };
  const plan = planOf({ vms: [anInstance()], live: { volumes: [volume] } });
  t.deepEqual(plan.kinds, []);
  t.regex(plan.whys, /PersistentVolume `pv`/);
  const elsewhere = { ...volume, disk: { name: 'foodata', zone: 'us-central1-f' } };
  const others = [{ ...volume, disk: null }, { ...volume, disk: { name: 'other', zone } }, elsewhere];
  t.not(
    planOf({ vms: [anInstance()], live: { volumes: others } }).kinds.length,
    0,
    'those of other disks are no reason',
  );
  const inTree = { ...volume, disk: { name: 'foodata', zone: null } };
  t.deepEqual(planOf({ vms: [anInstance()], live: { volumes: [...others, inTree] } }).kinds, []);
});

test('D-12 a disk that a managed group keeps for one of its VMs is refused, whoever has it meanwhile', (t) => {
  const keeping = (disk: Reference) => {
    const gone = {
      instance: anInstance({ name: 'node-9' }).reference,
      currentAction: 'RECREATING',
      lastAttemptErrors: [],
    };
    const group = aManagedGroup([anInstance()]);
    const members = [...(group.members ?? []), { ...gone, keeps: [disk] }];
    return { vms: [anInstance()], live: { managedGroups: [{ ...group, members }] } };
  };
  t.deepEqual(planOf(keeping(diskReference)).kinds, []);
  t.regex(planOf(keeping(diskReference)).whys, /the managed group minions keeps this disk/);
  t.deepEqual(planOf(keeping(reference('disks', 'other', zone))).kinds, ['attach-disk', 'mount-disk']);
  const off = holding({ name: 'off', status: 'TERMINATED' });
  const { live } = keeping(diskReference);
  t.false(planOf({ vms: [off, anInstance()], live }).kinds.includes('detach-disk'));
});

const spare = aManagedGroup([], { reference: reference('instanceGroupManagers', 'spare', zone) });

test('I-18 a disk stays where it is while the members of the group that made its VM could not be read', (t) => {
  const holder = holding({ name: 'spare-1', status: 'TERMINATED', createdBy: spare.reference });
  const kindsWith = (members: ManagedGroup['members'], gaps: Gap[]) => {
    const managedGroups = [aManagedGroup([other]), { ...spare, members }];
    return planOf({ vms: [holder, other], live: { managedGroups, gaps } }).kinds;
  };
  const gap = { ...aGap('managedGroups'), part: 'spare' };
  t.deepEqual(kindsWith(null, [gap]), []);
  t.deepEqual(kindsWith([], []), ['detach-disk', 'attach-disk', 'mount-disk']);
});

test('I-18 nor does one that nobody has, while a group that may make its VM anew could not be read', (t) => {
  const kindsWith = (location: string, fields: Partial<ManagedGroup>) => {
    const keeper = { ...spare, reference: { ...spare.reference, location }, ...fields };
    const managedGroups = [aManagedGroup([other]), keeper];
    return planOf({ vms: [other], live: { managedGroups } }).kinds;
  };
  const unread = { members: null, statefulDevices: ['data'] };
  const goes = ['attach-disk', 'mount-disk'];
  t.deepEqual(kindsWith(zone, unread), []);
  t.deepEqual(kindsWith('us-central1', unread), [], 'a regional group reaches all zones of its region');
  t.deepEqual(kindsWith('us-central1-b', unread), goes, 'D-03 one of another zone does not reach it');
  t.deepEqual(kindsWith(zone, { ...unread, statefulDevices: [] }), goes, 'one that keeps nothing');
  t.deepEqual(kindsWith(zone, { ...unread, members: [] }), goes, 'one that was read and keeps another');
});

test('D-12 what a managed group keeps it attaches, and mounts nowhere: that is still to do after each boot', (t) => {
  const vm = holding();
  const members = [{ instance: vm.reference, currentAction: 'NONE', lastAttemptErrors: [], keeps: [diskReference] }];
  for (const kept of [{ members }, { statefulDevices: ['foodata'] }]) {
    const live = { managedGroups: [aManagedGroup([vm], kept)] };
    t.deepEqual(planOf({ vms: [vm], live }).kinds, ['mount-disk']);
    const booted = [mountedOn(vm, { bootID: 'after-reboot' })];
    t.deepEqual(planOf({ vms: [vm], nodes: booted, live }).kinds, ['label-node', 'mount-disk']);
  }
});

const marksUnder = test.macro((t, refused: Partial<Parameters<typeof planOf>[0]>, expected: string[]) => {
  const vm = anInstance();
  t.deepEqual(planOf({ vms: [vm], nodes: [mountedOn(vm)], ...refused }).kinds, expected);
  const booted = [mountedOn(vm, { bootID: 'after-reboot' })];
  t.deepEqual(planOf({ vms: [holding()], nodes: booted, ...refused }).kinds, expected);
  t.deepEqual(planOf({ vms: [holding()], nodes: [mountedOn(holding())], ...refused }).kinds, []);
});
const ofCsi = { description: '{"kubernetes.io/created-for/pvc/name":"data"}' };
test('D-15 a false mark goes also of a disk that is not READY', marksUnder, { disk: { status: 'FAILED' } }, [
  'label-node',
]);
test('D-15 and of one that the CSI driver mounts', marksUnder, { disk: ofCsi }, ['label-node']);
test('P-07 while nobody saw the nodes, nothing is said of the mount of a disk that another mounts', (t) => {
  const { findings } = planOf({ vms: [holding()], disk: ofCsi, live: { gaps: [aGap('nodes')] } });
  t.deepEqual(
    findings.map(({ rule }) => rule),
    ['D-12'],
  );
});
test('I-26 but not of one that is marked', marksUnder, { disk: { protected: true } }, []);

for (const marks of [
  { description: '{"kubernetes.io/created-for/pvc/name":"data"}' },
  { labels: { 'goog-k8s-cluster-name': 'home' } },
]) {
  test(`D-12 a disk with the marks of a PersistentVolume is refused: ${Object.keys(marks)[0]}`, (t) => {
    t.deepEqual(planOf({ vms: [anInstance()], disk: marks }).kinds, []);
  });
}

test('D-14 a boot disk is never touched', (t) => {
  t.deepEqual(
    planOf({ vms: [holding({ status: 'TERMINATED' }, { boot: true }), anInstance({ name: 'node-2' })] }).kinds.filter(
      (kind) => kind.endsWith('disk'),
    ),
    [],
  );
});

test('D-02 autoDelete is critical; a manual repair switches it off, an event does not', (t) => {
  const vm = holding({}, { autoDelete: true });
  const one = { vms: [vm], nodes: [mountedOn(vm)] };
  t.deepEqual(planOf(one).kinds, []);
  t.deepEqual(
    planOf({ ...one, concern: 'everything' }).kinds.filter((kind) => kind.endsWith('-disk')),
    ['keep-disk'],
  );
  t.true(planOf(one).findings.some(({ severity, rule }) => severity === 'critical' && rule === 'D-02'));
});

const diesWith = test.macro((t, one: Parameters<typeof planOf>[0], expected: string[]) => {
  const { actions, findings } = planOf({ ...one, concern: 'everything' });
  const kept = actions.flatMap(({ action }) => (action.kind === 'keep-disk' ? [action.instance.reference.name] : []));
  t.deepEqual(kept, expected);
  const told = findings.filter(({ path, severity }) => path.endsWith('.autoDelete') && severity === 'critical');
  t.is(told.length, expected.length);
});
const dying = (fields: Parameters<typeof holding>[0] = {}) => holding(fields, { autoDelete: true });
const other = anInstance({ name: 'node-2' });
for (const status of ['STOPPING', 'TERMINATED', 'SUSPENDED', 'REPAIRING'])
  test(`D-02 also of a holder that is ${status}`, diesWith, { vms: [dying({ status })] }, ['node-1']);
test('D-02 also of one that the disk is about to leave', diesWith, { vms: [dying({ status: 'TERMINATED' }), other] }, [
  'node-1',
]);
test(
  'D-02 also of one outside the group',
  diesWith,
  { vms: [other], live: { instances: [other, dying({ name: 'debug' })] } },
  ['debug'],
);
const writers = [dying({ name: 'node-1', id: 'one' }), dying({ name: 'node-2', id: 'two' })];
test('D-02 also where two write to it', diesWith, { vms: writers }, ['node-1', 'node-2']);
test(
  'D-02 also where all read it',
  diesWith,
  { vms: [dying({ status: 'STOPPING' })], declared: { mode: 'READ_ONLY' } },
  ['node-1'],
);
test('D-02 also while other VMs could not be read', diesWith, { vms: [dying()], live: { gaps: [aGap('instances')] } }, [
  'node-1',
]);
const unreadGroup = {
  managedGroups: [aManagedGroup([dying()]), { ...spare, members: null, statefulDevices: ['data'] }],
};
test(
  'D-02 also while a group could not be read that did not make its VM',
  diesWith,
  { vms: [dying()], live: unreadGroup },
  ['node-1'],
);
test('D-14 not of a boot disk', diesWith, { vms: [holding({}, { autoDelete: true, boot: true })] }, []);
const onlyTold = test.macro((t, disk: Partial<Disk>) => {
  const { findings, kinds } = planOf({ vms: [dying()], disk, concern: 'everything' });
  const told = findings.filter(({ path, severity }) => path.endsWith('.autoDelete') && severity === 'critical');
  t.is(told.length, 1);
  t.regex(told[0]?.command ?? '', /set-disk-auto-delete/);
  t.false(kinds.includes('keep-disk'));
});
test('I-26 of a disk that is marked it is only told', onlyTold, { protected: true });
test('D-05 so it is of one that is not READY', onlyTold, { status: 'FAILED' });
test('D-12 and of one that the CSI driver attaches', onlyTold, ofCsi);
const keptByGroup = { managedGroups: [aManagedGroup([dying()], { statefulDevices: ['foodata'] })] };
const createdBy = reference('instanceGroupManagers', 'minions', zone);
test(
  'D-12 a managed group decides itself what becomes of its own',
  diesWith,
  { vms: [dying({ createdBy })], live: keptByGroup },
  [],
);

/** Of a type that takes 7 data disks. */
function withDataDisks(count: number): Instance {
  const disk = (index: number) => ({ source: null, deviceName: `d${index}`, mode: 'READ_WRITE', boot: false });
  const disks = Array.from({ length: count }, (_, index) => ({ ...disk(index), autoDelete: false }));
  return anInstance({ machineType: 'c4-standard-2', disks });
}

test('D-05 a VM that is full is seen in the plan', (t) => {
  const plan = planOf({ vms: [withDataDisks(7)] });
  t.deepEqual(plan.kinds, []);
  t.true(plan.blocked.some(({ blockedBy }) => /takes 7 data disks and has 7/.test(blockedBy)));
});

test('D-05 of two disks that go to one VM, the second finds no place where there is only one', (t) => {
  const another = aDisk({ reference: reference('disks', 'bardata', zone), id: 'another-id' });
  const second = { name: 'bardata', zone, nodes: 'default', mountPath: '/mnt/bardata' };
  const plan = planOf({ vms: [withDataDisks(6)], second, live: { disks: [aDisk(), another] } });
  t.deepEqual(plan.kinds, ['attach-disk', 'mount-disk']);
  t.deepEqual(
    plan.blocked.map(({ kind, blockedBy }) => `${kind}: ${blockedBy}`),
    ['attach-disk: node-1 (c4-standard-2) takes 7 data disks and has 6, and 1 more on the way'],
  );
});

test('a reboot without replacement mounts again: another bootID means the mount is gone', (t) => {
  const vm = holding();
  const nodes = [mountedOn(vm, { labels: {}, bootID: 'after-reboot' })];
  t.deepEqual(planOf({ vms: [vm], nodes }).kinds, ['mount-disk']);
});

test('D-15 the mark of a mount that is gone goes before the disk is mounted anew, and while that has to wait', (t) => {
  const vm = holding();
  const booted = mountedOn(vm, { bootID: 'after-reboot' });
  t.deepEqual(planOf({ vms: [vm], nodes: [booted] }).kinds, ['label-node', 'mount-disk']);
  t.deepEqual(planOf({ vms: [vm], nodes: [{ ...booted, ready: 'False' }] }).kinds, ['label-node']);
  t.regex(
    planOf({ vms: [vm], nodes: [booted] }).whys,
    /node-1 says that it has the disk mounted, and node-1 has booted since the disk was mounted there/,
  );
  const elsewhere = planOf({ vms: [vm], nodes: [mountedOn(vm)], declared: { mountPath: '/mnt/data' } });
  t.deepEqual(elsewhere.kinds, ['label-node', 'mount-disk']);
});

test('D-15 a disk that was taken away and has come back is mounted no more, whatever its node still says', (t) => {
  const vm = holding({}, {});
  const node = mountedOn(vm);
  const record = JSON.parse(node.annotations['disk.underpin.dev/foodata'] ?? '');
  const kindsOf = (attachedAt: string | undefined, lastAttachTimestamp: string | null, declared = {}) => {
    const annotations = { 'disk.underpin.dev/foodata': JSON.stringify({ ...record, attachedAt }) };
    return planOf({ vms: [vm], nodes: [{ ...node, annotations }], disk: { lastAttachTimestamp }, declared }).kinds;
  };
  const [then, later] = ['2027-01-14T18:00:00.000-08:00', '2027-01-15T02:00:00.001Z'];
  t.deepEqual(kindsOf(then, later), ['label-node', 'mount-disk']);
  t.deepEqual(kindsOf(then, then), []);
  t.deepEqual(kindsOf(later, then), [], 'an old look');
  t.deepEqual(kindsOf(undefined, later), [], 'a record of an earlier version');
  t.deepEqual(kindsOf(then, null), []);
  t.deepEqual(kindsOf(then, later, { mode: 'READ_ONLY' }), [], 'others are given it meanwhile');
  const other = holding({ name: 'node-2' }, {});
  const annotations = { 'disk.underpin.dev/foodata': JSON.stringify({ ...record, attachedAt: then }) };
  const nodes = [{ ...node, annotations }];
  t.deepEqual(
    planOf({ vms: [vm, other], nodes, disk: { lastAttachTimestamp: later } }).kinds,
    [],
    'another has it too',
  );
});

test('D-05 a disk that is to be written to is not mounted where it is attached to be read', (t) => {
  const mount = (mode: string, declared: string) => {
    const { blocked, kinds } = planOf({ vms: [holding({}, { mode })], declared: { mode: declared } });
    return [kinds, blocked.map(({ blockedBy }) => blockedBy)];
  };
  t.deepEqual(mount('READ_ONLY', 'READ_WRITE'), [[], ['node-1 has the disk attached READ_ONLY (D-05)']]);
  t.deepEqual(mount('READ_WRITE', 'READ_ONLY'), [['mount-disk'], []]);
});

test('a node is known by its own name, which need not be that of its VM', (t) => {
  const vm = holding();
  const labelled = planOf({ vms: [vm], nodes: [aNode(vm, { name: 'own-name' })] });
  t.regex(labelled.findings[0]?.command ?? '', /compute ssh node-1 .* && kubectl label node own-name /);
  const stranger = holding({ name: 'stranger' });
  const nodes = [aNode(anInstance()), mountedOn(stranger, { name: 'own-name' })];
  const pods = [aPod({ name: 'user', node: 'own-name', hostPaths: ['/mnt/foodata'] })];
  const live = { instances: [anInstance(), stranger], pods };
  t.deepEqual(
    planOf({ vms: [anInstance()], nodes, concern: 'everything', live }).kinds,
    [],
    'I-08 a pod uses it there',
  );
  const off = holding({ name: 'off', status: 'TERMINATED' });
  const marked = aNode(off, { name: 'own-name', protected: true });
  const { blocked } = planOf({ vms: [off, anInstance()], nodes: [aNode(anInstance()), marked] });
  t.true(
    blocked.some(({ blockedBy }) => blockedBy === 'node `own-name` is marked underpin.dev/protect (I-26)'),
    'I-26',
  );
});

test('D-15 a mark without a record is the word of whoever mounted by hand: the mount is proved first', (t) => {
  const vm = holding();
  t.deepEqual(planOf({ vms: [vm], nodes: [{ ...mountedOn(vm), annotations: {} }] }).kinds, ['mount-disk']);
});

test('P-14 a VM that came back under its name has nothing mounted, whatever the node of the one before still says', (t) => {
  const vm = holding();
  const record = JSON.parse(mountedOn(vm).annotations['disk.underpin.dev/foodata'] ?? '');
  const said = (instanceId: string) => {
    const annotations = { 'disk.underpin.dev/foodata': JSON.stringify({ ...record, instanceId }) };
    return planOf({ vms: [vm], nodes: [{ ...mountedOn(vm), annotations }] });
  };
  t.deepEqual(said(vm.id).findings, []);
  t.deepEqual(said('of-the-vm-before').kinds, ['label-node', 'mount-disk']);
  t.regex(said('of-the-vm-before').whys, /mounted on an earlier VM of the name node-1/);
});

test('a node that says mounted without holding the disk loses the label', (t) => {
  const vms = [holding(), anInstance({ name: 'node-2' })];
  const nodes = [mountedOn(vms[0] as Instance), mountedOn(vms[1] as Instance)];
  t.deepEqual(planOf({ vms, nodes }).kinds, ['label-node']);
});

test('P-07 while its zone could not be read, it keeps the label: it may be of the disk by that name there', (t) => {
  const vm = holding();
  const unseen = anInstance({ name: 'node-2', zone: 'us-central1-b' });
  const seen = { vms: [vm], nodes: [mountedOn(vm), mountedOn(unseen)] };
  t.deepEqual(planOf({ ...seen, live: { gaps: [aGap('instances', 'us-central1-b')] } }).kinds, []);
  t.deepEqual(planOf({ ...seen, live: { gaps: [aGap('instances', 'us-central1-c')] } }).kinds, ['label-node']);
});

const renamed = holding();
const stale = (fields: Parameters<typeof mountedOn>[1] = {}) =>
  mountedOn(renamed, { name: 'before', uid: 'before', ready: 'Unknown', ...fields });
const fresh = (fields: Parameters<typeof mountedOn>[1] = {}) =>
  mountedOn(renamed, { name: 'renamed', creationTimestamp: '2027-01-15T01:30:00Z', ...fields });
for (const [title, nodes] of Object.entries({
  'the one that is Ready': [stale(), fresh()],
  'in whatever order they are listed': [fresh(), stale()],
  'the newest of two that are Ready': [stale({ ready: 'True', labels: {}, annotations: {} }), fresh()],
  'also where the newest is not': [fresh({ ready: 'Unknown', labels: {}, annotations: {} }), stale({ ready: 'True' })],
}))
  test(`of several nodes that say they are one VM, it is ${title}`, (t) => {
    t.deepEqual(planOf({ vms: [renamed], nodes }).findings, []);
  });

test('READ_ONLY: every node of the group gets it', (t) => {
  const vms = ['node-1', 'node-2', 'node-3'].map((name) => anInstance({ name }));
  t.is(planOf({ vms, declared: { mode: 'READ_ONLY' } }).kinds.filter((kind) => kind === 'attach-disk').length, 3);
});

const readByAll = test.macro((t, holder: Instance, expected: { does: string[]; rules: string[] }) => {
  const lacking = anInstance({ name: 'node-2' });
  const vms = holder.reference.name === 'stranger' ? [lacking] : [holder, lacking];
  const plan = planOf({ vms, declared: { mode: 'READ_ONLY' }, live: { instances: [holder, lacking] } });
  t.deepEqual(
    plan.kinds.filter((kind) => kind.endsWith('-disk')),
    expected.does,
  );
  t.deepEqual(
    plan.findings
      .filter(({ subject, path }) => subject.startsWith('Disk/') && path === 'attachment')
      .map(({ rule }) => rule),
    expected.rules,
  );
});
const off = { status: 'TERMINATED' };
test('D-05 a disk that all read leaves a VM that wrote to it and is off', readByAll, holding(off), {
  does: ['detach-disk', 'attach-disk'],
  rules: ['D-13'],
});
test('not one that read it', readByAll, holding(off, { mode: 'READ_ONLY' }), { does: ['attach-disk'], rules: [] });
test('I-02 one that writes and is on its way out is waited for', readByAll, holding({ status: 'STOPPING' }), {
  does: [],
  rules: ['I-02'],
});
test('I-02 one outside the group that writes is told of', readByAll, holding({ name: 'stranger' }), {
  does: [],
  rules: ['I-02'],
});
test('one outside the group that reads is not', readByAll, holding({ name: 'stranger' }, { mode: 'READ_ONLY' }), {
  does: ['attach-disk'],
  rules: [],
});

const readNowhere = test.macro((t, vms: Instance[], expected: RegExp | null) => {
  const { kinds, findings } = planOf({ vms, declared: { mode: 'READ_ONLY' } });
  const told = findings.filter(({ path }) => path === 'attachment');
  t.is(told.length, expected ? 1 : 0);
  t.regex(told[0]?.why ?? '', expected ?? /^$/);
  t.false(kinds.some((kind) => kind === 'detach-disk' || kind === 'attach-disk'));
});
const inAnotherZone = anInstance({ zone: 'us-central1-b' });
test(
  'D-03 a disk that all are to read, and whose group is in another zone',
  readNowhere,
  [inAnotherZone],
  /in us-central1-b only/,
);
test(
  'one that a VM wrote to which is off, and no other is there',
  readNowhere,
  [holding(off)],
  /node-1 has the disk and is TERMINATED; no VM of `default` is RUNNING yet/,
);
test(
  'one that is read by all there are is in order',
  readNowhere,
  [holding({}, { mode: 'READ_ONLY' }), inAnotherZone],
  null,
);

test('D-05 a disk that all read takes no place on a VM to which it does not come', (t) => {
  const away = aDisk({ reference: reference('disks', 'worlds', zone), id: 'another' });
  const second = { name: 'worlds', zone, nodes: 'default', mountPath: '/mnt/worlds' };
  const { machineType, disks } = withDataDisks(6);
  const vms = [holding(), anInstance({ name: 'node-2', machineType, disks })];
  const nodes = vms.map((vm, at) => aNode(vm, { unschedulable: at === 0 }));
  const { actions } = planOf({ vms, nodes, declared: { mode: 'READ_ONLY' }, second, live: { disks: [aDisk(), away] } });
  t.deepEqual(
    actions.flatMap(({ action }) => (action.kind === 'attach-disk' ? [action.disk.name] : [])),
    ['worlds'],
  );
});

test('D-13 a disk that all read stays on a VM that is off while no other has a place for it', (t) => {
  const declared = { mode: 'READ_ONLY' };
  t.false(planOf({ vms: [holding(off)], declared }).kinds.includes('detach-disk'));
  t.false(planOf({ vms: [holding(off), withDataDisks(7)], declared }).kinds.includes('detach-disk'));
});

test('I-26 a disk that all read goes to none while it stays on a VM that is off and marked', (t) => {
  const marked = { ...holding(off), protected: true };
  const { kinds, blocked } = planOf({ vms: [marked, other], declared: { mode: 'READ_ONLY' } });
  t.false(kinds.some((kind) => kind.endsWith('-disk')));
  t.deepEqual(
    blocked.map(({ kind }) => kind).filter((kind) => kind.endsWith('-disk')),
    ['detach-disk', 'attach-disk'],
  );
});

test('D-01 another disk under the same device name is not the declared one', (t) => {
  const other = {
    source: reference('disks', 'other', zone),
    deviceName: 'foodata',
    mode: 'READ_WRITE',
    boot: false,
    autoDelete: false,
  };
  const { kinds, blocked } = planOf({ vms: [anInstance({ disks: [other] })] });
  t.false(kinds.includes('attach-disk'));
  t.deepEqual(
    blocked.map(({ kind }) => kind),
    ['attach-disk'],
  );
  t.regex(blocked[0]?.blockedBy ?? '', /disk `other` under the device name `foodata`/);
  t.true(blocked[0]?.isForPerson, 'no event brings a place for it');
});

for (const area of ['instances', 'disks'] as const) {
  test(`I-18 with a gap in ${area} no disk is detached`, (t) => {
    const vms = [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })];
    t.false(
      planOf({ vms, live: { gaps: [aGap(area)], ...(area === 'disks' && { disks: [] }) } }).kinds.includes(
        'detach-disk',
      ),
    );
  });
}

test('D-15 a VM that holds the disk and joins no cluster is waited for, and after ten minutes that is critical', (t) => {
  const of = (minutes: number) => {
    const observedAt = Date.parse('2027-01-15T03:00:00Z');
    const creationTimestamp = new Date(observedAt - minutes * 60_000).toISOString();
    const { findings, waiting } = planOf({ vms: [holding({ creationTimestamp })], nodes: [], live: { observedAt } });
    return [findings.map(({ severity }) => severity), waiting.map(({ waitingFor }) => waitingFor)];
  };
  t.deepEqual(of(9), [['info'], ['node-1 to join the cluster']]);
  t.deepEqual(of(11), [['critical'], ['node-1 to join the cluster']]);
});

const inUse = test.macro((t, volume: string, isRefused: boolean) => {
  const vm = anInstance();
  const nodes = [aNode(vm, { volumesInUse: ['kubernetes.io/secret/a', volume] })];
  const { kinds, findings } = planOf({ vms: [vm], nodes });
  t.is(kinds.includes('attach-disk'), !isRefused);
  t.is(
    findings.some(({ rule, why }) => rule === 'D-12' && why.includes('a volume that node node-1 has in use')),
    isRefused,
  );
});
const handle = 'kubernetes.io/csi/pd.csi.storage.gke.io^projects/my-project/zones';
test('D-12 a disk that a pod names in place is the driver’s', inUse, `${handle}/us-central1-a/disks/foodata`, true);
test('D-12 in any zone', inUse, `${handle}/UNSPECIFIED/disks/foodata`, true);
test('not that of another zone', inUse, `${handle}/us-central1-b/disks/foodata`, false);
test('nor another', inUse, `${handle}/us-central1-a/disks/worlds`, false);
test('D-12 as kubelets have called it', inUse, 'kubernetes.io/gce-pd/foodata', true);
test('D-12 nor of a node whose VM is gone', (t) => {
  const nodes = [
    aNode(anInstance()),
    aNode(anInstance({ name: 'gone' }), { volumesInUse: ['kubernetes.io/gce-pd/foodata'] }),
  ];
  t.true(planOf({ vms: [anInstance()], nodes }).kinds.includes('attach-disk'));
});
test('nor of another kind', inUse, 'kubernetes.io/aws-ebs/foodata', false);

test('I-18 nor one that was seen, where others were not', (t) => {
  const vms = [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })];
  const { kinds, blocked } = planOf({ vms, live: { gaps: [aGap('disks', 'us-central1-b')] } });
  t.false(kinds.includes('detach-disk'));
  t.like(
    blocked.find(({ kind }) => kind === 'detach-disk'),
    {
      blockedBy: 'disks (us-central1-b) could not be read: it was unreachable',
    },
  );
});

test('a pod that started before the mount is told, and restarted only where that is wished for', (t) => {
  const vm = holding();
  const pod = {
    namespace: 'default',
    name: 'minecraft-x',
    node: vm.reference.name,
    labels: {},
    phase: 'Running',
    ready: true,
    startedAt: '2027-01-15T01:00:00Z',
    hostPaths: ['/mnt/foodata'],
    hostPorts: [],
    hostNetwork: false,
    nodeSelector: {},
    ownerKind: 'ReplicationController',
    ownerName: 'minecraft',
    protected: false,
  };
  const one = { vms: [vm], nodes: [mountedOn(vm)], live: { pods: [pod as never] } };
  t.deepEqual(planOf(one).kinds, []);
  t.is(planOf(one).findings.length, 1);
  t.deepEqual(planOf({ ...one, declared: { restartPods: true } }).kinds, ['restart-pod']);
});

test('D-10 no pod is called too early for a mount of which nobody knows since when it is there', (t) => {
  const vm = holding();
  const node = mountedOn(vm);
  const record = JSON.parse(node.annotations['disk.underpin.dev/foodata'] ?? '');
  const pods = [aPod({ startedAt: '2027-01-15T01:00:00Z', hostPaths: ['/mnt/foodata'] })];
  const toldOf = (fields: object) => {
    const annotations = { 'disk.underpin.dev/foodata': JSON.stringify({ ...record, ...fields }) };
    return planOf({ vms: [vm], nodes: [{ ...node, annotations }], live: { pods } }).findings.length;
  };
  t.is(toldOf({ wasThere: true }), 0);
  t.is(toldOf({}), 1);
});

test('D-10 a pod that uses the path on a node without the disk is told', (t) => {
  const vms = [holding(), anInstance({ name: 'node-2' })];
  const pod = {
    namespace: 'default',
    name: 'stranded',
    node: 'node-2',
    phase: 'Running',
    startedAt: null,
    hostPaths: ['/mnt/foodata/world'],
    protected: false,
  };
  const plan = planOf({
    vms,
    nodes: [mountedOn(vms[0] as Instance), aNode(vms[1] as Instance)],
    live: { pods: [pod as never] },
  });
  t.deepEqual(
    plan.findings.map(({ rule, path }) => [rule, path]),
    [['D-10', 'pod[default/stranded]']],
  );
});

test('D-10 but not where its node has another disk at that path', (t) => {
  const worlds = reference('disks', 'worlds', zone);
  const [vm, other] = [holding(), anInstance({ name: 'node-2' })];
  const told = (source: Reference) => {
    const attached = { source, deviceName: 'worlds', mode: 'READ_WRITE', autoDelete: false, boot: false };
    const plan = planOf({
      vms: [vm, { ...other, disks: [attached] }],
      nodes: [mountedOn(vm), aNode(other)],
      second: { name: 'worlds', zone, nodes: 'default', mountPath: '/mnt/foodata' },
      live: {
        disks: [aDisk(), aDisk({ reference: worlds, id: 'another' })],
        pods: [aPod({ node: 'node-2', startedAt: null, hostPaths: ['/mnt/foodata'] })],
      },
    });
    return plan.findings.filter(({ rule }) => rule === 'D-10').length;
  };
  t.is(told(worlds), 0);
  t.is(told(reference('disks', 'others', zone)), 2, 'of either disk');
});

test('I-09 which pod is to start anew its uid says, and since when only where its next start would do', (t) => {
  const vms = [holding(), anInstance({ name: 'node-2' })];
  const [vm, other] = vms as [Instance, Instance];
  const fields = { hostPaths: ['/mnt/foodata'], startedAt: '2027-01-15T01:00:00Z' };
  const pods = [aPod({ ...fields, uid: 'early' }), aPod({ ...fields, name: 'lost', node: 'node-2', uid: 'stranded' })];
  const nodes = [mountedOn(vm), aNode(other)];
  const { findings } = planOf({ vms, nodes, live: { pods }, declared: { restartPods: true } });
  t.like(
    findings.map(({ action }) => action),
    [
      { pod: 'minecraft-1', uid: 'early', startedAt: fields.startedAt },
      { pod: 'lost', uid: 'stranded', startedAt: null },
    ],
  );
});

test('I-26 a protected disk is left alone', (t) => {
  t.deepEqual(planOf({ vms: [anInstance()], disk: { protected: true } }).kinds, []);
});

const toBeMade = { formatIfBlank: true, sizeGb: 10 };
const inZone = (location: string) => aDisk({ reference: reference('disks', 'foodata', location) });

test('D-03: no empty disk is made where another zone has one of that name, which may hold the data', (t) => {
  const another = aDisk({ reference: reference('disks', 'other', 'us-central1-a') });
  const disks = [inZone('us-central1-c'), another, inZone('us-central1-d'), inZone('us-central1-b')];
  const plan = planOf({ vms: [anInstance()], declared: toBeMade, live: { disks }, concern: 'everything' });
  t.deepEqual(plan.kinds, []);
  const [found] = plan.findings.filter(({ rule }) => rule === 'D-03');
  const live = 'us-central1-b, us-central1-c, us-central1-d';
  t.like(found, { severity: 'critical', live, action: null, isForPerson: true });
  t.regex(found?.command ?? '', /--source-disk-zone=us-central1-b && .* --zone=us-central1-a .*--source-snapshot=/);
});

test('D-03: one in another zone that is declared itself is another disk', (t) => {
  const second = { name: 'foodata', zone: 'us-central1-b', nodes: 'default', mountPath: '/mnt/b', mode: 'READ_ONLY' };
  const live = { disks: [inZone('us-central1-b')] };
  const plan = planOf({ vms: [anInstance()], declared: toBeMade, second, live, concern: 'everything' });
  t.true(plan.kinds.includes('create-disk'));
});

test('P-07: nor is one made while some zone could not be looked at', (t) => {
  const live = { disks: [], gaps: [aGap('disks', 'us-central1-c')] };
  const plan = planOf({ vms: [anInstance()], declared: toBeMade, live, concern: 'everything' });
  t.deepEqual(plan.kinds, []);
  t.like(plan.blocked, [
    { kind: 'create-disk', blockedBy: 'disks (us-central1-c) could not be read: it was unreachable' },
  ]);
});
