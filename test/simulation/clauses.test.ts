import test from 'ava';
import { check } from './check.ts';
import type { Entry } from './history.ts';
import { invariants } from './invariants/invariants.ts';
import * as told from './told-history.ts';

const {
  aRepair,
  aVm,
  attach,
  by,
  disk,
  holding,
  intent,
  line,
  look,
  looked,
  pool,
  resource,
  script,
  sent,
  served,
  vm,
  zone,
} = told;

const blank = { kind: 'blank', type: '', uuid: null };
const unmount = { verb: 'unmount', disk: 'foodata', deviceName: 'foodata', path: '/mnt/foodata' };
const format = { verb: 'mount', disk: 'foodata', deviceName: 'foodata', path: '/mnt/foodata' };
const rule = 'projects/my-project/regions/us-central1/forwardingRules/minecraft';
const firewall = 'projects/my-project/global/firewalls/minecraft';
const service = '/api/v1/namespaces/default/services/minecraft';
const { later, object } = told;
const aPod = (phase: string) => ({
  metadata: { name: 'a' },
  spec: { nodeName: 'minions-1', volumes: [{ name: 'world', hostPath: { path: '/mnt/foodata' } }] },
  status: { phase },
});
const recordOf = (uuid: string) => ({
  metadata: { annotations: { 'disk.underpin.dev/foodata': `{"uuid":"${uuid}"}` } },
});
const labelled = (value: string) => ({ metadata: { labels: { 'disk.underpin.dev/foodata': value } } });
const saidIn = (bootID: string) => {
  const { labels } = labelled('mounted').metadata;
  const annotations = { 'disk.underpin.dev/foodata': JSON.stringify({ bootID }) };
  const status = { nodeInfo: { bootID: 'this boot' } };
  return object('/nodes', 'minions-1', { metadata: { labels, annotations }, status });
};
const identity = { reference: { project: 'my-project', location: 'us-central1-a', name: 'minions-1' }, id: '7' };
const attaching = intent('attach-disk', { diskId: '3', instance: identity });
const detaching = intent('detach-disk', { instance: identity });
const unmounting = intent('unmount-disk', { mount: { node: 'minions-1' }, instance: identity });
const outcome = { kind: 'detach-disk', target: 'Disk/us-central1-a/foodata', state: 'done', requestId: 'r' };
const retarget = { path: `${rule}/setTarget`, trigger: 'repair' as const, body: JSON.stringify({ target: pool }) };
const unread = { method: 'GET', mutates: false, path: 'projects/my-project/aggregated/instances', status: 503 };
const opening = { method: 'PATCH', path: firewall, trigger: 'repair' as const, body: '{"description":"c"}' };
const firewallAs = (description: string) => [
  resource(firewall, { description }),
  ...served({ method: 'GET', mutates: false, path: firewall, trigger: 'repair' }),
];
const held = (holderIdentity: string) =>
  object('coordination.k8s.io/leases', 'underpin/home', { spec: { leaseTransitions: 1, holderIdentity } });
const written = (holderIdentity: string) => sent({ ...told.lease, body: JSON.stringify({ spec: { holderIdentity } }) });
const theEnd: Entry = { at: 1000, kind: 'command', words: 'the end' };
const addition = sent({ ...told.removal('minions-1'), path: `${pool}/addInstance` });
const afterwards = (entry: Entry) => later(entry, 60_000);
const aMark = { metadata: { annotations: { 'underpin.dev/protect': '' } } };
const status = { method: 'PATCH', path: `${service}/status`, body: '{"metadata":{"resourceVersion":"7"}}' };
const lookAt = { method: 'GET', mutates: false, path: vm };
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const planning = (run: string, replicas: number) => [
  object('apps/deployments', 'default/minecraft', { spec: { replicas } }),
  ...served({ method: 'GET', mutates: false, path: deployments, run, trigger: 'repair' }),
  line({ message: 'planned', run, hash: 'this' }),
];
const replicasSet = sent({
  method: 'PATCH',
  path: `${deployments}/minecraft`,
  body: '{"spec":{"replicas":1}}',
  run: 'run-2',
  trigger: 'repair',
});
const audited = { method: 'GET', mutates: false, trigger: 'audit' as const, path: disk };
const absentIn = (subject: string) =>
  told.anAnswer({ complete: true, findings: [{ subject, path: '', live: 'absent' }] });
