import test from 'ava';
import type { JsonObject } from '../../shared/model/json.ts';
import { check } from './check.ts';
import type { Entry, SentCall } from './history.ts';
import { invariants } from './invariants/invariants.ts';
import { randomScript } from './script.ts';

const shape = {
  ...randomScript(1).shape,
  limits: {},
  mode: 'apply' as const,
  pools: [
    { name: 'nodes', groups: ['minions'], minimumMembers: 1, filled: 2, isForeign: false },
    { name: 'foreign', groups: ['minions'], minimumMembers: 1, filled: 2, isForeign: true },
  ],
  disks: [
    {
      name: 'foodata',
      group: 'minions',
      zone: 'us-central1-a',
      begins: 'attached' as const,
      content: 'data' as const,
      formatIfBlank: false,
      isNew: false,
      isDeclared: true,
      owner: null,
      isProtected: false,
      autoDelete: false,
    },
  ],
};

const zone = 'projects/my-project/zones/us-central1-a';
const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';
const vm = `${zone}/instances/minions-1`;
const disk = `${zone}/disks/foodata`;
const worker = 'worker-1';
const by = { principal: 'worker-1@x', requestId: 'r' };

function aCall(fields: Partial<SentCall>): SentCall {
  return {
    number: 1,
    worker,
    incarnation: 1,
    trigger: 'event',
    run: 'run-1',
    api: fields.path?.startsWith('/') ? 'kubernetes' : 'compute',
    method: 'POST',
    path: '',
    query: '',
    body: null,
    mutates: fields.method !== 'GET',
    requestId: 'r',
    sentAt: 1000,
    servedAt: 1000,
    answeredAt: 1000,
    status: 200,
    fault: null,
    ...fields,
  };
}

const sent = (fields: Partial<SentCall>): Entry => ({ at: fields.sentAt ?? 1000, kind: 'sent', call: aCall(fields) });
const served = (fields: Partial<SentCall>): Entry[] => {
  const call = aCall(fields);
  return [
    { at: call.sentAt, kind: 'sent', call },
    { at: call.sentAt, kind: 'served', call },
  ];
};
const line = (facts: JsonObject, at = 1000): Entry => ({
  at,
  kind: 'line',
  worker,
  incarnation: 1,
  trigger: 'event',
  line: { run: 'run-1', ...facts },
});
const intent = (kind: string, action: JsonObject = {}, at = 1000) =>
  line(
    {
      message: 'intent',
      kind,
      target: kind.includes('pool') ? 'TargetPool/us-central1/nodes' : 'Disk/us-central1-a/foodata',
      requestId: 'r',
      action,
    },
    at,
  );
const look = sent({ method: 'GET', path: 'projects/my-project/aggregated/instances' });
const leftToPerson = line({
  message: 'outcome',
  kind: 'attach-disk',
  target: 'Disk/us-central1-a/foodata',
  state: 'blocked',
  isForPerson: true,
  requestId: 'r',
});
const resource = (
  path: string,
  after: object | undefined,
  before: object | undefined = undefined,
  author: typeof by | undefined = undefined,
): Entry => ({ at: 1000, kind: 'resource', path, before, after, by: author }) as Entry;
const aVm = (fields: object = {}) => ({
  name: 'minions-1',
  id: '7',
  status: 'RUNNING',
  selfLink: `https://x/${vm}`,
  disks: [],
  ...fields,
});
const holding = {
  disks: [{ source: `https://x/${disk}`, deviceName: 'foodata', mode: 'READ_WRITE', boot: false, autoDelete: false }],
};
const aPool = (...names: string[]) => ({
  name: 'nodes',
  instances: names.map((name) => `https://x/${zone}/instances/${name}`),
});
const removal = (...names: string[]) => ({
  path: `${pool}/removeInstance`,
  body: JSON.stringify({ instances: names.map((name) => ({ instance: `${zone}/instances/${name}` })) }),
});
const script = (fields: object): Entry =>
  ({
    at: 1000,
    kind: 'script',
    node: 'minions-1',
    instanceId: '7',
    ok: true,
    call: { verb: 'mount', disk: 'foodata', deviceName: 'foodata', path: '/mnt/foodata' },
    mountsBefore: [],
    mountsAfter: [{ path: '/mnt/foodata', source: disk }],
    contentBefore: { kind: 'signature', type: 'ext4', uuid: 'u' },
    contentAfter: { kind: 'signature', type: 'ext4', uuid: 'u' },
    ...fields,
  }) as unknown as Entry;
