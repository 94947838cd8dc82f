import { aDisk } from '../scenarios.ts';
import type { Script } from '../script.ts';
import { thirdZone } from '../shape.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  fault,
  forGood,
  hasty,
  meanwhile,
  oneNode,
  twoGroups,
  withDisk,
} from './a-story.ts';

const origins = [
  'sourceSnapshot',
  'sourceImage',
  'sourceDisk',
  'sourceInstantSnapshot',
  'sourceStorageObject',
] as const;
const ownVm = 'GET projects/my-project/zones/us-central1-a/instances/';
const twoZones = {
  groups: [aGroup(2), aGroup(1, { name: 'burst', zone: 'us-central1-b' })],
  hasGroupByTag: true,
  pools: [aPool({ filled: 2 })],
};

/** By the seed the pod that stays comes first or last in the list. */
const aPodLeftByItsJob = (seed: number) =>
  aStory(
    { ...withDisk({ begins: 'attached' }), ...oneNode, doPodsLinger: true },
    [
      'send an event',
      afterwards('send an event', 12),
      meanwhile('detach a disk by hand', 'POST /apis/batch', { nth: 2 }),
    ],
    { seed, faults: [fault('crash before send', 'PATCH /api/v1/nodes/')] },
  );

export const diskStories: Record<string, Script> = {
  'a VM with a disk is about to stop': aStory(
    { ...withDisk({ begins: 'mounted' }), repairSeconds: 600 },
    ['preempt a VM', afterwards('send an event', 0)],
    { seed: 2 },
  ),
  'a disk is in another zone': aStory(withDisk({ zone: 'us-central1-b' }), ['send an event']),
  'blank disks were made from something': aStory(
    {
      disks: origins.map((origin) => ({
        ...aDisk,
        name: `of-${origin.slice('source'.length).toLowerCase()}`,
        content: 'blank',
        formatIfBlank: true,
        origin,
      })),
    },
    ['send an event'],
  ),
  'a blank disk is taken away from the Job that is to format it': aStory(
    withDisk({ content: 'blank', isNew: true, formatIfBlank: true }),
    [
      meanwhile('detach a disk by hand', 'POST /apis/batch'),
      'send an event',
      { kind: 'send an event', pick: 0, after: 5000 },
      { kind: 'send an event', pick: 0, after: 2000 },
    ],
    { skews: [0, 0] },
  ),
  'a blank disk may not be formatted': aStory(withDisk({ content: 'blank', isNew: true }), ['send an event']),
  'a disk belongs to a volume': aStory(withDisk({ owner: 'PersistentVolume' }), ['send an event']),
  'a disk is attached, and belongs to a volume': aStory(
    { ...withDisk({ begins: 'attached', owner: 'PersistentVolume' }), ...oneNode },
    ['send an event', afterwards('plan and apply', 10)],
  ),
  'a blank disk is attached by hand before it would have been formatted': aStory(
    { ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }), ...oneNode },
    ['send an event', meanwhile('attach a disk elsewhere by hand', 'POST /apis/coord')],
    { faults: [fault('F-19', 'POST /apis/coord', 20)] },
  ),
  'a blank disk is used by hand for a while before it would have been attached': aStory(
    { ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }), ...oneNode },
    ['send an event', meanwhile('use a disk for a while by hand', 'POST /apis/coord')],
    { faults: [fault('F-19', 'POST /apis/coord', 25)] },
  ),
  'a VM that is off boots from a declared disk': aStory({ ...withDisk({ begins: 'attached' }), repairSeconds: 600 }, [
    'boot from a disk',
    'stop a VM',
    afterwards('send an event', 25),
  ]),
  'a VM with a disk is off': aStory({ ...withDisk({ begins: 'mounted' }), repairSeconds: 600 }, [
    'stop a VM',
    afterwards('send an event', 25),
  ]),
  'a VM with a disk boots': aStory(withDisk({ begins: 'mounted' }), ['reboot a VM', 'send an event']),
  'a disk is protected': aStory(withDisk({ isProtected: true }), ['send an event']),
  'a VM with a disk is started before it is detached': aStory(
    { ...withDisk({ begins: 'mounted' }), repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 25), meanwhile('start a VM', 'PUT /apis/coord', { nth: 5 })],
    { faults: [{ ...fault('F-19', 'PUT /apis/coord', 25), nth: 5 }] },
  ),
  'a VM with a disk is suspended': aStory({ ...withDisk({ begins: 'mounted' }), repairSeconds: 600 }, [
    'suspend a VM',
    afterwards('send an event', 25),
  ]),
  'a blank disk was attached before': aStory(
    withDisk({ begins: 'attached', content: 'blank', formatIfBlank: true, isNew: true }),
    ['send an event'],
  ),
  'a blank disk is attached by hand, and the list of disks is of before that': aStory(
    { ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }), ...oneNode },
    ['attach a disk elsewhere by hand', afterwards('send an event', 6)],
    { faults: [fault('F-14', 'aggregated/disks')] },
  ),
  'a VM is replaced under its name, and so is the filesystem of its disk': aStory(
    { ...withDisk({ begins: 'attached' }), ...oneNode, doNodesStay: true },
    [
      'send an event',
      'make a filesystem anew',
      'replace a VM at once',
      afterwards('attach a disk elsewhere by hand', 1),
      afterwards('send an event', 12),
    ],
  ),
  'a disk is read by all, and dies with its VM': aStory(
    { ...withDisk({ isReadOnly: true, begins: 'attached', autoDelete: true }), ...oneNode },
    ['plan and apply'],
  ),
  'another disk has its device name': aStory({ ...withDisk({}), repairSeconds: 600 }, [
    'another disk takes the device name',
    'stop a VM',
    afterwards('send an event', 25),
  ]),
  'a disk is made anew before it is attached': aStory(
    withDisk({}),
    ['send an event', meanwhile('make a disk anew', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 25)] },
  ),
  'a VM is replaced before it gets its disk': aStory(
    withDisk({}),
    ['send an event', meanwhile('replace a VM at once', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 3)] },
  ),
  'a disk is taken away before it is read back': aStory(
    withDisk({}),
    ['send an event', meanwhile('detach a disk by hand', ownVm, { nth: 2 })],
    { faults: [{ ...fault('F-19', ownVm, 10), nth: 2 }] },
  ),
  'autoDelete is turned on before a disk is read back': aStory(
    withDisk({}),
    ['send an event', meanwhile('turn autoDelete on', ownVm, { nth: 2 })],
    { faults: [{ ...fault('F-19', ownVm, 10), nth: 2 }] },
  ),
  'autoDelete is turned on again before that is read back': aStory(
    { ...withDisk({ begins: 'mounted', autoDelete: true }), ...oneNode },
    ['plan and apply', meanwhile('turn autoDelete on', ownVm, { nth: 2 })],
    { faults: [{ ...fault('F-19', ownVm, 10), nth: 2 }] },
  ),
  'a disk is taken away before it is mounted': aStory(withDisk({}), [
    'send an event',
    meanwhile('detach a disk by hand', 'POST /apis/batch'),
  ]),
  'somebody has made the filesystem of a disk anew': aStory(withDisk({ begins: 'mounted' }), [
    'make a filesystem anew',
    'reboot a VM',
    'send an event',
  ]),
  'a disk is read by all': aStory(withDisk({ isReadOnly: true }), ['send an event']),
  'a disk is for several writers, and a VM of another group has it, too': aStory(
    { ...twoGroups, ...withDisk({ begins: 'attached', alsoOn: 'burst' }) },
    ['send an event', 'plan and apply'],
  ),
  'a disk has two zones': aStory(
    {
      ...withDisk({ otherZone: 'us-central1-b' }),
      groups: [aGroup(2, { zone: 'us-central1-b' })],
      pools: [aPool({ filled: 2 })],
    },
    ['send an event'],
  ),
  'a disk has two zones, and no node is in either': aStory(
    {
      ...withDisk({ otherZone: 'us-central1-b' }),
      groups: [aGroup(1, { zone: thirdZone })],
      pools: [aPool({ filled: 1 })],
    },
    ['send an event'],
  ),
  'a node says that a disk is mounted which was taken away': aStory(
    withDisk({ begins: 'mounted', zone: 'us-central1-a' }),
    ['detach a disk by hand', 'stop a VM', afterwards('send an event', 25)],
  ),
  'a pod is faster than its disk, and may be restarted': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode },
    ['send an event', afterwards('send an event', 10), afterwards('time passes', 20)],
  ),
  'a pod is faster than its disk, and may not be restarted': aStory(
    { ...withDisk({ begins: 'attached' }), hasApp: true, isHasty: true, ...oneNode },
    ['send an event', afterwards('plan and apply', 10)],
  ),
  'a VM boots that mounts its disk by itself, and pods may be restarted': aStory(
    { ...withDisk({ begins: 'mounted' }), ...hasty, hasFstab: true, ...oneNode },
    ['reboot a VM', 'send an event', afterwards('send an event', 10)],
  ),
  'a pod is faster than its disk, and protected': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode },
    ['protect the pods', 'send an event', afterwards('send an event', 10)],
  ),
  'a disk was taken out of its VM and brought back': aStory({ ...withDisk({ begins: 'mounted' }), ...oneNode }, [
    'take a disk out and bring it back',
    'send an event',
  ]),
  'the pod of a Job stays when that was taken away, and the next Job does not find its disk': aPodLeftByItsJob(2),
  'the pod of a Job stays, and comes first in the list': aPodLeftByItsJob(6),
  'two mount a disk, and a pod was faster than both': aStory(
    { ...withDisk({ begins: 'attached' }), hasApp: true, isHasty: true, ...oneNode },
    ['send an event', afterwards('send an event', 4)],
    {
      seed: 6,
      skews: [0, 0],
      faults: [
        { ...fault('F-19', 'GET /apis/batch', 5.2), nth: 2 },
        { ...fault('F-19', '/log', 2), worker: 1, nth: 2 },
      ],
    },
  ),
  'a person attaches a blank disk right before it would have been': aStory(
    { ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }), ...oneNode },
    ['send an event', meanwhile('attach a disk elsewhere by hand', '/operations')],
    { faults: [fault('F-19', '/operations', 12)] },
  ),
  'a worker stands still when its Job has found a disk mounted, and another has taken that out since': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted' }), hasFstab: true },
    [
      { kind: 'reboot a VM', pick: 0.4 },
      'send an event',
      afterwards('give the disk to another group', 6),
      { kind: 'plan and apply', pick: 0.9, after: 1000 },
    ],
    { seed: 6, skews: [0, 0], faults: [{ ...fault('F-19', 'GET /api/v1/nodes/minions', 60), nth: 3 }] },
  ),
  'what a Job has said is lost': aStory(withDisk({ begins: 'attached' }), ['send an event'], {
    faults: [fault('F-09', '/log')],
  }),
  'two are at work on one disk': aStory(
    { ...withDisk({}), ...oneNode },
    ['send an event', afterwards('send an event', 1.5)],
    { seed: 6, skews: [0, 0] },
  ),
  'a disk comes back to a node that is about to lose its mark': aStory(
    { ...withDisk({ begins: 'mounted' }), ...oneNode },
    ['detach a disk by hand', 'send an event', afterwards('send an event', 1.5)],
    { seed: 6, skews: [0, 0], faults: [fault('F-19', 'GET /api/v1/nodes/', 40)] },
  ),
  'a disk comes back to a node whose mark is on its way off': aStory(
    { ...withDisk({ begins: 'mounted' }), ...oneNode },
    ['detach a disk by hand', 'send an event', afterwards('send an event', 1.5)],
    { seed: 6, skews: [0, 0], faults: [fault('F-19', 'PATCH /api/v1/nodes/', 40)] },
  ),
  'a VM boots right after its disk was mounted': aStory(
    { ...withDisk({}), ...oneNode },
    ['send an event', meanwhile('reboot a VM', 'DELETE /apis/batch')],
    { faults: [fault('F-19', 'DELETE /apis/batch', 20)] },
  ),
  'a VM boots while it is read what the Job has mounted there': aStory(
    { ...withDisk({}), ...oneNode },
    ['send an event', meanwhile('reboot a VM', '/log')],
    { faults: [fault('F-19', '/log', 20)] },
  ),
  'one of two disks is blank, and may not be formatted': aStory(
    {
      disks: [
        ...withDisk({ begins: 'attached' }).disks,
        ...withDisk({ name: 'worlds', begins: 'attached', content: 'blank', isNew: true }).disks,
      ],
    },
    ['send an event'],
    // Both Jobs end in the same second.
    { seed: 2 },
  ),
  'something is about to begin on a disk that is to be attached': aStory(withDisk({}), [
    'send an event',
    meanwhile('resize a disk', 'GET projects/my-project/zones/us-central1-a/operations'),
  ]),
  'something is under way on a VM that is to get a disk of two zones': aStory(
    {
      ...withDisk({ otherZone: 'us-central1-b' }),
      groups: [aGroup(1, { zone: 'us-central1-b' })],
      pools: [aPool({ filled: 1 })],
    },
    ['send an event', meanwhile('reboot a VM', 'GET /api/v1/persistentvolumes')],
  ),
  'another disk has its device name when a disk is to be mounted': aStory(
    withDisk({ begins: 'attached' }),
    [
      'send an event',
      meanwhile('detach a disk by hand', 'PUT /apis/coord'),
      meanwhile('another disk takes the device name', 'PUT /apis/coord'),
    ],
    { faults: [fault('F-19', 'PUT /apis/coord', 25)] },
  ),
  'another zone has a disk of the name': aStory({ ...twoZones, ...withDisk({ group: 'all' }) }, [
    'another zone has a disk of the name',
    'send an event',
    afterwards('plan and apply', 20),
  ]),
  'no node says which VM it is, and a VM of another zone has the name of one': aStory(
    {
      ...withDisk({ begins: 'mounted', group: 'all', heldBy: 'minions', zone: 'us-central1-b' }),
      groups: [aGroup(2, { zone: 'us-central1-b' })],
      hasGroupByTag: true,
      pools: [aPool({ groups: ['all'], filled: 2 })],
    },
    ['no node says which VM it is', 'a VM of another zone has the name of a node', afterwards('send an event', 20)],
  ),
  'a pod whose path begins like that of a disk may be restarted': aStory(
    {
      ...withDisk({ begins: 'attached' }),
      hasApp: true,
      isHasty: true,
      appPath: '/mnt/foodata-of-old',
      restartPods: true,
      ...oneNode,
    },
    ['send an event', afterwards('send an event', 10)],
  ),
  'the group of a disk that is mounted cannot be read': aStory(
    { ...withDisk({ begins: 'mounted' }), hasApp: true, restartPods: true, ...oneNode },
    ['send an event'],
    { faults: forGood('F-06', 'listManagedInstances') },
  ),
  'something is under way on a disk that is to be attached': aStory(withDisk({}), [
    'send an event',
    meanwhile('resize a disk', 'GET /api/v1/persistentvolumes'),
  ]),
  'an hour has one place left, and a disk is to be attached and formatted': aStory(
    {
      ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }),
      ...oneNode,
      pools: [aPool({ filled: 0 })],
      limits: { mutationsPerHour: 2 },
    },
    ['send an event'],
  ),
  'a disk is to be formatted on the only VM, whose node is not heard of': aStory(
    { ...withDisk({ content: 'blank', isNew: true, formatIfBlank: true }), ...oneNode },
    ['silence a node', afterwards('send an event', 12)],
  ),
  'a disk of two zones belongs to a volume': aStory(
    withDisk({ otherZone: 'us-central1-b', owner: 'PersistentVolume' }),
    ['send an event'],
  ),
  'a disk has another device name before it leaves its VM, and another disk has its own': aStory(
    { ...withDisk({ begins: 'attached' }), repairSeconds: 600, groups: [aGroup(2)], pools: [aPool({ filled: 2 })] },
    [
      'stop a VM',
      afterwards('send an event', 40),
      meanwhile('two disks change their device names', 'PUT /apis/coord', { nth: 5 }),
    ],
    { faults: [{ ...fault('F-19', 'PUT /apis/coord', 15), nth: 5 }] },
  ),
};