const statusOn = (ip: string) => JSON.stringify({ status: { loadBalancer: { ingress: [{ ip }] } } });
const aService = (loadBalancerClass: string) => ({ metadata: { name: 'minecraft' }, spec: { loadBalancerClass } });
const aRule = { IPAddress: '203.0.113.7', IPProtocol: 'TCP' };
const deletion = {
  api: 'kubernetes' as const,
  method: 'DELETE',
  path: '/api/v1/namespaces/default/configmaps/rules',
};
const deleted = object('/configmaps', 'default/rules', undefined, by.principal);
const objectGone = line({
  message: 'outcome',
  kind: 'delete-object',
  target: 'ConfigMap/default/rules',
  state: 'done',
});
const lookAtLabelled = {
  ...lookAt,
  path: '/api/v1/namespaces/default/secrets',
  query: '?labelSelector=app%3Dminecraft',
};
const unseen = (part: string | null) => line({ message: 'observed', gaps: [{ area: 'instances', part }] });
const unmarking = {
  method: 'PATCH',
  path: '/api/v1/nodes/minions-1',
  body: '{"metadata":{"labels":{"disk.underpin.dev/foodata":null}}}',
};
const left = (because: string) => ({ ...outcome, message: 'outcome', state: 'blocked', isForPerson: true, because });
const said = line({ message: 'left to a person' });
const pending: Entry = { at: 1000, kind: 'operation', id: '1', target: disk, isDone: false };
const lookAtNodes = { ...lookAt, path: '/api/v1/nodes' };
const mounting = {
  path: '/apis/batch/v1/namespaces/underpin-mounts/jobs',
  body: JSON.stringify({
    metadata: {
      labels: { 'underpin.dev/disk': 'foodata', 'underpin.dev/verb': 'mount' },
      annotations: { 'underpin.dev/node': 'minions-1' },
    },
  }),
};
const takenAway = { method: 'DELETE', path: `${mounting.path}/a-job`, body: '{"preconditions":{"uid":"this"}}' };
const aJobThatIs = (conditions: object[]) =>
  object('batch/jobs', 'underpin-mounts/a-job', { metadata: { uid: 'this' }, status: { conditions } });
const lookAtFirewall = served({ method: 'GET', mutates: false, path: firewall });
const firewallDone = line({ message: 'outcome', kind: 'create-firewall', target: 'Firewall/minecraft', state: 'done' });
const lacking = [resource(vm, aVm()), resource(pool, told.aPool())];
const joined = resource(pool, told.aPool('minions-1'));
const failed = { message: 'outcome', kind: 'attach-disk', target: 'Disk/us-central1-a/foodata', state: 'failed' };
const answered = line({ message: 'already answered' });
const audit: Entry = { at: 1000, kind: 'asked', worker: 'worker-1', trigger: 'audit', applies: false };
const publishing = {
  path: '/v1/projects/my-project/topics/underpin-reports:publish',
  mutates: false,
  trigger: 'audit' as const,
  body: '{"messages":[{}]}',
};

