import type { Script } from '../script.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  everything,
  fault,
  groups,
  killSwitch,
  lease,
  meanwhile,
  type Told,
  twoGroups,
  vms,
  withDisk,
} from './a-story.ts';

export const poolStories: Record<string, Script> = {
  'a zone is not seen, neither its group nor its VMs': aStory(
    { groups: [aGroup(3, { zone: 'us-central1-b' })], limits: everything },
    ['send an event'],
    { faults: [fault('F-17', groups), fault('F-17', vms), fault('F-17', vms)] },
  ),
  'a VM is replaced between the plan and its addition': aStory({ pools: [aPool({ filled: 1 })] }, [
    'send an event',
    {
      kind: 'replace a VM at once',
      pick: 0.99,
      during: `PUT /apis/coordination.k8s.io/v1/namespaces/underpin${lease}`,
    },
  ]),
  'one joins and one leaves': aStory({ pools: [aPool({ filled: 2 })] }, ['exclude a node', 'send an event']),
  'one joins and one leaves, and the addition fails': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['exclude a node', 'send an event'],
    { faults: [fault('F-15', 'addInstance')] },
  ),
  'half of a pool is gone': aStory(
    {
      groups: [aGroup(6)],
      hasGroupByTag: true,
      pools: [aPool({ groups: ['all'], filled: 6 })],
      repairSeconds: 600,
    },
    [...[0, 0, 0].map((pick): Told => ({ kind: 'let a VM vanish', pick, after: 0 })), afterwards('send an event', 3)],
  ),
  'a pool is at its minimum': aStory({ groups: [aGroup(1)], pools: [aPool({ filled: 1 })] }, [
    'exclude a node',
    'send an event',
  ]),
  'a pool comes to its minimum between the plan and the removal': aStory(
    { pools: [aPool({ minimumMembers: 2 })] },
    ['exclude a node', 'send an event', { kind: 'remove a member by hand', pick: 0.03, during: `PUT /apis/coord` }],
    { faults: [fault('F-19', `PUT /apis/coord`, 25)] },
  ),
  'a node is not heard of': aStory({}, [
    'silence a node',
    afterwards('send an event', 12),
    afterwards('time passes', 40),
  ]),
  'a node is cordoned': aStory({}, ['cordon a node', 'send an event', afterwards('time passes', 40)]),
  'a node is cordoned, and not heard of': aStory({}, [
    'cordon a node',
    'silence a node',
    afterwards('send an event', 12),
    afterwards('time passes', 40),
  ]),
  'a Service takes a pool before one leaves it': aStory(
    {},
    ['exclude a node', 'send an event', meanwhile('a Service takes a pool', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 5)] },
  ),
  'two are to leave': aStory({ groups: [aGroup(4)], pools: [aPool({ filled: 4 })] }, [
    'exclude a node',
    { kind: 'exclude a node', pick: 0.9, after: 100 },
    'send an event',
  ]),
  'more are to leave than may at once': aStory(
    { groups: [aGroup(5)], pools: [aPool({ filled: 5 })], limits: { stopWhenMissing: 1 } },
    [
      'exclude a node',
      { kind: 'exclude a node', pick: 0.5, after: 0 },
      { kind: 'exclude a node', pick: 0.9, after: 0 },
      'send an event',
    ],
  ),
  'a VM of no declared group is a member': aStory(twoGroups, [
    'add a member by hand',
    { kind: 'add a member by hand', pick: 0.03 },
    'send an event',
    afterwards('time passes', 40),
  ]),
  'a VM of no declared group is a member, and one of a declared group is not': aStory(
    { ...twoGroups, pools: [aPool({ filled: 1 })] },
    [
      'add a member by hand',
      { kind: 'add a member by hand', pick: 0.03 },
      { kind: 'remove a member by hand', pick: 0.9 },
      'send an event',
      afterwards('send an event', 20),
    ],
  ),
  'a pool is the cloud controller’s': aStory(
    { pools: [aPool({}), aPool({ name: 'nodes-1', filled: 1, isForeign: true })] },
    ['send an event'],
  ),
  'an operation ends with an error': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-15', 'addInstance')],
  }),
  'half of three are to leave': aStory({ limits: { removalsPerPass: '50%' } }, [
    'exclude a node',
    { kind: 'exclude a node', pick: 0.9, after: 0 },
    'send an event',
  ]),
  'more are to leave than may, and one is to join': aStory(
    { groups: [aGroup(6)], pools: [aPool({ filled: 5 })], limits: { stopWhenMissing: 1 } },
    [0, 0.2, 0.4].map((pick): Told => ({ kind: 'exclude a node', pick, after: 0 })).concat(['send an event']),
  ),
  'half of three may leave, and three are to join': aStory(
    { groups: [aGroup(6)], pools: [aPool({ filled: 3 })], limits: { removalsPerPass: '50%' } },
    ['exclude a node', { kind: 'exclude a node', pick: 0.2, after: 0 }, 'send an event'],
  ),
  'a node is said not to be excluded': aStory({}, [
    'say that a node is not excluded',
    'send an event',
    afterwards('time passes', 40),
  ]),
  'a pool is kept by its managed group': aStory({ pools: [aPool({ filled: 2, isOfGroup: true })] }, [
    'send an event',
    'exclude a node',
    'send an event',
  ]),
  'a pool is kept by its managed group, and another has the beginning of its name': aStory(
    { pools: [aPool({ filled: 2 }), aPool({ name: 'nodes-1', isOfGroup: true })] },
    ['send an event'],
  ),
  'a worker stands still for longer than its plan is good while it looks again for an addition': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['send an event'],
    { faults: [{ ...fault('F-19', vms, 320), nth: 2 }] },
  ),
  'a VM has a status that nobody knows': aStory({}, [
    'a VM has a status that nobody knows',
    'send an event',
    afterwards('time passes', 40),
  ]),
  'a node may go for the autoscaler one day': aStory({}, [
    'mark as a candidate of the autoscaler',
    'send an event',
    afterwards('time passes', 40),
  ]),
  'a VM is started before it is taken out of its pool': aStory(
    { repairSeconds: 600 },
    ['stop a VM', afterwards('start a VM', 14)],
    { faults: [fault('F-19', 'PUT /apis/coord', 25)] },
  ),
  'a VM starts anew on another host': aStory({}, [
    'host error',
    afterwards('send an event', 2),
    afterwards('time passes', 60),
  ]),
  'a VM starts again': aStory({ repairSeconds: 600 }, [
    'stop a VM',
    afterwards('start a VM', 30),
    afterwards('send an event', 1),
    afterwards('time passes', 40),
  ]),
  'nobody hears what came of an addition': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-06', 'addInstance')],
  }),
  'an addition of two is refused': aStory({ pools: [aPool({ filled: 1 })] }, ['send an event'], {
    faults: [fault('F-11', 'addInstance')],
  }),
  'a VM is gone, and looked at while it comes again': aStory({}, [
    'let a VM vanish',
    ...[3, 2, 2, 2, 2].map((seconds) => afterwards('send an event', seconds)),
    afterwards('time passes', 40),
  ]),
  'one of two that are to leave has left already': aStory(
    { groups: [aGroup(4)], pools: [aPool({ filled: 4 })], limits: everything },
    [
      'exclude a node',
      { kind: 'exclude a node', pick: 0.3, after: 0 },
      'send an event',
      meanwhile('remove a member by hand', killSwitch, { pick: 0.001 }),
    ],
    { faults: [fault('F-02', killSwitch)] },
  ),
  'a removal of two is refused, and others leave meanwhile': aStory(
    { groups: [aGroup(5)], pools: [aPool({ filled: 5, minimumMembers: 2 })], limits: everything },
    [
      'exclude a node',
      { kind: 'exclude a node', pick: 0.3, after: 0 },
      'send an event',
      meanwhile('remove a member by hand', 'removeInstance', { pick: 0.03 }),
    ],
    { faults: [fault('F-11', 'removeInstance')] },
  ),
  'two pools lack the same VM': aStory({ pools: [aPool({ filled: 2 }), aPool({ name: 'nodes-1', filled: 2 })] }, [
    'send an event',
  ]),
  'an addition of two is refused, and then that of the second': aStory(
    { pools: [aPool({ filled: 1 })] },
    ['send an event'],
    { faults: [fault('F-11', 'addInstance'), { ...fault('F-11', 'addInstance'), nth: 3 }] },
  ),
  'links name the project by its number': aStory(
    { ...withDisk({ begins: 'attached' }), pools: [aPool({ filled: 2 })], references: 'number' },
    ['exclude a node', 'send an event'],
  ),
  'a member is gone, and another VM of its name comes before it is taken out': aStory(
    {
      groups: [aGroup(3)],
      hasGroupByTag: true,
      pools: [aPool({ groups: ['all'] })],
      staleMembers: 'keep',
      limits: everything,
      repairSeconds: 20,
    },
    ['let a VM vanish', afterwards('send an event', 3)],
    { faults: [fault('F-19', 'PUT /apis/coord', 50)] },
  ),
  'half of a pool is to leave, and nodes are repaired one by one': aStory(
    { groups: [aGroup(4)], pools: [aPool({ filled: 4 })] },
    [
      ...[0, 0.3, 0.6].map((pick): Told => ({ kind: 'exclude a node', pick })),
      ...[0, 0.3, 0.6].map((pick): Told => ({ kind: 'plan and apply for a node', pick, after: 20_000 })),
    ],
  ),
};
