import type { Script } from '../script.ts';
import { afterwards, aGroup, aPool, aStory, fault, meanwhile, oneNode, twoGroups, withDisk } from './a-story.ts';

const entry = 'PUT /apis/coord';
/** Before its steps begin a pass writes the book of the hour: while that is on its way, the plan grows old. */
const between = (seconds: number, nth = 1) => ({ faults: [{ ...fault('F-19', entry, seconds), nth }] });
const lostPool = { isExposed: true, disks: [] };
const diesWithVm = { ...oneNode, ...withDisk({ begins: 'attached', autoDelete: true }) };

/** What was planned is looked at once more before it is done: somebody may have been there since (I-09, I-19, I-26). */
export const secondLookStories: Record<string, Script> = {
  'a VM is protected before its pool is made': aStory(
    lostPool,
    ['lose the forwarding rule', 'lose a pool', 'plan and apply', meanwhile('protect a VM', entry)],
    between(30),
  ),
  'a VM is replaced before its pool is made': aStory(
    lostPool,
    ['lose the forwarding rule', 'lose a pool', 'plan and apply', meanwhile('replace a VM at once', entry)],
    between(5),
  ),
  'a stranger takes the Lease before a disk is unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', meanwhile('a stranger takes the Lease', entry, { nth: 2 })],
    between(5, 2),
  ),
  'another disk takes the device name before autoDelete is turned off': aStory(
    diesWithVm,
    [
      'plan and apply',
      meanwhile('detach a disk by hand', entry),
      meanwhile('another disk takes the device name', entry),
    ],
    between(30),
  ),
  'a VM is protected before autoDelete is turned off': aStory(
    diesWithVm,
    ['plan and apply', meanwhile('protect a VM', entry)],
    between(30),
  ),
  'a node is excluded before its VM joins the pool': aStory(
    { pools: [aPool({ filled: 2 })] },
    ['send an event', meanwhile('exclude a node', entry, { pick: 0.99 })],
    between(5),
  ),
  'a node is included again before its VM leaves the pool': aStory(
    {},
    ['exclude a node', 'send an event', meanwhile('include a node again', entry)],
    between(5),
  ),
  'a volume takes a disk before it leaves its VM': aStory(
    { groups: [aGroup(2)], pools: [aPool({ filled: 2 })], ...withDisk({ begins: 'attached' }), repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 40), meanwhile('a volume takes a disk', entry)],
    between(10),
  ),
  'somebody attaches a disk elsewhere before it is attached': aStory(
    withDisk({}),
    ['send an event', meanwhile('attach a disk elsewhere by hand', entry, { pick: 0.5 })],
    between(30),
  ),
  'a disk is protected before it leaves its VM': aStory(
    { groups: [aGroup(2)], pools: [aPool({ filled: 2 })], ...withDisk({ begins: 'attached' }), repairSeconds: 600 },
    ['stop a VM', afterwards('send an event', 40), meanwhile('protect a disk', entry, { nth: 5 })],
    between(30, 5),
  ),
  'a disk is protected before autoDelete is turned off': aStory(
    diesWithVm,
    ['plan and apply', meanwhile('protect a disk', entry)],
    between(30),
  ),
  'a disk is protected before it is mounted': aStory(
    withDisk({ begins: 'attached' }),
    ['send an event', meanwhile('protect a disk', entry)],
    between(30),
  ),
  'a disk is protected before it is unmounted': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', meanwhile('protect a disk', entry)],
    between(30),
  ),
};
