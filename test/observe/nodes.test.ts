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

const isVmByDns = test.macro((t, name: string, project: string, expected: boolean) => {
  const one = anInstance({ name: 'node-1' });
  const reference = { ...one.reference, project };
  const found = nodesOnVms([aNode(one, { name, instance: null })], [{ ...one, reference }])[0]?.instance;
  t.deepEqual(found, expected ? reference : null);
});
test('its name may be that of the internal DNS', isVmByDns, 'node-1.c.my-project.internal', 'my-project', true);
test('or the zonal one', isVmByDns, 'node-1.us-central1-a.c.my-project.internal', 'my-project', true);
test('not of another zone', isVmByDns, 'node-1.us-central1-b.c.my-project.internal', 'my-project', false);
test('nor of another project', isVmByDns, 'node-1.c.other.internal', 'my-project', false);
test('of a project in a domain', isVmByDns, 'node-1.c.shop.example.com.internal', 'example.com:shop', true);