const killSwitch = { method: 'GET', path: '/api/v1/namespaces/underpin/configmaps/underpin', status: 404 };
const attach = {
  path: `${vm}/attachDisk`,
  body: JSON.stringify({ source: disk, deviceName: 'foodata', autoDelete: false }),
};
const detach = { path: `${vm}/detachDisk`, query: '?deviceName=foodata' };
const lease = { method: 'PUT', path: '/apis/coordination.k8s.io/v1/namespaces/underpin/leases/home' };
const renewal = { ...lease, requestId: null };
const creation = {
  ...renewal,
  method: 'POST',
  path: lease.path.replace('/home', ''),
  body: JSON.stringify({ metadata: { name: 'home' } }),
  status: null,
};
const leaseAt = (epoch: number): Entry =>
  ({
    at: 1000,
    kind: 'object',
    collection: 'coordination.k8s.io/leases',
    key: 'underpin/home',
    before: undefined,
    after: { spec: { leaseTransitions: epoch } },
    by: undefined,
  }) as unknown as Entry;
const declared = (state: 'whole' | 'broken'): Entry => ({ at: 1000, kind: 'declared', files: {}, state });
const message = (what: 'published' | 'delivered' | 'acknowledged'): Entry => ({
  at: 1000,
  kind: 'message',
  id: '1',
  what,
  worker,
  incarnation: 1,
});
const label = sent({
  method: 'PATCH',
  path: '/api/v1/nodes/minions-1',
  body: '{"metadata":{"labels":{"disk.underpin.dev/foodata":"mounted"}}}',
});
const asked = (plan: string): Entry => ({ at: 1000, kind: 'asked', worker, trigger: 'repair', applies: true, plan });
const aRepair = sent({ method: 'GET', path: vm, trigger: 'repair' });
const aPart = {
  method: 'GET',
  mutates: false,
  trigger: 'audit' as const,
  path: 'projects/my-project/aggregated/instances',
  fault: 'F-17',
};
const leaseOf = (holderIdentity: string, before: object): Entry =>
  ({
    ...leaseAt(1),
    before: { spec: before },
    after: { spec: { holderIdentity } },
    by: by.principal,
  }) as unknown as Entry;
const otherRun = sent({ method: 'GET', path: 'projects/my-project/aggregated/disks', run: 'run-2' });
const gone = aVm({ status: 'TERMINATED' });

