import test from 'ava';
import { anInstance } from '../../builders/compute.ts';
import { mountedOn } from '../../builders/disks.ts';
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
test('also when it is not Ready', goesTo, { vms: [one, two], nodes: both({}, { ...marked, ...unready }) }, 'node-2');
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
test('I-26 it is left alone when there is no other', goesTo, { vms: vms.slice(0, 1) }, '');
