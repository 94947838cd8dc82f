import type { CommandKind } from '../command.ts';
import type { Script } from '../script.ts';
import type { WorldShape } from '../shape.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  fault,
  forGood,
  groups,
  meanwhile,
  oneNode,
  type Told,
  twoGroups,
  withDisk,
} from './a-story.ts';

/** Before its steps begin a pass writes the book of the hour: while that is on its way, something of the plan is marked. */
const entry = 'PUT /apis/coord';
const twoPools = [aPool({}), aPool({ name: 'nodes-1' })];
const heldByBurst = { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) };
const markedMeanwhile: Record<
  string,
  { shape: Partial<WorldShape>; commands: Told[]; mark: CommandKind; nth?: number }
> = {
  'a pool is protected before a member leaves it': {
    shape: {},
    commands: ['exclude a node', 'send an event'],
    mark: 'protect a pool',
  },
  'a VM is protected before it leaves its pool': {
    shape: {},
    commands: ['exclude a node', 'send an event'],
    mark: 'protect a VM',
  },
  'a disk is protected before it is attached': {
    shape: withDisk({}),
    commands: ['send an event'],
    mark: 'protect a disk',
  },
  'a VM is protected before its disk is mounted': {
    shape: { ...oneNode, ...withDisk({ begins: 'attached' }) },
    commands: ['send an event'],
    mark: 'protect a VM',
  },
  'a VM is protected before its disk is unmounted': {
    shape: heldByBurst,
    commands: ['plan and apply'],
    mark: 'protect a VM',
  },
  'a VM is protected before its disk leaves it': {
    shape: { ...withDisk({ begins: 'attached' }), groups: [aGroup(2)], pools: [aPool({})], repairSeconds: 600 },
    commands: ['stop a VM', afterwards('send an event', 40)],
    mark: 'protect a VM',
    nth: 5,
  },
  'a node is protected before it loses its mark': {
    shape: { ...oneNode, ...withDisk({ begins: 'mounted' }) },
    commands: ['detach a disk by hand', 'send an event'],
    mark: 'protect a node',
  },
  'a firewall is protected before it is mended': {
    shape: { isExposed: true, disks: [] },
    commands: ['edit the firewall', 'plan and apply'],
    mark: 'protect the firewall',
  },
  'a forwarding rule is protected before it leads back': {
    shape: { isExposed: true, disks: [], pools: twoPools },
    commands: [{ kind: 'edit the forwarding rule', pick: 0.9 }, 'plan and apply'],
    mark: 'protect the forwarding rule',
  },
  'an object is protected before it is written': {
    shape: { isExposed: true, hasApp: true, disks: [] },
    commands: [{ kind: 'edit an object', pick: 0.3 }, 'plan and apply'],
    mark: 'protect an object',
  },
};

/** What is marked, and what is only looked at, stays as it is. */
export const markStories: Record<string, Script> = {
  'a VM is protected that lacks in a pool and has a disk': aStory(
    {
      ...withDisk({ begins: 'attached' }),
      pools: [aPool({ filled: 0 })],
      groups: [{ name: 'minions', zone: 'us-central1-a', size: 1 }],
    },
    ['protect a VM', 'send an event'],
  ),
  'a pool is protected': aStory({}, ['protect a pool', 'exclude a node', 'send an event']),
  'a node is protected where a disk is to be mounted': aStory(withDisk({ begins: 'attached' }), [
    'protect a node',
    'send an event',
  ]),
  'a stack is protected': aStory({ ...withDisk({}), isExposed: true, hasApp: true, isStackProtected: true }, [
    { kind: 'edit an object', pick: 0.3 },
    'send an event',
    'plan and apply',
  ]),
  'a VM is protected before it gets its disk': aStory(
    withDisk({}),
    ['send an event', meanwhile('protect a VM', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 25)] },
  ),
  'an object is protected, and so is the Service': aStory({ isExposed: true, hasApp: true }, [
    { kind: 'edit an object', pick: 0.3 },
    { kind: 'protect an object', pick: 0.3 },
    { kind: 'protect an object', pick: 0 },
    'clear the address of the Service',
    'plan and apply',
    'send an event',
  ]),
  'a manifest says that its object is protected': aStory({ hasApp: true, disks: [], isRulesProtected: true }, [
    { kind: 'edit an object', pick: 0 },
    'plan and apply',
    'take the stack down',
  ]),
  ...Object.fromEntries(
    (['person', 'autoscaler'] as const).map((scaledBy) => [
      `how many run is the ${scaledBy}’s to say, and another field is lost`,
      aStory({ hasApp: true, disks: [], scaledBy }, [
        'scale what runs and take a field from it',
        'plan and apply',
        'audit at night',
      ]),
    ]),
  ),
  'how many run is not as it was declared when Underpin made it, and another field is lost': aStory(
    { hasApp: true, disks: [], scaledBy: 'person' },
    [
      { kind: 'delete an object', pick: 0.9 },
      'plan and apply',
      'declare another number of what runs',
      'take a field from what runs',
      'plan and apply',
    ],
  ),
  'a disk bears the label of a driver': aStory(withDisk({ begins: 'attached', owner: 'label' }), [
    'send an event',
    'plan and apply',
  ]),
  'a disk says for which volume it was made': aStory(withDisk({ owner: 'description' }), [
    'send an event',
    'plan and apply',
  ]),
  'a managed group keeps a disk that no VM has': aStory(
    { ...withDisk({}), groups: [aGroup(3, { keeps: ['foodata'] })] },
    ['send an event', 'plan and apply'],
  ),
  'a managed group keeps the disk of a VM that is off, and cannot be read': aStory(
    {
      ...withDisk({ begins: 'mounted', group: 'all', heldBy: 'minions' }),
      groups: [aGroup(3, { keeps: ['foodata'] })],
      hasGroupByTag: true,
      repairSeconds: 600,
    },
    ['stop a VM', afterwards('send an event', 25)],
    { faults: [...forGood('F-08', groups), ...forGood('F-08', groups), ...forGood('F-08', groups)] },
  ),
  'a firewall and a forwarding rule are protected': aStory(
    { isExposed: true, pools: [aPool({}), aPool({ name: 'nodes-1' })] },
    [
      'edit the firewall',
      'protect the firewall',
      { kind: 'edit the forwarding rule', pick: 0.9 },
      'protect the forwarding rule',
      'plan and apply',
    ],
  ),
  'a deployment only looks': aStory({ pools: [aPool({ filled: 2 })], observes: 'deployment' }, [
    'send an event',
    'plan and apply',
  ]),
  'a cluster is only looked at, and somebody asks for a repair': aStory(
    { pools: [aPool({ filled: 2 })], mode: 'observe' },
    ['plan and apply'],
  ),
  'a stack is only looked at': aStory({ ...withDisk({}), isExposed: true, hasApp: true, observes: 'stack' }, [
    { kind: 'edit an object', pick: 0.3 },
    'send an event',
    'plan and apply',
    afterwards('time passes', 1),
  ]),
  ...Object.fromEntries(
    Object.entries(markedMeanwhile).map(([name, { shape, commands, mark, nth = 1 }]) => [
      name,
      aStory(shape, [...commands, meanwhile(mark, entry, { nth, pick: 0.3 * Number(mark === 'protect an object') })], {
        faults: [{ ...fault('F-19', entry, 30), nth }],
      }),
    ]),
  ),
};