/** Of each: a story that breaks it, and the same story as it should be. */
const stories: Record<string, { broken: Entry[]; whole: Entry[] }> = {
  'I-01': {
    broken: [
      resource(vm, aVm(holding)),
      resource(`${zone}/instances/minions-2`, { ...aVm(holding), name: 'minions-2' }),
    ],
    whole: [
      resource(vm, aVm(holding)),
      resource(vm, aVm()),
      resource(`${zone}/instances/minions-2`, { ...aVm(holding), name: 'minions-2' }),
    ],
  },
  'I-02': {
    broken: [resource(vm, aVm(holding)), sent(detach)],
    whole: [resource(vm, { ...gone, ...holding }), sent(detach)],
  },
  'I-03': {
    broken: [sent({ ...attach, body: JSON.stringify({ source: `${zone}/disks/other`, autoDelete: false }) })],
    whole: [sent(attach)],
  },
  'I-04': {
    broken: [script({ contentBefore: { kind: 'blank', type: '', uuid: null } })],
    whole: [script({})],
  },
  'I-05': {
    broken: [sent({ ...attach, body: JSON.stringify({ source: disk, deviceName: 'foodata', autoDelete: true }) })],
    whole: [sent(attach)],
  },
  'I-06': {
    broken: [script({ mountsAfter: [{ path: '/mnt/foodata', source: `${zone}/disks/other` }] })],
    whole: [script({})],
  },
  'I-07': {
    broken: [sent({ path: 'projects/other-project/aggregated/instances', method: 'GET' })],
    whole: [sent({ path: 'projects/my-project/aggregated/instances', method: 'GET' })],
  },
  'I-08': {
    broken: [{ ...resource(vm, aVm(), aVm(holding), by), mounts: [disk] } as Entry],
    whole: [{ ...resource(vm, aVm(), aVm(holding), by), mounts: [] } as Entry],
  },
  'I-09': {
    broken: [
      resource(vm, aVm({ id: '8' })),
      look,
      intent('attach-disk', { instance: { reference: { name: 'minions-1' }, id: '7' } }),
      sent(attach),
    ],
    whole: [
      resource(vm, aVm()),
      look,
      intent('attach-disk', { instance: { reference: { name: 'minions-1' }, id: '7' } }),
      sent(attach),
    ],
  },
  'I-10': {
    broken: [resource(pool, aPool(), aPool('minions-1'), by)],
    whole: [resource(pool, aPool('minions-1'), aPool('minions-1', 'minions-2'), by)],
  },
  'I-11': {
    broken: [look, intent('add-pool-members'), sent(removal('minions-1'))],
    whole: [look, intent('add-pool-members'), line({ message: 'outcome', requestId: 'r' }), sent(removal('minions-1'))],
  },
  'I-12': {
    broken: [
      resource(vm, aVm()),
      look,
      sent(removal('minions-1')),
      { ...resource(`${zone}/instances/minions-2`, aVm()), at: 60_000 },
    ],
    whole: [
      resource(vm, gone),
      look,
      sent(removal('minions-1')),
      { ...resource(`${zone}/instances/minions-2`, aVm()), at: 60_000 },
    ],
  },
  'I-13': {
    broken: [
      resource(pool, aPool('minions-1', 'minions-2', 'minions-3')),
      look,
      sent(removal('minions-1', 'minions-2')),
    ],
    whole: [resource(pool, aPool('minions-1', 'minions-2', 'minions-3')), look, sent(removal('minions-1'))],
  },
  'I-14': {
    broken: [
      look,
      sent(removal('minions-1')),
      resource(pool, aPool(), aPool('minions-1'), by),
      outcomeOf('remove-pool-members'),
    ],
    whole: [
      look,
      sent(removal('minions-1')),
      resource(pool, aPool(), aPool('minions-1'), by),
      ...served({ method: 'GET', path: pool, mutates: false }),
      outcomeOf('remove-pool-members'),
    ],
  },
  'I-15': {
    broken: [sent({ method: 'DELETE', path: pool })],
    whole: [sent({ path: 'projects/my-project/regions/us-central1/forwardingRules/minecraft/setTarget' })],
  },
  'I-16': {
    broken: [
      sent({ method: 'PATCH', path: 'projects/my-project/global/firewalls/f', body: '{"sourceRanges":["0.0.0.0/0"]}' }),
    ],
    whole: [
      sent({
        method: 'PATCH',
        path: 'projects/my-project/global/firewalls/f',
        body: '{"sourceRanges":["198.51.100.0/24"]}',
      }),
    ],
  },
  'I-17': {
    broken: [declared('broken'), message('delivered'), sent(attach)],
    whole: [declared('whole'), message('delivered'), declared('broken'), sent(attach)],
  },
  'I-18': {
    broken: [
      ...served({ method: 'GET', mutates: false, path: 'projects/my-project/aggregated/instances', fault: 'F-17' }),
      sent(removal('minions-1')),
    ],
    whole: [
      ...served({ method: 'GET', mutates: false, path: 'projects/my-project/aggregated/instances' }),
      sent(removal('minions-1')),
    ],
  },
  'I-19': {
    broken: [look, intent('attach-disk', {}, 400_000)],
    whole: [look, intent('attach-disk', {}, 200_000)],
  },
  'I-20': {
    broken: [leaseAt(2), look, line({ message: 'lease taken', epoch: 1 }), sent(lease), sent(removal('minions-1'))],
    whole: [leaseAt(1), look, line({ message: 'lease taken', epoch: 1 }), sent(lease), sent(removal('minions-1'))],
  },
  'I-21': {
    broken: [
      resource(pool, aPool('minions-1')),
      ...served({ method: 'GET', path: pool, mutates: false }),
      sent({ ...removal('minions-1'), path: `${pool}/addInstance` }),
    ],
    whole: [
      resource(pool, aPool()),
      ...served({ method: 'GET', path: pool, mutates: false }),
      sent({ ...removal('minions-1'), path: `${pool}/addInstance` }),
    ],
  },
  'I-23': {
    broken: [1, 2, 3, 4].map((number) => sent({ ...attach, run: `run-${number}` })),
    whole: [1, 2, 3].map((number) => sent({ ...attach, run: `run-${number}` })),
  },
  'I-24': {
    broken: [...served({ ...killSwitch, mutates: false, status: 503 }), sent(attach)],
    whole: [...served({ ...killSwitch, mutates: false }), sent(attach)],
  },
  'I-25': {
    broken: [sent({ ...attach, trigger: 'audit' })],
    whole: [sent({ ...attach, trigger: 'audit', mutates: false }), sent(attach)],
  },
  'I-26': {
    broken: [sent({ path: 'projects/my-project/regions/us-central1/targetPools/foreign/addInstance' })],
    whole: [sent({ path: `${pool}/addInstance` })],
  },
  'I-27': {
    broken: [
      ...served({
        method: 'GET',
        mutates: false,
        trigger: 'audit',
        path: 'projects/my-project/aggregated/disks',
        status: 503,
      }),
      anAnswer({ complete: true }),
    ],
    whole: [
      ...served({
        method: 'GET',
        mutates: false,
        trigger: 'audit',
        path: 'projects/my-project/aggregated/disks',
        status: 503,
      }),
      anAnswer({ complete: false }),
    ],
  },
  'I-28': {
    broken: [...served({ ...attach, status: 503 }), sent({ ...attach, requestId: 'another' })],
    whole: [...served({ ...attach, status: 503 }), sent(attach)],
  },
  'I-29': {
    broken: [message('delivered'), look, intent('attach-disk'), otherRun, message('acknowledged')],
    whole: [
      message('delivered'),
      look,
      intent('attach-disk'),
      line({ message: 'outcome', requestId: 'r', state: 'done' }),
      otherRun,
      message('acknowledged'),
    ],
  },
  'I-30': {
    broken: [look, sent(attach)],
    whole: [look, intent('attach-disk'), sent(attach)],
  },
  'I-31': {
    broken: [line({ message: 'a token: ya29.sesame' })],
    whole: [line({ message: 'no token' })],
  },
  'I-33': {
    broken: [
      sent({
        path: '/apis/batch/v1/namespaces/underpin-mounts/jobs',
        body: '{"spec":{"template":{"spec":{"hostPID":true}}}}',
      }),
    ],
    whole: [],
  },
};

