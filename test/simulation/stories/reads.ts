import type { Script } from '../script.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  fault,
  forGood,
  groups,
  killSwitch,
  twoGroups,
  vms,
  withDisk,
} from './a-story.ts';

/** What cannot be seen, or only in part, is not taken for nothing. */
export const readStories: Record<string, Script> = {
  'four audits miss a part, and each is told so in another way': aStory(
    {},
    ['audit at night', 'audit at night', 'audit at night', 'audit at night'],
    {
      faults: (['unreachables', 'warning', 'warning of the place', 'silence of the place'] as const).map((tells) => ({
        ...fault('F-17', vms),
        tells,
      })),
    },
  ),
  'a node is excluded after the nodes were read, and before Compute Engine can be reached': aStory(
    {},
    ['send an event', { kind: 'exclude a node', after: 2500 }, { kind: 'send an event', after: 200 }],
    {
      faults: [vms, groups, 'regions/us-central1/targetPools', 'listManagedInstances'].flatMap((on) =>
        forGood('F-01', on).slice(1),
      ),
    },
  ),
  'the nodes cannot be seen, and a VM is off': aStory(
    { repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 25)],
    { faults: forGood('F-08', 'GET /api/v1/nodes') },
  ),
  'the VMs of a group cannot be seen, and one is gone': aStory(
    { repairSeconds: 600 },
    ['let a VM vanish', afterwards('send an event', 1)],
    {
      faults: forGood('F-08', 'listManagedInstances'),
    },
  ),
  'the VMs of a group get lost on the way, and one lacks in the pool': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['send an event'],
    {
      faults: [fault('F-13', 'listManagedInstances')],
    },
  ),
  'a zone cannot be seen when an event comes': aStory(
    { groups: [aGroup(3, { zone: 'us-central1-b' })], pools: [aPool({ filled: 2 })] },
    ['send an event'],
    { faults: [fault('F-17', vms)] },
  ),
  'a zone cannot be seen, and a VM of another is off': aStory(
    {
      groups: [aGroup(3), aGroup(1, { name: 'burst', zone: 'us-central1-b' })],
      pools: [aPool({ groups: ['minions', 'burst'], filled: 4 })],
      repairSeconds: 600,
    },
    ['stop a VM', afterwards('send an event', 25)],
    { faults: [1, 2, 3, 4, 5].map(() => ({ ...fault('F-17', vms), tells: 'unreachables' as const })) },
  ),
  'an audit asks in vain how the members of a pool are': aStory({}, ['audit at night'], {
    faults: forGood('F-08', 'getHealth'),
  }),
  'no VM can be seen when an event comes': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-08', vms)],
  }),
  'the volumes cannot be seen': aStory(withDisk({ owner: 'PersistentVolume' }), ['send an event'], {
    faults: forGood('F-08', 'GET /api/v1/persistentvolumes'),
  }),
  'the VMs cannot be seen, and one has a disk': aStory(withDisk({ begins: 'mounted' }), ['send an event'], {
    faults: forGood('F-08', vms),
  }),
  'the zone of a disk cannot be seen': aStory(
    { groups: [aGroup(2, { zone: 'us-central1-b' })], ...withDisk({ begins: 'mounted', zone: 'us-central1-b' }) },
    ['send an event'],
    { faults: [fault('F-17', vms), fault('F-17', vms)] },
  ),
  'the pods cannot be seen, and one uses a disk on a VM of another group': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), hasApp: true },
    ['plan and apply'],
    { faults: [...forGood('F-08', 'GET /api/v1/pods'), ...forGood('F-08', 'GET /api/v1/pods')] },
  ),
  'an object that differs cannot be read once more': aStory(
    { hasApp: true, disks: [] },
    [{ kind: 'edit an object', pick: 0 }, 'audit at night'],
    { faults: forGood('F-08', 'GET /api/v1/namespaces/default/configmaps/rules') },
  ),
  'what is under way cannot be seen': aStory(withDisk({}), ['send an event'], {
    faults: forGood('F-08', 'GET projects/my-project/zones/us-central1-a/operations'),
  }),
  'the server of the switch is out of order': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: forGood('F-06', killSwitch),
  }),
  'a VM with a disk is off and may not be looked at': aStory(
    { ...withDisk({ begins: 'mounted' }), repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 25)],
    { faults: forGood('F-08', 'GET projects/my-project/zones/us-central1-a/instances/') },
  ),
  'a pool may not be looked at when it is written': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [{ ...fault('F-08', 'GET projects/my-project/regions/us-central1/targetPools'), nth: 2 }],
  }),
  'a field may have been dropped, and the audit may not try out what is declared': aStory(
    { hasApp: true, disks: [], hasGatedField: true },
    ['audit at night'],
    { faults: [...forGood('F-08', 'PATCH /api'), ...forGood('F-08', 'PATCH /apis')] },
  ),
  'an object was edited, and the audit may not try out what is declared': aStory(
    { hasApp: true, disks: [] },
    [{ kind: 'edit an object otherwise', pick: 0.9 }, 'audit at night'],
    { faults: [...forGood('F-08', 'PATCH /api'), ...forGood('F-08', 'PATCH /apis')] },
  ),
  'an audit is not told of a zone, and members of a pool are in it': aStory(
    {
      groups: [aGroup(2), aGroup(1, { name: 'burst', zone: 'us-central1-b' })],
      pools: [aPool({ groups: ['minions', 'burst'], filled: 3 })],
    },
    ['audit at night'],
    { faults: [{ ...fault('F-17', vms), tells: 'unreachables' }] },
  ),
};
