import test from 'ava';
import { numberAt, objectsAt, textAt } from '../../../sandbox/kubernetes/object.ts';
import type { Json } from '../../../shared/model/json.ts';
import { anApi, aVm, someVms } from './an-api.ts';

const readyOf = (object: Json | undefined) =>
  objectsAt(object, 'status', 'conditions').find(({ type }) => type === 'Ready')?.status;

function aPlace() {
  const api = anApi();
  const vms = someVms();
  const detach = api.kubernetes.attachNodes(vms);
  const node = (name: string) => api.kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name });
  const ready = (name: string) => readyOf(node(name));
  const taints = (name: string) => objectsAt(node(name), 'spec', 'taints').map(({ key, effect }) => `${key}:${effect}`);
  const bootID = (name: string) => textAt(node(name), 'status', 'nodeInfo', 'bootID');
  return { ...api, vms, detach, node, ready, taints, bootID };
}

test('a node registers after its VM runs, and is Ready a while later', async (t) => {
  const { clock, vms, node, ready, taints } = aPlace();
  vms.run(aVm('node-1', { labels: { 'goog-k8s-node-pool-name': 'default-pool' } }));
  await clock.advance(19_000);
  t.is(node('node-1'), undefined);
  await clock.advance(2000);
  t.is(ready('node-1'), 'False');
  t.deepEqual(taints('node-1'), ['node.kubernetes.io/not-ready:NoSchedule', 'node.kubernetes.io/not-ready:NoExecute']);
  await clock.advance(11_000);
  t.is(ready('node-1'), 'True');
  t.deepEqual(taints('node-1'), []);
  t.like(node('node-1'), { spec: { providerID: 'gce://my-project/us-central1-a/node-1' } });
  t.like(node('node-1')?.metadata.labels, {
    'kubernetes.io/hostname': 'node-1',
    'topology.kubernetes.io/zone': 'us-central1-a',
    'topology.kubernetes.io/region': 'us-central1',
    'node.kubernetes.io/instance-type': 'e2-small',
    'cloud.google.com/gke-nodepool': 'default-pool',
  });
});

test('a stopped VM leaves a node that is not Ready, a start gives the same node another boot', async (t) => {
  const { clock, vms, node, ready, taints, bootID } = aPlace();
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  const [uid, boot] = [node('node-1')?.metadata.uid, bootID('node-1')];
  vms.stop(aVm('node-1'));
  await clock.advance(30_000);
  t.is(ready('node-1'), 'True', 'nobody has noticed yet');
  await clock.advance(20_000);
  t.is(ready('node-1'), 'Unknown');
  t.deepEqual(taints('node-1'), [
    'node.kubernetes.io/unreachable:NoSchedule',
    'node.kubernetes.io/unreachable:NoExecute',
  ]);
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  t.is(ready('node-1'), 'True');
  t.is(node('node-1')?.metadata.uid, uid);
  t.not(bootID('node-1'), boot);
});

test('a VM that is gone takes its node with it; the same name comes back as another node (P-14)', async (t) => {
  const { clock, vms, node, ready } = aPlace();
  vms.run(aVm('node-1', { id: '1' }));
  await clock.advance(60_000);
  const uid = node('node-1')?.metadata.uid;
  vms.remove(aVm('node-1', { id: '1' }));
  vms.run(aVm('node-1', { id: '2' }));
  await clock.advance(15_000);
  t.is(node('node-1'), undefined);
  await clock.advance(60_000);
  t.is(ready('node-1'), 'True');
  t.not(node('node-1')?.metadata.uid, uid);
  vms.stop(aVm('node-1', { id: '1' }));
  await clock.advance(60_000);
  t.is(ready('node-1'), 'True', 'news of the old VM does not touch the new one');
});

test('a node that cannot be heard keeps its VM; its pods stay until they no longer bear it', async (t) => {
  const { clock, vms, kubernetes, ready } = aPlace();
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  const pod = { apiVersion: 'v1', kind: 'Pod', name: 'web' };
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'x' }] },
  });
  await clock.advance(10_000);
  kubernetes.setReachable('node-1', false);
  await clock.advance(60_000);
  t.is(ready('node-1'), 'Unknown');
  const podReady = () => readyOf(kubernetes.store.get(pod));
  t.is(podReady(), 'False');
  t.is(kubernetes.store.get(pod)?.metadata.deletionTimestamp, undefined);
  await clock.advance(300_000);
  t.truthy(
    kubernetes.store.get(pod)?.metadata.deletionTimestamp,
    'told to go after its 300 seconds, and yet there: nobody can end it',
  );
  kubernetes.setReachable('node-1', true);
  await clock.advance(10_000);
  t.is(ready('node-1'), 'True');
  t.is(kubernetes.store.get(pod), undefined);
});

test('pods of a node that is gone are gone a while later', async (t) => {
  const { clock, vms, kubernetes } = aPlace();
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'x' }] },
  });
  await clock.advance(10_000);
  vms.remove(aVm('node-1'));
  await clock.advance(60_000);
  t.is(kubernetes.store.get({ apiVersion: 'v1', kind: 'Pod', name: 'web' }), undefined);
});

test('pods start again after a boot', async (t) => {
  const { clock, vms, kubernetes } = aPlace();
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'x' }] },
  });
  await clock.advance(10_000);
  vms.stop(aVm('node-1'));
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  const pod = kubernetes.store.get({ apiVersion: 'v1', kind: 'Pod', name: 'web' });
  t.is(numberAt(pod, 'status', 'containerStatuses', 0, 'restartCount'), 1);
});

test('nodes are left alone once the source is detached', async (t) => {
  const { clock, vms, node, detach } = aPlace();
  detach();
  vms.run(aVm('node-1'));
  await clock.advance(60_000);
  t.is(node('node-1'), undefined);
});
