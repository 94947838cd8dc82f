import test from 'ava';
import { nodesOnVms } from '../../shared/observe/nodes.ts';
import { anInstance } from '../builders/compute.ts';
import { aNode } from '../builders/kubernetes.ts';

const vm = anInstance({ name: 'node-1' });
const namesake = anInstance({ name: 'node-1', zone: 'us-central1-b' });
const unknown = aNode(vm, { instance: null });

const isVm = test.macro((t, nodes: Parameters<typeof nodesOnVms>[0], instances: (typeof vm)[], expected: unknown) =>
  t.deepEqual(nodesOnVms(nodes, instances).at(-1)?.instance, expected as never),
);
test(
  'a node without providerID is the VM of its name',
  isVm,
  [unknown],
  [vm, anInstance({ name: 'node-2' })],
  vm.reference,
);
test('not where two VMs have the name', isVm, [unknown], [vm, namesake], null);
test('nor where another node is that VM', isVm, [aNode(vm, { name: 'other' }), unknown], [vm], null);
test('nor where no VM was seen', isVm, [unknown], [], null);
test('what its providerID says is what it is', isVm, [unknown, aNode(namesake)], [vm, namesake], namesake.reference);
