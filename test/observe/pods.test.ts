import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { PersistentVolume } from '../../shared/model/live.ts';
import { podOf, podsOnVolumes } from '../../shared/observe/pods.ts';
import { aHomeWorld } from '../a-home-world.ts';

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
  t.like(podOf({ metadata: { name: 'a' }, spec }), { hostPorts: [{ port: 53, protocol: 'UDP' }], hostNetwork: true });
  t.false(podOf({ metadata: { name: 'a' }, spec: { containers: [] } }).hostNetwork);
});

test('D-10: a pod is as old as the oldest container that runs in it', (t) => {
  const startTime = '2027-01-15T01:00:00Z';
  const since = (...containerStatuses: JsonObject[]) =>
    podOf({ metadata: { name: 'a' }, status: { startTime, containerStatuses } }).startedAt;
  const running = (startedAt: string) => ({ state: { running: { startedAt } } });
  t.is(since(running('2027-01-15T03:00:00Z'), running('2027-01-15T02:00:00Z')), '2027-01-15T02:00:00Z');
  t.is(since({ state: { waiting: {} } }, running('2027-01-15T03:00:00Z')), '2027-01-15T03:00:00Z');
  t.is(since({ state: { waiting: {} } }), null, 'none has begun');
  t.is(since(), startTime, 'nothing is told of them');
  const status = { startTime, containerStatuses: [running('2027-01-15T03:00:00Z')] };
  const initContainerStatuses = [running('2027-01-15T02:00:00Z')];
  const withSidecar = podOf({ metadata: { name: 'a' }, status: { ...status, initContainerStatuses } });
  t.is(withSidecar.startedAt, '2027-01-15T02:00:00Z', 'a sidecar that began first');
  t.is(podOf({ metadata: { name: 'a' } }).startedAt, null);
});

test('D-10: a pod reaches a path of its node by a claim, too', (t) => {
  const volumes = [
    { name: 'own', hostPath: { path: '/mnt/own' } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'other', persistentVolumeClaim: { claimName: 'other' } },
  ];
  const pod = podOf({ metadata: { name: 'a', namespace: 'games' }, spec: { volumes } });
  const volume = (claim: string | null, hostPath: string | null) => ({ name: 'pv', disk: null, claim, hostPath });
  const pathsBy = (...all: PersistentVolume[]) => podsOnVolumes([pod], all)[0]?.hostPaths;
  t.deepEqual(pathsBy(volume('games/data', '/mnt/data'), volume('games/other', null)), ['/mnt/own', '/mnt/data']);
  t.deepEqual(pathsBy(volume('default/data', '/mnt/data'), volume(null, '/mnt/more')), ['/mnt/own']);
});

test('as an audit sees by the local volume that its claim is bound to', async (t) => {
  const home = await aHomeWorld();
  const { store } = home.kubernetes;
  const claim = { name: 'data', persistentVolumeClaim: { claimName: 'world' } };
  const pod = { nodeName: 'k8s-minion-650x', containers: [{ name: 'a', image: 'a' }], volumes: [claim] };
  store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'by-claim', namespace: 'default' }, spec: pod });
  for (const [name, source] of [
    ['pv-local', { local: { path: '/mnt/foodata/world' } }],
    ['pv-path', { hostPath: { path: '/mnt/foodata/more' } }],
    ['pv-disk', { csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: 'projects/p/zones/z/disks/d' } }],
  ] as const) {
    const spec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source };
    const claimRef = { namespace: 'default', name: 'world' };
    store.put({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec: { ...spec, claimRef } });
  }
  const scope = { cluster: 'home', concern: 'everything', mode: 'plan' } as const;
  const { live } = await home.clock.drive(run(await readDeclared(exampleDirectory), scope, home.world));
  t.deepEqual(live.pods.find(({ name }) => name === 'by-claim')?.hostPaths, [
    '/mnt/foodata/world',
    '/mnt/foodata/more',
  ]);
  home.close();
});
