import test from 'ava';
import type { Instance } from '../../../shared/model/live.ts';
import { anInstance, reference } from '../../builders/compute.ts';
import { aDisk, anAttachment, holding, mountedOn, recordedOn, zone } from '../../builders/disks.ts';
import { aNode } from '../../builders/kubernetes.ts';
import { type Case, planOf } from './a-disk-case.ts';

const unready = { ready: 'False' } as const;
const goesTo = test.macro((t, one: Case, expected: string) => {
  const { actions } = planOf(one);
  const names = actions.flatMap(({ action }) =>
    action.kind === 'attach-disk' ? [action.instance.reference.name] : [],
  );
  t.deepEqual(names, expected ? [expected] : []);
});
const [one, two] = [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2' })];
const key = 'disk.underpin.dev/foodata';
const marked = { labels: { [key]: 'mounted' } };
const recorded = { annotations: { [key]: mountedOn(two).annotations[key] ?? '' } };
const both = (first: object, second: object) => [aNode(one, first), aNode(two, second)];
test('back to the node that says so alone', goesTo, { vms: [one, two], nodes: both({}, marked) }, 'node-2');
test('or that was told so alone', goesTo, { vms: [one, two], nodes: both({}, recorded) }, 'node-2');
const deadWith = (words: object) => ({ vms: [one, two], nodes: both({}, { ...words, ...unready }) });
test('P-14 not when it is not Ready, and its label tells of no VM', goesTo, deadWith(marked), 'node-1');
test('P-14 nor when its record tells of none', goesTo, deadWith(recorded), 'node-1');
const newer = { instanceId: two.id, mountedAt: '2027-01-15T02:30:00Z' };
const nowhereYet = { unschedulable: true };
for (const [title, fields] of Object.entries({ 'is not Ready': unready, 'takes no pods': nowhereYet })) {
  const withRecord = (instanceId: string) => ({
    vms: [one, two],
    nodes: [aNode(one), recordedOn(two, { instanceId }, fields)],
  });
  test(`not when it ${title} and is the VM from which the disk went`, goesTo, withRecord(two.id), 'node-1');
  test(`P-14 when it ${title} and its VM was made anew`, goesTo, withRecord('of-the-vm-before'), 'node-2');
}
test('P-14 but not when another had it since', (t) => {
  const off = holding({ name: 'node-3', status: 'TERMINATED' });
  const goesFrom = (mountedAt: string) => {
    const nodes = [aNode(one), recordedOn(two, { instanceId: 'before' }, unready), recordedOn(off, { mountedAt })];
    const { actions } = planOf({ vms: [one, two, off], nodes });
    return actions.flatMap(({ action }) => (action.kind === 'attach-disk' ? [action.instance.reference.name] : []));
  };
  t.deepEqual(goesFrom('2027-01-15T02:30:00Z'), ['node-1']);
  t.deepEqual(goesFrom('2027-01-15T01:30:00Z'), ['node-2']);
});
test(
  'of several that had it, the last that takes it',
  goesTo,
  { vms: [one, two], nodes: [recordedOn(one, { instanceId: one.id }), recordedOn(two, newer, unready)] },
  'node-1',
);
test(
  'back to the VM from which it went, when that is Ready',
  goesTo,
  { vms: [one, two], nodes: [aNode(one), recordedOn(two, newer)] },
  'node-2',
);
const blank = { declared: { formatIfBlank: true }, disk: { mayHoldData: false } };
test(
  'D-06 but not to be formatted there',
  goesTo,
  { vms: [one, two], nodes: both({}, { ...marked, ...unready }), ...blank },
  'node-1',
);
test('D-06 it is when it is Ready', goesTo, { vms: [one, two], nodes: both({}, marked), ...blank }, 'node-2');
const away = { unschedulable: true };
test('one that takes no pods is passed over', goesTo, { vms: [one, two], nodes: both(away, {}) }, 'node-2');
const excluded = { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' } };
test(
  'P-09 one that is kept out of the pools is as good',
  goesTo,
  { vms: [one, two], nodes: both(excluded, {}) },
  'node-1',
);
test('I-26 a marked node is passed over', goesTo, { vms: [one, two], nodes: both({ protected: true }, {}) }, 'node-2');
const vms = [{ ...one, protected: true }, two];
test('I-26 and a marked VM', goesTo, { vms, nodes: vms.map((vm) => aNode(vm)) }, 'node-2');
const onMarked = { vms: [one], nodes: [aNode(one, { protected: true })] };
test('I-26 one that waits for its mark to go, and is not mounted, is not attached', goesTo, onMarked, '');
test('D-06 nor is one that is to be formatted there', goesTo, { ...onMarked, ...blank }, '');
test('I-26 it is left alone when there is no other', goesTo, { vms: vms.slice(0, 1) }, '');

/** Of a type that takes 7 data disks. */
const holdingOthers = (name: string, count: number, deviceName = 'other') =>
  anInstance({
    name,
    machineType: 'c4-standard-2',
    disks: Array.from({ length: count }, (_, at) =>
      anAttachment({ source: null, deviceName: `${deviceName}${at || ''}` }),
    ),
  });
test('D-05 one that is full is passed over', goesTo, { vms: [holdingOthers('node-1', 7), two] }, 'node-2');
test('D-05 one that takes one more is not', goesTo, { vms: [holdingOthers('node-1', 6), two] }, 'node-1');
test(
  'D-05 and one that has another disk under the device name',
  goesTo,
  { vms: [holdingOthers('node-1', 1, 'foodata'), two] },
  'node-2',
);
const full = holdingOthers('node-2', 7);
test(
  'D-05 also the one that had it mounted before',
  goesTo,
  { vms: [one, full], nodes: [aNode(one), mountedOn(full)] },
  'node-1',
);

const worlds = aDisk({ reference: reference('disks', 'worlds', zone), id: 'another' });
const second = { name: 'worlds', zone, nodes: 'default', mountPath: '/mnt/worlds' };
const disks = { second, live: { disks: [aDisk(), worlds] } };
const bothGoTo = test.macro((t, one: Case, expected: string[]) => {
  const { actions } = planOf({ ...disks, ...one });
  t.deepEqual(
    actions.flatMap(({ action }) =>
      action.kind === 'attach-disk' ? [`${action.disk.name}: ${action.instance.reference.name}`] : [],
    ),
    expected,
  );
});
test(
  'D-05 the second of two disks goes on to the next node where the first takes the last place',
  bothGoTo,
  { vms: [holdingOthers('node-1', 6), two] },
  ['foodata: node-1', 'worlds: node-2'],
);
const held = holding({ name: 'node-2' });
test('a disk goes where another of its stack is', bothGoTo, { vms: [one, held] }, ['worlds: node-2']);
test(
  'a disk goes where another of its stack goes',
  bothGoTo,
  { vms: [one, two], nodes: [aNode(one), mountedOn(two)] },
  ['foodata: node-2', 'worlds: node-2'],
);
test(
  'a disk does not follow one that is everywhere',
  bothGoTo,
  { vms: [one, holding({ name: 'node-2' }, { mode: 'READ_ONLY' })], declared: { mode: 'READ_ONLY' } },
  ['foodata: node-1', 'worlds: node-1'],
);
test(
  'a disk does not follow one to a node that takes no pods',
  bothGoTo,
  { vms: [one, held], nodes: [aNode(one), aNode(held, unready)] },
  ['worlds: node-1'],
);

const stays = test.macro((t, vm: Instance, expected: RegExp) => {
  const { kinds, blocked } = planOf({ vms: [holding({ name: 'off', status: 'TERMINATED' }), vm] });
  t.false(kinds.some((kind) => kind.endsWith('-disk')));
  t.deepEqual(
    blocked.map(({ kind }) => kind),
    ['detach-disk', 'attach-disk'],
  );
  for (const { blockedBy } of blocked) t.regex(blockedBy, expected);
});
test(
  'D-13 a disk stays on a VM that is off while none has a place for it',
  stays,
  full,
  /node-2 .* takes 7 data disks/,
);
test(
  'D-13 or it would have the name of another there',
  stays,
  holdingOthers('node-1', 1, 'foodata'),
  /has another disk under the device name `foodata`/,
);
test('I-26 or while the only other VM is marked', stays, { ...two, protected: true }, /VM `node-2` is marked/);

const withWorlds = (mountPath: string): Case => ({
  vms: [anInstance({ name: 'node-1', disks: [anAttachment({ source: worlds.reference, deviceName: 'worlds' })] }), two],
  ...disks,
  second: { ...second, mountPath },
});
test('I-06 not where another disk goes to its path', goesTo, withWorlds('/mnt/foodata'), 'node-2');
test('I-06 nor below it', goesTo, withWorlds('/mnt/foodata/worlds'), 'node-2');
test('a path beside it is no matter', goesTo, withWorlds('/mnt/foodata2'), 'node-1');
