import test from 'ava';
import { podOf } from '../../shared/observe/pods.ts';

test('N-07: a hostPort is of one protocol, and TCP where none is named', (t) => {
  const ports = [{ hostPort: 53, protocol: 'UDP' }, { hostPort: 80 }, { containerPort: 81 }];
  const { hostPorts } = podOf({ metadata: { name: 'a' }, spec: { containers: [{ name: 'a', ports }] } });
  t.deepEqual(hostPorts, [
    { port: 53, protocol: 'UDP' },
    { port: 80, protocol: 'TCP' },
  ]);
});

test("N-07: in the host's network every port of a container is one of the node's", (t) => {
  const spec = { hostNetwork: true, containers: [{ name: 'a', ports: [{ containerPort: 53, protocol: 'UDP' }] }] };
  t.deepEqual(podOf({ metadata: { name: 'a' }, spec }).hostPorts, [{ port: 53, protocol: 'UDP' }]);
});
