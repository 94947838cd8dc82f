import type { Script } from '../script.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  fault,
  killSwitch,
  lease,
  meanwhile,
  oneNode,
  type Told,
  twoGroups,
  vms,
  withDisk,
} from './a-story.ts';

export const controlStories: Record<string, Script> = {
  'a stranger has the Lease': aStory({}, [
    'exclude a node',
    'a stranger takes the Lease',
    afterwards('send an event', 1),
  ]),
  'a stranger takes the Lease before the removal': aStory({}, [
    'exclude a node',
    'send an event',
    {
      kind: 'a stranger takes the Lease',
      during: `GET /apis/coordination.k8s.io/v1/namespaces/underpin${lease}`,
      nth: 4,
    },
  ]),
  'a stranger takes the Lease in the same moment': aStory({}, [
    'exclude a node',
    'send an event',
    { kind: 'a stranger takes the Lease', during: 'PUT /apis/coord' },
  ]),
  'the switch is thrown while an answer is awaited': aStory(
    withDisk({}),
    ['send an event', { kind: 'throw the kill switch', during: 'attachDisk' }],
    { faults: [fault('F-02', 'attachDisk')] },
  ),
  'the switch cannot be read': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-08', killSwitch), fault('F-08', killSwitch)],
  }),
  'the switch is off, and a proxy says that there is none': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['throw the kill switch', 'send an event'],
    { faults: [{ ...fault('F-12', killSwitch), status: 404, isPlain: true }] },
  ),
  'two do the same in one second, and what the one writes into the book of the hour is lost': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['send an event', afterwards('send an event', 0)],
    { seed: 6, skews: [0, 0], faults: [{ ...fault('F-06', 'PUT /apis/coord'), worker: 1 }] },
  ),
  'two write into the book of the hour in the same moment': aStory(
    { pools: [aPool({ filled: 1 }), aPool({ name: 'nodes-1', filled: 1 })] },
    ['send an event', afterwards('send an event', 1)],
    { seed: 6, skews: [0, 0], faults: [fault('F-19', 'PUT /apis/coord', 2)] },
  ),
  'a cluster is only observed': aStory({ pools: [aPool({ filled: 2 })], mode: 'observe' }, ['send an event']),
  'a plan is applied that was read before': aStory({}, ['plan a repair', 'exclude a node', 'apply the last plan']),
  'the Lease is written and nobody hears of it': aStory({}, ['exclude a node', 'send an event'], {
    faults: [fault('F-02', `PUT /apis/coord`)],
  }),
  'an API server is declared without encryption': aStory({ server: 'http://10.0.0.2' }, [
    'send an event',
    'audit at night',
  ]),
  'the same member is removed again and again': aStory(
    {},
    [1, 2, 3, 4, 5].flatMap((): Told[] => [{ kind: 'remove a member by hand', pick: 0.03 }, 'send an event']),
  ),
  'the same is removed again and again, and the book cannot be kept': aStory(
    {},
    [1, 2, 3, 4, 5].flatMap((): Told[] => [{ kind: 'remove a member by hand', pick: 0.03 }, 'send an event']),
    { faults: Array.from({ length: 12 }, () => fault('F-08', `PUT /apis/coord`)) },
  ),
  'more is to be done than the hour allows': aStory(
    { groups: [aGroup(4)], pools: [aPool({ filled: 1 })], limits: { mutationsPerHour: 2 } },
    ['send an event'],
  ),
  'an audit sees one page of the VMs': aStory({}, ['audit at night'], { faults: [fault('F-13', vms)] }),
  'an audit is led to the same page again': aStory({}, ['audit at night'], {
    faults: [1, 2].map(() => ({ ...fault('F-13', vms), again: true })),
  }),
  'an audit may not see the pools': aStory({}, ['audit at night'], {
    faults: [fault('F-08', 'regions/us-central1/targetPools')],
  }),
  'an audit sees a part of the VMs': aStory({}, ['audit at night'], { faults: [fault('F-17', vms)] }),
  'an audit may not see the VMs, and sees what is otherwise': aStory(
    { isExposed: true },
    ['edit the firewall', 'audit at night'],
    { faults: [fault('F-08', vms)] },
  ),
  'a declaration is broken': aStory({}, ['break the declaration', 'send an event']),
  'a declaration is broken while a pass waits': aStory({ pools: [aPool({ filled: 2 })], waitSeconds: 60 }, [
    'throw the kill switch',
    'send an event',
    'break the declaration',
    'release the kill switch',
  ]),
  'a worker stands still for six minutes': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-19', `PUT /apis/coord`, 320)],
  }),
  'the switch says something else': aStory({ pools: [aPool({ filled: 2 })] }, [
    'mistype the kill switch',
    'send an event',
  ]),
  'a worker stands still while it reads the switch for a removal': aStory({}, ['exclude a node', 'send an event'], {
    faults: [{ ...fault('F-19', killSwitch, 40), nth: 5 }],
  }),
  'a renewal of the Lease takes long': aStory({}, ['exclude a node', 'send an event'], {
    faults: [{ ...fault('F-19', 'PUT /apis/coord', 45), nth: 3 }],
  }),
  'two are at work, and the first stands still for longer than its Lease': aStory(
    {},
    ['exclude a node', 'send an event', ...[1, 2, 3].map(() => afterwards('send an event', 25))],
    {
      skews: [0, 0],
      faults: [
        { ...fault('F-19', 'GET /apis/coord', 95), nth: 3 },
        { ...fault('F-19', 'PUT /apis/coord', 30), worker: 1, nth: 3 },
      ],
    },
  ),
  'the same is added again and again': aStory({}, [
    'exclude a node',
    ...[1, 2, 3, 4, 5].flatMap((): Told[] => ['add a member by hand', afterwards('send an event', 110)]),
  ]),
  'the Lease is lost between the same and the same': aStory({}, [
    'exclude a node',
    ...[8, 8, 75, 8, 8].flatMap((seconds): Told[] => [
      afterwards('add a member by hand', seconds),
      afterwards('send an event', 1),
    ]),
    meanwhile('a stranger takes the Lease', 'PUT /apis/coord', { nth: 7 }),
  ]),
  'a stranger takes the Lease before a repair': aStory({ isExposed: true }, [
    'edit the firewall',
    'plan and apply',
    meanwhile('a stranger takes the Lease', 'PUT /apis/coord'),
  ]),
  'an hour is used up little by little': aStory(
    { limits: { mutationsPerHour: 2 } },
    [0.03, 0.015, 0.02, 0.03].flatMap((pick): Told[] => [{ kind: 'remove a member by hand', pick }, 'send an event']),
  ),
  'a pass may do one thing': aStory(
    { pools: [aPool({ filled: 2 }), aPool({ name: 'nodes-1', filled: 2 })], limits: { mutationsPerPass: 1 } },
    ['send an event'],
  ),
  'a pass may do two things, and two disks are to be formatted': aStory(
    {
      disks: ['foodata', 'worlds'].flatMap(
        (name) => withDisk({ name, content: 'blank', isNew: true, formatIfBlank: true }).disks,
      ),
      limits: { mutationsPerPass: 2 },
    },
    ['send an event'],
  ),
  'a plan is applied six minutes later': aStory({ pools: [aPool({ filled: 2 })] }, [
    'plan a repair',
    afterwards('apply the last plan', 365),
  ]),
  'a plan is applied when another VM lacks': aStory({ pools: [aPool({ filled: 2 })] }, [
    'plan a repair',
    { kind: 'add a member by hand', pick: 0.03 },
    'remove a member by hand',
    'apply the last plan',
  ]),
  'an event is published while a pass looks, and the look takes long': aStory(
    {},
    [
      'send an event',
      meanwhile('exclude a node', 'regions/us-central1/targetPools', { nth: 2 }),
      meanwhile('send an event', 'regions/us-central1/targetPools', { nth: 2 }),
    ],
    { faults: [1, 2, 3].map(() => fault('F-06', 'regions/us-central1/targetPools')) },
  ),
  'every answer takes long, and an event is published meanwhile': aStory(
    {},
    ['send an event', afterwards('exclude a node', 4), afterwards('send an event', 0)],
    { faults: Array.from({ length: 12 }, () => fault('slow answer', 'projects/', 10)) },
  ),
  'a declaration holds one slip after the other': aStory({ ...twoGroups, ...withDisk({}) }, [
    'send an event',
    ...[0, 0.3, 0.5, 0.7, 0.9].flatMap((pick): Told[] => [
      { kind: 'slip in the declaration', pick },
      'detach a disk by hand',
      'remove a member by hand',
      'send an event',
    ]),
  ]),
  'two audits see the same, and the notice of one cannot leave': aStory(
    { ...withDisk({ begins: 'attached' }), hasApp: true, isExposed: true, mode: 'observe' },
    [
      ...[0, 0.3, 0.7].map((pick): Told => ({ kind: 'edit an object', pick, after: 100 })),
      afterwards('audit at night', 60),
      'audit at night',
    ],
    { faults: [fault('F-06', ':publish')] },
  ),
  'a step waits for the answer of the switch, and another asks': aStory(
    { ...withDisk({}), pools: [aPool({ filled: 1 })] },
    ['send an event'],
    { faults: [{ ...fault('slow answer', killSwitch, 3), nth: 3 }] },
  ),
  'somebody asks for a repair with an access token': aStory({}, ['ask for a repair with an access token']),
  'a file of the declaration cannot be read': aStory({ isExposed: true, hasApp: true, disks: [] }, [
    'a file of the declaration cannot be read',
    'remove a member by hand',
    'send an event',
    'plan and apply',
  ]),
  'lists come in another order each time': aStory(
    { ...withDisk({ isReadOnly: true }), isUnsorted: true },
    ['send an event', ...[60, 40, 40].map((seconds) => afterwards('audit at night', seconds))],
    { faults: Array.from({ length: 9 }, () => fault('F-08', 'POST /apis/batch')) },
  ),
  'the look of a plan takes six minutes': aStory({ pools: [aPool({ filled: 1 })] }, ['send an event'], {
    faults: [fault('F-19', 'listManagedInstances', 360)],
  }),
  'a mount Job is made, and its answer says that it was not': aStory(
    { ...withDisk({}), ...oneNode },
    ['send an event'],
    {
      faults: [fault('F-06', 'POST /apis/batch')],
    },
  ),
};
