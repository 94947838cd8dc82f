import test from 'ava';
import { check } from './check.ts';
import type { Entry } from './history.ts';
import { invariants } from './invariants/invariants.ts';
import {
  anAnswer,
  aPool,
  attach,
  aVm,
  by,
  declared,
  detach,
  disk,
  gone,
  holding,
  intent,
  killSwitch,
  later,
  lease,
  leaseAt,
  line,
  look,
  looked,
  message,
  otherRun,
  outcomeOf,
  pool,
  removal,
  resource,
  script,
  sent,
  served,
  shape,
  vm,
  zone,
} from './told-history.ts';

const unreadDisks = {
  method: 'GET',
  mutates: false,
  trigger: 'audit' as const,
  path: 'projects/my-project/aggregated/disks',
  status: 503,
};

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
    whole: [resource(vm, { ...gone, ...holding }), ...looked, sent(detach)],
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
      resource(disk, { id: '3' }),
      look,
      intent('attach-disk', { instance: { reference: { name: 'minions-1' }, id: '7' } }),
      sent(attach),
    ],
    whole: [
      resource(vm, aVm()),
      resource(disk, { id: '3' }),
      look,
      intent('attach-disk', { diskId: '3', instance: { reference: { name: 'minions-1' }, id: '7' } }),
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
      { ...resource(`${zone}/instances/minions-2`, aVm()), at: 90_000 },
    ],
    whole: [
      resource(vm, gone),
      look,
      sent(removal('minions-1')),
      { ...resource(`${zone}/instances/minions-2`, aVm()), at: 90_000 },
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
    whole: [
      sent({ path: 'projects/my-project/regions/us-central1/forwardingRules/minecraft/setTarget', trigger: 'repair' }),
    ],
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
    broken: [...served(unreadDisks), anAnswer({ complete: true })],
    whole: [...served(unreadDisks), anAnswer({ complete: false })],
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
  'I-32': {
    broken: [planned('one', 40_000), planned('another', 50_000)].flat(),
    whole: [planned('one', 40_000), resource(vm, aVm()), planned('another', 50_000)].flat(),
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
  'I-35': {
    broken: [notice(2)],
    whole: [notice(1)],
  },
};

function planned(hash: string, at: number): Entry[] {
  const run = `run-${hash}`;
  return [
    later(sent({ method: 'GET', mutates: false, path: vm, run, trigger: 'event' }), at),
    line({ message: 'planned', run, hash }, at),
  ];
}

function notice(messages: number): Entry {
  const body = JSON.stringify({ messages: Array.from({ length: messages }, () => ({ data: '' })) });
  return sent({
    path: '/v1/projects/my-project/topics/underpin-reports:publish',
    mutates: false,
    trigger: 'audit',
    body,
  });
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
