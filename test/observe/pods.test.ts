import test from 'ava';
import type { JsonObject } from '../../shared/model/json.ts';
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

test('D-10: a pod is as old as the oldest container that runs in it', (t) => {
  const startTime = '2027-01-15T01:00:00Z';
  const since = (...containerStatuses: JsonObject[]) =>
    podOf({ metadata: { name: 'a' }, status: { startTime, containerStatuses } }).startedAt;
  const running = (startedAt: string) => ({ state: { running: { startedAt } } });
  t.is(since(running('2027-01-15T03:00:00Z'), running('2027-01-15T02:00:00Z')), '2027-01-15T02:00:00Z');
  t.is(since({ state: { waiting: {} } }, running('2027-01-15T03:00:00Z')), '2027-01-15T03:00:00Z');
  t.is(since({ state: { waiting: {} } }), startTime, 'none runs');
  t.is(podOf({ metadata: { name: 'a' } }).startedAt, null);
});