function outcomeOf(kind: string, state = 'done'): Entry {
  return line({ message: 'outcome', kind, target: 'TargetPool/us-central1/nodes', state, requestId: 'r' });
}

function anAnswer(body: object): Entry {
  return { at: 1000, kind: 'answer', worker, trigger: 'audit', status: 200, body: JSON.stringify(body) };
}

for (const invariant of invariants) {
  test(`${invariant.name} is found broken where it is, and whole where it is: ${invariant.says}`, (t) => {
    const story = stories[invariant.name];
    t.truthy(story, 'a checker without a story that breaks it may hold nothing');
    const found = (entries: Entry[]) => check(entries, shape, [invariant]).violations.map(({ words }) => words);
    t.not(found(story?.broken ?? []).length, 0);
    t.deepEqual(found(story?.whole ?? []), []);
  });
}

/** What else they hold: one clause each. */
const clauses: Record<string, { broken: Entry[]; whole: Entry[] }> = {
  'I-08: a node says that a disk is mounted when it has been mounted': {
    broken: [...served({ method: 'GET', mutates: false, path: vm }), label],
    whole: [...served({ method: 'GET', mutates: false, path: vm }), script({}), label],
  },
  'I-19: a repair begins by the plan that was read': {
    broken: [asked('another'), aRepair, line({ message: 'planned', hash: 'this' }), intent('detach-disk')],
    whole: [asked('this'), aRepair, line({ message: 'planned', hash: 'this' }), intent('detach-disk')],
  },
  'I-20: the Lease is taken from nobody who holds it': {
    broken: [leaseOf('ours', { holderIdentity: 'theirs', renewTime: new Date(0).toISOString() })],
    whole: [leaseOf('ours', { holderIdentity: '' })],
  },
  'I-27: an audit that saw a part is not complete': {
    broken: [...served(aPart), anAnswer({ complete: true })],
    whole: [...served(aPart), anAnswer({ complete: false })],
  },
  'I-28: a write to the cluster whose outcome is unknown is not sent again unseen': {
    broken: [...served({ ...renewal, status: null }), sent(renewal)],
    whole: [
      ...served({ ...renewal, status: null }),
      ...served({ ...lease, method: 'GET', mutates: false }),
      sent(renewal),
    ],
  },
  'I-28: what may have been created is looked for under its name': {
    broken: [...served(creation), sent(creation)],
    whole: [...served(creation), ...served({ ...lease, method: 'GET', mutates: false }), sent(creation)],
  },
  'I-29: nothing is sent when the event is answered': {
    broken: [message('published'), message('delivered'), message('acknowledged'), sent(attach)],
    whole: [message('published'), message('delivered'), sent(attach), message('acknowledged')],
  },
  'I-29: what is left to a person is told before the event is acknowledged': {
    broken: [message('delivered'), look, leftToPerson, message('acknowledged')],
    whole: [message('delivered'), look, leftToPerson, line({ message: 'left to a person' }), message('acknowledged')],
  },
  'I-29: what a pass left undone is not acknowledged': {
    broken: [message('delivered'), look, outcomeOf('attach-disk', 'failed'), message('acknowledged')],
    whole: [message('delivered'), look, outcomeOf('attach-disk', 'done'), message('acknowledged')],
  },
};

for (const [name, { broken, whole }] of Object.entries(clauses)) {
  test(name, (t) => {
    const own = invariants.filter((one) => name.startsWith(one.name));
    const found = (entries: Entry[]) => check(entries, shape, own).violations.map(({ words }) => words);
    t.not(found(broken).length, 0);
    t.deepEqual(found(whole), []);
  });
}
