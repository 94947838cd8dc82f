import { aPool, aVm, disk, holding, pool, zone } from './a-home.ts';
import { look, object, ourObject, resource, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach, removal } from './writes.ts';

const groups = [{ name: 'minions', zone: 'us-central1-a', size: 2, keeps: ['foodata'] }];
const burst = `${zone}/instances/burst-1`;
const onBurst = resource(burst, { ...aVm(holding), name: 'burst-1' });
const detachment = sent({ path: `${burst}/detachDisk`, query: '?deviceName=foodata' });

const namespace = '/api/v1/namespaces/default';
const patchOf = (name: string) => sent({ method: 'PATCH', path: `${namespace}/configmaps/${name}` });
const deletionOf = (path: string) => sent({ method: 'DELETE', path });
const owned = (uid: string, owner: string, annotations = {}) => ({
  metadata: { name: uid, uid, annotations, ownerReferences: [{ uid: owner }] },
});
const deployment = object('apps/deployments', 'default/minecraft', {
  metadata: { name: 'minecraft', uid: 'deployment', labels: { app: 'minecraft' } },
});
const replicaSet = object('apps/replicasets', 'default/set', owned('set', 'deployment'));
const podThat = (annotations: object) => object('/pods', 'default/pod', owned('pod', 'set', annotations));
const takenDown = deletionOf('/apis/apps/v1/namespaces/default/deployments/minecraft');
const described = (description: string) => resource(pool, { ...aPool('minions-1', 'minions-2'), description });

const running = (replicas: number) => ({ spec: { replicas } });
const scaledTo = (replicas: number) =>
  ourObject('apps/deployments', 'default/minecraft', { before: running(3), after: running(replicas) });

/** What is somebody else's, whoever says so. */
export const ownerTellings: Tellings = {
  'I-26: a disk with the label of a driver is a volume’s': {
    broken: [resource(disk, { labels: { 'goog-k8s-cluster-name': 'home' } }), look, sent(attach)],
    whole: [resource(disk, { labels: { team: 'home' } }), look, sent(attach)],
  },
  'I-26: a disk that was made for a volume is the volume’s': {
    broken: [resource(disk, { description: '{"kubernetes.io/created-for/pv/name":"a"}' }), look, sent(attach)],
    whole: [resource(disk, { description: 'worlds' }), look, sent(attach)],
  },
  'I-26: a managed group brings the disks that it keeps by itself': {
    shape: { groups },
    broken: [look, sent(attach)],
    whole: [onBurst, look, detachment],
  },
  'I-26: a pool that a Service has taken is left alone': {
    broken: [described('{"kubernetes.io/service-name":"web/a"}'), look, sent(removal('minions-1'))],
    whole: [described('nodes of home'), look, sent(removal('minions-1'))],
  },
  'I-26: what bears the mark in its manifest is left alone': {
    shape: { isRulesProtected: true },
    broken: [look, patchOf('rules')],
    whole: [look, patchOf('keys')],
  },
  'I-26: how many run is the autoscaler’s to say': {
    shape: { scaledBy: 'autoscaler' },
    broken: [scaledTo(2)],
    whole: [scaledTo(3)],
  },
  'I-26: nothing is deleted that owns what is protected': {
    broken: [deployment, replicaSet, podThat({ 'underpin.dev/protect': '' }), look, takenDown],
    whole: [deployment, replicaSet, podThat({}), look, takenDown],
  },
  'I-26: a stack of another namespace has nothing in `default`': {
    shape: { isAbroad: true },
    broken: [deletionOf(`${namespace}/configmaps/rules`)],
    whole: [deletionOf('/api/v1/namespaces/games/configmaps/rules')],
  },
};
