import { aDisk } from '../scenarios.ts';
import type { Script } from '../script.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  everything,
  fault,
  groups,
  meanwhile,
  twoGroups,
  vms,
  withDisk,
} from './a-story.ts';

/** One item to a page. */
const onePerPage = { pageSize: 1 };
const secondPage = { nth: 2 };
const expires = 310;
const nodes = 'GET /api/v1/nodes';
const objects = 'GET /api/v1/namespaces/default/configmaps';

/** Lists come in pages, and the end of a page is not the end of the list. */
export const pageStories: Record<string, Script> = {
  'VMs that lack come one to a page': aStory({ ...onePerPage, pools: [aPool({ filled: 1 })] }, ['send an event']),
  'VMs that are members come one to a page': aStory({ ...onePerPage, limits: everything }, [
    'send an event',
    'plan and apply',
    'audit at night',
  ]),
  'VMs come two to a page, and one is made anew meanwhile': aStory({ pageSize: 2, groups: [aGroup(4)] }, [
    meanwhile('replace a VM at once', vms, secondPage),
    'send an event',
    afterwards('send an event', 20),
  ]),
  'VMs come one to a page, and one vanishes meanwhile': aStory({ ...onePerPage, repairSeconds: 600 }, [
    meanwhile('let a VM vanish', vms, secondPage),
    'send an event',
    afterwards('send an event', 20),
  ]),
  'the first zone has nothing, on a page of its own': aStory(
    {
      ...onePerPage,
      groups: [aGroup(3, { zone: 'us-central1-b' })],
      pools: [aPool({ filled: 2 })],
      limits: everything,
    },
    ['send an event', 'audit at night'],
  ),
  'further pages of VMs, groups, nodes and members may not be read': aStory(
    { ...onePerPage, ...twoGroups, pools: [aPool({ groups: ['minions', 'burst'], filled: 3 })], limits: everything },
    ['send an event', afterwards('send an event', 25), 'audit at night', 'audit at night'],
    {
      faults: [vms, groups, nodes, 'listManagedInstances'].map((on) => ({ ...fault('F-08', on), ...secondPage })),
    },
  ),
  'a further page of nodes may not be read, and a VM is off': aStory(
    { ...onePerPage, repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 25)],
    { faults: [{ ...fault('F-08', nodes), ...secondPage }] },
  ),
  'pages of nodes are asked for when their list has expired': aStory({ ...onePerPage }, ['audit at night'], {
    faults: [{ ...fault('F-19', nodes, expires), ...secondPage }],
  }),
  'pages of objects are asked for when their list has expired': aStory(
    { ...onePerPage, groups: [aGroup(1)], pools: [aPool({ filled: 1 })], hasApp: true, disks: [] },
    ['audit at night'],
    { faults: [{ ...fault('F-19', objects, expires), ...secondPage }] },
  ),
  'objects come one to a page, and the stack is taken down': aStory({ ...onePerPage, hasApp: true, disks: [] }, [
    'audit at night',
    'take the stack down',
  ]),
  'a further page of objects may not be read when the stack is taken down': aStory(
    { ...onePerPage, hasApp: true, disks: [] },
    ['take the stack down'],
    {
      faults: [
        { ...fault('F-08', objects), ...secondPage },
        { ...fault('F-08', objects), nth: 4 },
      ],
    },
  ),
  'two volumes come one to a page': aStory(
    {
      ...onePerPage,
      disks: [
        { ...aDisk, owner: 'PersistentVolume' },
        { ...aDisk, name: 'worlds', owner: 'PersistentVolume' },
      ],
    },
    ['send an event', 'plan and apply'],
  ),
  'a further page of volumes may not be read, and a disk that one of them has is to be attached': aStory(
    {
      ...onePerPage,
      disks: [
        { ...aDisk, owner: 'PersistentVolume', isDeclared: false },
        { ...aDisk, name: 'worlds', owner: 'PersistentVolume' },
      ],
    },
    ['send an event'],
    { faults: [{ ...fault('F-08', 'GET /api/v1/persistentvolumes'), ...secondPage }] },
  ),
  'a further page of the VMs of a group may not be read, and a disk is on the last of them': aStory(
    { ...onePerPage, groups: [aGroup(2)], pools: [aPool({ filled: 2 })], ...withDisk({ begins: 'attached' }) },
    [{ kind: 'attach a disk elsewhere by hand', pick: 0.5 }, afterwards('send an event', 10), 'plan and apply'],
    { faults: [6, 8].map((nth) => ({ ...fault('F-08', 'listManagedInstances'), nth })) },
  ),
  'two disks come one to a page': aStory({ ...onePerPage, disks: [aDisk, { ...aDisk, name: 'worlds' }] }, [
    'send an event',
    'audit at night',
  ]),
  'two pools come one to a page': aStory(
    { ...onePerPage, pools: [aPool({ filled: 1 }), aPool({ name: 'nodes-1', filled: 1 })] },
    ['send an event', 'plan and apply'],
  ),
  'firewalls come one to a page, and one is opened': aStory({ ...onePerPage, isExposed: true }, [
    'edit the firewall',
    'plan and apply',
    'audit at night',
  ]),
  'pods come one to a page, and the last uses a disk on a VM of another group': aStory(
    { ...onePerPage, ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), hasApp: true },
    ['plan and apply'],
  ),
  'nodes come one to a page, and the first is to leave its pool': aStory({ ...onePerPage, limits: everything }, [
    { kind: 'exclude a node', pick: 0 },
    'send an event',
  ]),
  'nodes come one to a page, and the last is to leave its pool': aStory({ ...onePerPage, limits: everything }, [
    { kind: 'exclude a node', pick: 0.99 },
    'send an event',
  ]),
  'two audits are told on one of several pages that a zone is missing': aStory(
    { ...onePerPage },
    ['audit at night', 'audit at night'],
    { faults: [fault('F-17', vms), { ...fault('F-17', vms), nth: 8 }] },
  ),
  'operations come one to a page, and the last is on the disk that is to be attached': aStory(
    { ...onePerPage, ...withDisk({}) },
    [
      'send an event',
      meanwhile('reboot a VM', 'GET /api/v1/persistentvolumes', { pick: 0.5 }),
      meanwhile('reboot a VM', 'GET /api/v1/persistentvolumes', { pick: 0.99 }),
      meanwhile('resize a disk', 'GET /api/v1/persistentvolumes'),
    ],
  ),
};
