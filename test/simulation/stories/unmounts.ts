import type { Script } from '../script.ts';
import { afterwards, aStory, fault, forGood, meanwhile, twoGroups, withDisk } from './a-story.ts';

/** A disk is on a VM that runs on, and is not of its group. */
export const unmountStories: Record<string, Script> = {
  'a disk is on a VM of another group': aStory({ ...twoGroups, ...withDisk({ begins: 'attached', heldBy: 'burst' }) }, [
    'send an event',
  ]),
  'a disk is mounted on a VM of another group': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', afterwards('plan and apply', 20)],
  ),
  'a disk is mounted on a VM of another group, and an event comes': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['send an event'],
  ),
  'a disk is mounted on a VM of another group, and a pod uses it': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), hasApp: true },
    ['plan and apply'],
  ),
  'a disk is mounted on a VM of another group, and the pod that uses it ends and begins': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), hasApp: true },
    [
      'plan and apply',
      meanwhile('let the pods go', 'GET /api/v1/pods'),
      meanwhile('let the pods go', 'GET /api/v1/pods', { nth: 2 }),
    ],
  ),
  'a disk is mounted on a VM of another group, where no Job may run': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply'],
    { faults: forGood('F-08', 'POST /apis/batch') },
  ),
  'a disk is mounted on a VM of another group, and no Job may run again and again': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    [1, 2, 3, 4, 5].map(() => afterwards('plan and apply', 20)),
    { faults: [1, 2, 3, 4].flatMap(() => forGood('F-08', 'POST /apis/batch')) },
  ),
  'a disk is mounted on a VM of another group, and at another path than is declared': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst', mountedAt: '/mnt/before' }) },
    ['plan and apply'],
  ),
  'a disk is mounted on a VM of another group, and a process has it open': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['a process keeps a disk open', 'plan and apply'],
  ),
  'a disk is given to the group where it is while it is unmounted there': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), podSeconds: 20 },
    ['plan and apply', afterwards('give the disk to another group', 12), afterwards('send an event', 1)],
  ),
  'a disk is given to the group where it is, and mounted there by another before it is unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), podSeconds: 20 },
    [
      { kind: 'plan and apply', pick: 0.9 },
      afterwards('give the disk to another group', 3),
      afterwards('send an event', 3),
    ],
    { seed: 6, skews: [0, 0], faults: [{ ...fault('F-19', 'POST /apis/batch', 12), worker: 1 }] },
  ),
  'a disk is given to the group where it is, and is about to be mounted there when it is to leave': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), podSeconds: 5 },
    [
      { kind: 'plan and apply', pick: 0.9 },
      afterwards('give the disk to another group', 8),
      afterwards('send an event', 1),
    ],
    { seed: 6, skews: [0, 0], faults: [{ ...fault('F-19', '/operations', 9), worker: 1 }] },
  ),
  'a node leaves the cluster before its disk is unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', meanwhile('take the node of a disk out of the cluster', 'PUT /apis/coord')],
  ),
  'a VM is replaced before its disk is unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', meanwhile('replace a VM at once', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 15)] },
  ),
  'a VM is suspended after its disk was unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), repairSeconds: 600 },
    ['plan and apply', meanwhile('suspend a VM', 'DELETE /apis/batch')],
    { faults: [fault('F-19', 'DELETE /apis/batch', 40)] },
  ),
  'a VM is said to be gone where its disk is to be unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply'],
    { faults: [fault('F-09', 'GET projects/my-project/zones/us-central1-a/instances/')] },
  ),
  'a sign-in page answers where a mark is to be taken off': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply'],
    { faults: [{ ...fault('F-12', 'PATCH /api/v1/nodes/'), status: 200 }] },
  ),
  'a disk is mounted on a VM of another group, and a pod uses a folder of it': aStory(
    {
      ...twoGroups,
      ...withDisk({ begins: 'mounted', heldBy: 'burst' }),
      hasApp: true,
      appPath: '/mnt/foodata/world',
    },
    ['plan and apply'],
  ),
  'a disk is mounted on a VM of another group, and pods may be restarted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }), hasApp: true, restartPods: true },
    ['send an event', afterwards('send an event', 10)],
  ),
};
