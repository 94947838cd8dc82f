import type { JsonObject } from '../../shared/model/json.ts';
import type { Entry, SentCall } from './history.ts';
import { randomScript } from './script.ts';

export const shape = {
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

export const zone = 'projects/my-project/zones/us-central1-a';
export const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';
export const vm = `${zone}/instances/minions-1`;
export const disk = `${zone}/disks/foodata`;
export const worker = 'worker-1';
export const by = { principal: 'worker-1@x', requestId: 'r' };

export function aCall(fields: Partial<SentCall>): SentCall {
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

export const sent = (fields: Partial<SentCall>): Entry => ({
  at: fields.sentAt ?? 1000,
  kind: 'sent',
  call: aCall(fields),
});
export const served = (fields: Partial<SentCall>): Entry[] => {
  const call = aCall(fields);
  return [
    { at: call.sentAt, kind: 'sent', call },
    { at: call.sentAt, kind: 'served', call },
  ];
};
export const line = (facts: JsonObject, at = 1000): Entry => ({
  at,
  kind: 'line',
  worker,
  incarnation: 1,
  trigger: 'event',
  line: { run: 'run-1', ...facts },
});
export const intent = (kind: string, action: JsonObject = {}, at = 1000) =>
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
export const look = sent({ method: 'GET', path: 'projects/my-project/aggregated/instances' });
export const leftToPerson = line({
  message: 'outcome',
  kind: 'attach-disk',
  target: 'Disk/us-central1-a/foodata',
  state: 'blocked',
  isForPerson: true,
  requestId: 'r',
});
export const resource = (
  path: string,
  after: object | undefined,
  before: object | undefined = undefined,
  author: typeof by | undefined = undefined,
): Entry => ({ at: 1000, kind: 'resource', path, before, after, by: author }) as Entry;
export const aVm = (fields: object = {}) => ({
  name: 'minions-1',
  id: '7',
  status: 'RUNNING',
  selfLink: `https://x/${vm}`,
  disks: [],
  ...fields,
});
export const holding = {
  disks: [{ source: `https://x/${disk}`, deviceName: 'foodata', mode: 'READ_WRITE', boot: false, autoDelete: false }],
};
export const aPool = (...names: string[]) => ({
  name: 'nodes',
  instances: names.map((name) => `https://x/${zone}/instances/${name}`),
});
export const removal = (...names: string[]) => ({
  path: `${pool}/removeInstance`,
  body: JSON.stringify({ instances: names.map((name) => ({ instance: `${zone}/instances/${name}` })) }),
});
export const script = (fields: object): Entry =>
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
export const killSwitch = { method: 'GET', path: '/api/v1/namespaces/underpin/configmaps/underpin', status: 404 };
export const attach = {
  path: `${vm}/attachDisk`,
  body: JSON.stringify({ source: disk, deviceName: 'foodata', autoDelete: false }),
};
export const detach = { path: `${vm}/detachDisk`, query: '?deviceName=foodata' };
export const lease = { method: 'PUT', path: '/apis/coordination.k8s.io/v1/namespaces/underpin/leases/home' };
export const renewal = { ...lease, requestId: null };
export const creation = {
  ...renewal,
  method: 'POST',
  path: lease.path.replace('/home', ''),
  body: JSON.stringify({ metadata: { name: 'home' } }),
  status: null,
};
export const leaseAt = (epoch: number): Entry =>
  ({
    at: 1000,
    kind: 'object',
    collection: 'coordination.k8s.io/leases',
    key: 'underpin/home',
    before: undefined,
    after: { spec: { leaseTransitions: epoch } },
    by: undefined,
  }) as unknown as Entry;
export const declared = (state: 'whole' | 'broken'): Entry => ({ at: 1000, kind: 'declared', files: {}, state });
export const message = (what: 'published' | 'delivered' | 'acknowledged'): Entry => ({
  at: 1000,
  kind: 'message',
  id: '1',
  what,
  worker,
  incarnation: 1,
});
export const label = sent({
  method: 'PATCH',
  path: '/api/v1/nodes/minions-1',
  body: '{"metadata":{"labels":{"disk.underpin.dev/foodata":"mounted"}}}',
});
export const asked = (plan: string): Entry => ({
  at: 1000,
  kind: 'asked',
  worker,
  trigger: 'repair',
  applies: true,
  plan,
});
export const aRepair = sent({ method: 'GET', path: vm, trigger: 'repair' });
export const aPart = {
  method: 'GET',
  mutates: false,
  trigger: 'audit' as const,
  path: 'projects/my-project/aggregated/instances',
  fault: 'F-17',
};
export const leaseOf = (holderIdentity: string, before: object): Entry =>
  ({
    ...leaseAt(1),
    before: { spec: before },
    after: { spec: { holderIdentity } },
    by: by.principal,
  }) as unknown as Entry;
export const otherRun = sent({ method: 'GET', path: 'projects/my-project/aggregated/disks', run: 'run-2' });
export const gone = aVm({ status: 'TERMINATED' });

export function outcomeOf(kind: string, state = 'done'): Entry {
  return line({ message: 'outcome', kind, target: 'TargetPool/us-central1/nodes', state, requestId: 'r' });
}

export function anAnswer(body: object): Entry {
  return { at: 1000, kind: 'answer', worker, trigger: 'audit', status: 200, body: JSON.stringify(body) };
}

/** Right before a disk is moved: what is under way in its zone. */
export const looked = served({ method: 'GET', mutates: false, path: `${zone}/operations` });

export const object = (collection: string, key: string, after: object | undefined, author?: string): Entry =>
  ({ at: 1000, kind: 'object', collection, key, before: undefined, after, by: author }) as unknown as Entry;

export const later = (entry: Entry, at: number): Entry =>
  (entry.kind === 'sent'
    ? { ...entry, at, call: { ...entry.call, sentAt: at, servedAt: at } }
    : { ...entry, at }) as Entry;