/** What else they hold: one clause each. */
const clauses: Record<string, { broken: Entry[]; whole: Entry[] }> = {
  'I-08: a node says that a disk is mounted when it has been mounted': {
    broken: [...served({ method: 'GET', mutates: false, path: vm }), told.label],
    whole: [...served({ method: 'GET', mutates: false, path: vm }), script({}), told.label],
  },
  'I-09: a Job goes to the VM of the plan, as far as its step could see': {
    broken: [resource(vm, aVm({ id: '7' })), look, unmounting, resource(vm, aVm({ id: '8' })), sent(mounting)],
    whole: [
      resource(vm, aVm({ id: '7' })),
      look,
      unmounting,
      ...served(lookAt),
      resource(vm, aVm({ id: '8' })),
      sent(mounting),
    ],
  },
  'I-16: a firewall that was seen wide open is not done': {
    broken: [resource(firewall, { sourceRanges: ['0.0.0.0/0'] }), ...lookAtFirewall, firewallDone],
    whole: [resource(firewall, { sourceRanges: ['198.51.100.0/24'] }), ...lookAtFirewall, firewallDone],
  },
  'I-19: a repair begins by the plan that was read': {
    broken: [told.asked('another'), told.aRepair, line({ message: 'planned', hash: 'this' }), intent('detach-disk')],
    whole: [told.asked('this'), told.aRepair, line({ message: 'planned', hash: 'this' }), intent('detach-disk')],
  },
  'I-20: the Lease is taken from nobody who holds it': {
    broken: [told.leaseOf('ours', { holderIdentity: 'theirs', renewTime: new Date(0).toISOString() })],
    whole: [told.leaseOf('ours', { holderIdentity: '' })],
  },
  'I-27: an audit that saw a part is not complete': {
    broken: [...served(told.aPart), told.anAnswer({ complete: true })],
    whole: [...served(told.aPart), told.anAnswer({ complete: false })],
  },
  'I-27: what an audit calls absent was not there': {
    broken: [object('/configmaps', 'default/rules', {}), ...served(audited), absentIn('ConfigMap/default/rules')],
    whole: [object('/configmaps', 'default/rules', undefined), ...served(audited), absentIn('ConfigMap/default/rules')],
  },
  'I-28: a write to the cluster whose outcome is unknown is not sent again unseen': {
    broken: [...served({ ...told.renewal, status: null }), sent(told.renewal)],
    whole: [
      ...served({ ...told.renewal, status: null }),
      ...served({ ...told.lease, method: 'GET', mutates: false }),
      sent(told.renewal),
    ],
  },
  'I-28: what may have been created is looked for under its name': {
    broken: [...served(told.creation), sent(told.creation)],
    whole: [...served(told.creation), ...served({ ...told.lease, method: 'GET', mutates: false }), sent(told.creation)],
  },
  'I-28: no Job is taken away while it is at work': {
    broken: [aJobThatIs([]), sent(takenAway)],
    whole: [aJobThatIs([{ type: 'Failed', status: 'True' }]), sent(takenAway)],
  },
  'I-28: another Job of that name is none of its business': {
    broken: [aJobThatIs([]), sent({ ...takenAway, body: null })],
    whole: [aJobThatIs([]), sent({ ...takenAway, body: '{"preconditions":{"uid":"former"}}' })],
  },
  'I-29: nothing is sent when the event is answered': {
    broken: [told.message('published'), told.message('delivered'), told.message('acknowledged'), sent(attach)],
    whole: [told.message('published'), told.message('delivered'), sent(attach), told.message('acknowledged')],
  },
  'I-29: what is left to a person is told before the event is acknowledged': {
    broken: [told.message('delivered'), look, told.leftToPerson, told.message('acknowledged')],
    whole: [
      told.message('delivered'),
      look,
      told.leftToPerson,
      line({ message: 'left to a person' }),
      told.message('acknowledged'),
    ],
  },
  'I-29: a look that missed something answers no event': {
    broken: [told.message('delivered'), look, unseen(null), told.message('acknowledged')],
    whole: [told.message('delivered'), look, line({ message: 'observed', gaps: [] }), told.message('acknowledged')],
  },
  'I-29: what a pass left undone is not acknowledged': {
    broken: [told.message('delivered'), look, told.outcomeOf('attach-disk', 'failed'), told.message('acknowledged')],
    whole: [told.message('delivered'), look, told.outcomeOf('attach-disk', 'done'), told.message('acknowledged')],
  },
  'I-01: nobody asks for a disk that another VM is seen to have': {
    broken: [resource(disk, { users: [`https://x/${zone}/instances/minions-2`] }), look, sent(attach)],
    whole: [resource(disk, { users: [] }), look, sent(attach)],
  },
  'I-02: who moves a disk has looked for what is under way': {
    broken: [resource(vm, { ...told.gone, ...holding }), look, intent('detach-disk'), sent(told.detach)],
    whole: [resource(vm, { ...told.gone, ...holding }), look, intent('detach-disk'), ...looked, sent(told.detach)],
  },
  'I-02: no disk is moved while something is under way on it': {
    broken: [
      resource(vm, { ...told.gone, ...holding }),
      pending,
      look,
      intent('detach-disk'),
      ...looked,
      sent(told.detach),
    ],
    whole: [
      resource(vm, { ...told.gone, ...holding }),
      pending,
      { ...pending, isDone: true } as Entry,
      look,
      intent('detach-disk'),
      ...looked,
      sent(told.detach),
    ],
  },
  'I-02: a disk is not unmounted under a pod that uses it': {
    broken: [object('/pods', 'default/a', aPod('Running')), script({ call: unmount })],
    whole: [object('/pods', 'default/a', aPod('Succeeded')), script({ call: unmount })],
  },
  'I-04: what others have had is not formatted': {
    broken: [resource(vm, aVm(holding)), script({ contentBefore: blank, call: format })],
    whole: [resource(disk, {}, undefined, by), resource(vm, aVm(holding), undefined, by)],
  },
  'I-06: a disk holds the filesystem that was mounted there before': {
    broken: [object('/nodes', 'minions-1', recordOf('another')), script({})],
    whole: [object('/nodes', 'minions-1', recordOf('u')), script({})],
  },
  'I-08: no pod is drawn to where a disk is unmounted': {
    broken: [object('/nodes', 'minions-1', labelled('mounted')), script({ call: unmount })],
    whole: [object('/nodes', 'minions-1', labelled('')), script({ call: unmount })],
  },
  'I-09: a patch of a node says which node it means': {
    broken: [sent({ method: 'PATCH', path: '/api/v1/nodes/minions-1', body: '{"metadata":{"labels":{}}}' })],
    whole: [sent({ method: 'PATCH', path: '/api/v1/nodes/minions-1', body: '{"metadata":{"uid":"1"}}' })],
  },
  'I-09: a disk that was made anew is another': {
    broken: [resource(disk, { id: '4' }), resource(vm, aVm()), look, attaching, sent(attach)],
    whole: [resource(disk, { id: '3' }), resource(vm, aVm()), look, attaching, sent(attach)],
  },
  'I-10: no traffic is sent to a pool that is empty': {
    broken: [resource(pool, told.aPool()), look, sent(retarget)],
    whole: [resource(pool, told.aPool('minions-1')), look, sent(retarget)],
  },
  'I-14: a disk that is called detached was seen to be': {
    broken: [look, detaching, line({ message: 'outcome', ...outcome })],
    whole: [
      look,
      detaching,
      ...served({ method: 'GET', mutates: false, path: vm, status: 404 }),
      line({ message: 'outcome', ...outcome }),
    ],
  },
  'I-15: a forwarding rule stays on its address': {
    broken: [resource(`${rule}`, { IPAddress: '203.0.113.99' }, {}, by)],
    whole: [resource(`${rule}`, { IPAddress: '203.0.113.7' }, {}, by)],
  },
  'I-15: an event makes nothing': {
    broken: [sent({ path: `${zone}/disks` })],
    whole: [sent({ path: `${zone}/disks`, trigger: 'repair' })],
  },
  'I-15: a Service answers on the declared address': {
    broken: [sent({ ...status, body: statusOn('203.0.113.99') })],
    whole: [sent({ ...status, body: statusOn('203.0.113.7') })],
  },
  'I-15: a forwarding rule that nobody declared stays as it is': {
    broken: [resource(rule, { ...aRule, IPProtocol: 'UDP' }), sent(retarget)],
    whole: [resource(rule, aRule), sent(retarget)],
  },
  'I-14: an object that is gone was not found': {
    broken: [aRepair, sent(deletion), deleted, objectGone],
    whole: [
      aRepair,
      sent(deletion),
      deleted,
      ...served({ ...deletion, method: 'GET', mutates: false, status: 404 }),
      objectGone,
    ],
  },
  'I-16: a firewall that was wider is not switched on as it is': {
    broken: [resource(firewall, { sourceRanges: ['0.0.0.0/0'], targetTags: ['k8s-home-node'] }, {}, by)],
    whole: [resource(firewall, { sourceRanges: ['198.51.100.0/24'], targetTags: ['k8s-home-node'] }, {}, by)],
  },
  'I-18: a list that could not be read is an incomplete look': {
    broken: [...served(unread), look, intent('remove-pool-members'), sent(told.removal('minions-1'))],
    whole: [
      ...served(unread),
      ...served({ ...unread, status: 200 }),
      look,
      intent('remove-pool-members'),
      sent(told.removal('minions-1')),
    ],
  },
  'I-18: no stack is taken down that was not seen as a whole': {
    broken: [...served({ ...lookAtLabelled, status: 403 }), intent('delete-object'), sent(deletion)],
    whole: [...served(lookAtLabelled), intent('delete-object'), sent(deletion)],
  },
  'I-18: no node loses its mark after a look that did not see its VM': {
    broken: [look, unseen(null), sent(unmarking)],
    whole: [look, unseen('us-central1-b'), sent(unmarking)],
  },
  'I-19: nobody undoes what was written since the plan': {
    broken: [...firewallAs('a'), ...firewallAs('b'), sent(opening)],
    whole: [...firewallAs('a'), ...firewallAs('a'), sent(opening)],
  },
  'I-19: the status of a Service is written at the version that was read': {
    broken: [sent({ method: 'PATCH', path: `${service}/status`, body: '{"status":{}}' })],
    whole: [sent({ method: 'PATCH', path: `${service}/status`, body: '{"metadata":{"resourceVersion":"7"}}' })],
  },
  'I-19: an object is written as the plan that was read saw it': {
    broken: [...planning('run-1', 2), ...planning('run-2', 3), replicasSet],
    whole: [...planning('run-1', 2), ...planning('run-2', 2), replicasSet],
  },
  'I-20: an object is written under the Lease': {
    broken: [look, sent({ method: 'PATCH', path: '/api/v1/namespaces/default/configmaps/rules' })],
    whole: [look, sent({ method: 'PATCH', path: `${service}/status` })],
  },
  'I-20: the Lease is given back': {
    broken: [look, line({ message: 'lease taken', epoch: 1 }), held('us'), theEnd],
    whole: [look, line({ message: 'lease taken', epoch: 1 }), held(''), theEnd],
  },
  'I-20: the Lease is given back by who holds it': {
    broken: [look, written('us'), written(''), told.leaseOf('', { holderIdentity: 'they' })],
    whole: [look, written('us'), written(''), told.leaseOf('', { holderIdentity: 'us' })],
  },
  'I-21: no id stands for two requests': {
    broken: [sent(attach), sent({ ...attach, body: '{}' })],
    whole: [sent(attach), sent(attach)],
  },
  'I-21: what is mounted, and said to be, is not mounted once more': {
    broken: [saidIn('this boot'), script({}), ...served(lookAtNodes), sent(mounting)],
    whole: [saidIn('the boot before'), script({}), ...served(lookAtNodes), sent(mounting)],
  },
  'I-24: each write has a read of the switch of its own': {
    broken: [...served({ ...told.killSwitch, mutates: false }), later(sent(attach), 1900)],
    whole: [...served({ ...told.killSwitch, mutates: false }), sent(attach)],
  },
  'I-26: a marked VM joins no pool': {
    broken: [resource(vm, aVm({ labels: { 'underpin-protect': '' } })), afterwards(look), afterwards(addition)],
    whole: [resource(vm, aVm({ labels: { 'underpin-protect': 'false' } })), afterwards(look), afterwards(addition)],
  },
  'I-26: an object that was marked a while ago is looked at once more': {
    broken: [look, object('/services', 'default/minecraft', aMark), afterwards(sent(status))],
    whole: [
      look,
      object('/services', 'default/minecraft', aService('underpin.dev/target-pool')),
      afterwards(sent(status)),
    ],
  },
  'I-26: the status of a Service is its controller’s': {
    broken: [object('/services', 'default/minecraft', aService('example.com/other')), look, sent(status)],
    whole: [object('/services', 'default/minecraft', aService('underpin.dev/target-pool')), look, sent(status)],
  },
  'I-26: the forwarding rule of a Service is the cloud controller’s': {
    broken: [resource(rule, { ...aRule, description: '{"kubernetes.io/service-name":"a/b"}' }), sent(retarget)],
    whole: [resource(rule, { ...aRule, description: 'ours' }), sent(retarget)],
  },
  'I-26: what is taken down is the stack’s own': {
    broken: [sent({ ...deletion, path: '/api/v1/namespaces/others/configmaps/rules' })],
    whole: [sent(deletion)],
  },
  'I-26: what holds data is not taken down': {
    broken: [sent({ ...deletion, path: '/api/v1/namespaces/default/persistentvolumeclaims/world' })],
    whole: [sent(deletion)],
  },
  'I-29: what may be over in a moment is not left to a person': {
    broken: [told.message('delivered'), look, line(left('the Lease is held')), said, told.message('acknowledged')],
    whole: [told.message('delivered'), look, line(left('it is marked')), said, told.message('acknowledged')],
  },
  'I-29: who lacks in a pool is not left out': {
    broken: [...lacking, told.message('delivered'), ...served(lookAt), told.message('acknowledged')],
    whole: [...lacking, told.message('delivered'), ...served(lookAt), joined, told.message('acknowledged')],
  },
  'I-29: what is called answered was seen to': {
    broken: [
      told.message('published'),
      look,
      line(failed),
      told.message('delivered'),
      answered,
      told.message('acknowledged'),
    ],
    whole: [told.message('published'), look, told.message('delivered'), answered, told.message('acknowledged')],
  },
  'I-31: what an object holds is in no log line': {
    broken: [line({ message: 'applying', object: 'the bot of Ada' })],
    whole: [line({ message: 'applying', object: 'keys' })],
  },
  'I-35: a notice that cannot leave does not spoil the audit': {
    broken: [
      audit,
      sent({ ...publishing, status: 503 }),
      { ...told.anAnswer({ error: 'fetch failed' }), status: 500 } as Entry,
    ],
    whole: [audit, sent({ ...publishing, status: 503 }), told.anAnswer({ complete: true })],
  },
};

for (const [name, { broken, whole }] of Object.entries(clauses)) {
  test(name, (t) => {
    const own = invariants.filter((one) => name.startsWith(one.name));
    const found = (entries: Entry[]) => check(entries, told.shape, own).violations.map(({ words }) => words);
    t.not(found(broken).length, 0);
    t.deepEqual(found(whole), []);
  });
}
