import type { Script } from '../script.ts';
import { afterwards, aGroup, aPool, aStory, fault, forGood, meanwhile, type Told, vms, withDisk } from './a-story.ts';

const twoPools = [aPool({}), aPool({ name: 'nodes-1' })];
const ownRule = 'GET projects/my-project/regions/us-central1/forwardingRules/minecraft';
const ownFirewall = 'GET projects/my-project/global/firewalls/minecraft';
const ownPool = 'GET projects/my-project/regions/us-central1/targetPools/nodes';
const elsewhere: Told = { kind: 'edit the forwarding rule', pick: 0.9 };

/** How traffic comes in, and the objects that it comes to. */
export const networkStories: Record<string, Script> = {
  'what exposes a stack is lost': aStory({ isExposed: true, disks: [] }, [
    'lose the forwarding rule',
    'lose the firewall',
    'lose a pool',
    'send an event',
    'plan and apply',
  ]),
  'a forwarding rule leads elsewhere': aStory({ isExposed: true, pools: twoPools }, [
    elsewhere,
    'send an event',
    'plan and apply',
  ]),
  'a forwarding rule leads elsewhere again before it is mended': aStory(
    { isExposed: true, pools: [...twoPools, aPool({ name: 'nodes-2' })] },
    [
      { kind: 'edit the forwarding rule', pick: 0.5 },
      'plan and apply',
      meanwhile('edit the forwarding rule', 'PUT /apis/coord', { pick: 0.9 }),
    ],
    { faults: [fault('F-19', 'PUT /apis/coord', 5)] },
  ),
  'a forwarding rule leads elsewhere again before it is read back': aStory(
    { isExposed: true, disks: [], pools: twoPools },
    [elsewhere, 'plan and apply', meanwhile('edit the forwarding rule', ownRule, { nth: 2, pick: 0.9 })],
    { faults: [{ ...fault('F-19', ownRule, 10), nth: 2 }] },
  ),
  'a firewall is edited again before it is read back': aStory(
    { isExposed: true, disks: [] },
    ['edit the firewall', 'plan and apply', meanwhile('edit the firewall', ownFirewall, { nth: 2 })],
    { faults: [{ ...fault('F-19', ownFirewall, 10), nth: 2 }] },
  ),
  'a pool that is made is emptied before it is read back': aStory(
    { isExposed: true, disks: [] },
    ['lose the forwarding rule', 'lose a pool', 'plan and apply', meanwhile('empty a pool', ownPool, { nth: 2 })],
    { faults: [{ ...fault('F-19', ownPool, 10), nth: 2 }] },
  ),
  'a firewall is opened in every way': aStory(
    { isExposed: true },
    [0, 0.5, 0.7, 0.9, 0.3].flatMap((pick): Told[] => [
      { kind: 'edit the firewall otherwise', pick },
      'plan and apply',
    ]),
  ),
  'a firewall is edited in one way and in another, again and again': aStory(
    { isExposed: true, disks: [] },
    [1, 2, 3, 4, 5].flatMap((time): Told[] => [
      time % 2 === 0 ? 'edit the firewall' : { kind: 'edit the firewall otherwise', pick: 0 },
      'plan and apply',
    ]),
  ),
  'a firewall that is for others, too, is narrowed': aStory({ isExposed: true, disks: [] }, [
    { kind: 'edit the firewall otherwise', pick: 0.9 },
    'edit the firewall',
    'plan and apply',
  ]),
  'a firewall that is for others, too, lets in others than declared': aStory({ isExposed: true, disks: [] }, [
    { kind: 'edit the firewall otherwise', pick: 0.9 },
    { kind: 'edit the firewall otherwise', pick: 0 },
    'plan and apply',
  ]),
  'somebody makes the lost forwarding rule anew, on another address': aStory(
    { isExposed: true, disks: [] },
    [
      'lose the forwarding rule',
      'plan and apply',
      meanwhile('make a forwarding rule under the name that is free', 'PUT /apis/coord'),
    ],
    { faults: [fault('F-19', 'PUT /apis/coord', 5)] },
  ),
  'a firewall is lost where another VM has a tag of the nodes': aStory(
    { isExposed: true, disks: [], hasBastion: true },
    ['lose the firewall', 'plan and apply'],
  ),
  'a firewall is lost where another VM has every tag of the nodes': aStory(
    { isExposed: true, disks: [], hasBastion: true },
    ['the bastion gets the tag of the nodes', 'lose the firewall', 'plan and apply'],
  ),
  'a firewall that is for the bastion, too, is narrowed': aStory({ isExposed: true, disks: [], hasBastion: true }, [
    'widen the target of the firewall',
    'edit the firewall',
    'plan and apply',
  ]),
  'a firewall that is for the bastion, too, is narrowed, and the bastion cannot be seen': aStory(
    { isExposed: true, disks: [], hasBastion: true },
    ['widen the target of the firewall', 'edit the firewall', 'plan and apply'],
    { faults: [fault('F-17', vms), fault('F-17', vms)] },
  ),
  'a Service takes the forwarding rule before it leads back': aStory({ isExposed: true, pools: twoPools }, [
    elsewhere,
    'plan and apply',
    meanwhile('a Service takes the forwarding rule', 'PUT /apis/coord'),
  ]),
  'a firewall is edited again before it is mended': aStory(
    { isExposed: true },
    ['edit the firewall', 'plan and apply', meanwhile('edit the firewall otherwise', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 5)] },
  ),
  'somebody makes the lost firewall anew, and wide open': aStory(
    { isExposed: true },
    [
      'lose the firewall',
      'plan and apply',
      meanwhile('make a firewall under the name that is free', 'PUT /apis/coord'),
    ],
    { faults: [fault('F-19', 'PUT /apis/coord', 5)] },
  ),
  'objects are edited and deleted': aStory({ isExposed: true, hasApp: true, ...withDisk({ begins: 'mounted' }) }, [
    ...[0, 0.3, 0.5, 0.7, 0.9].map((pick): Told => ({ kind: 'edit an object', pick, after: 100 })),
    'plan and apply',
    { kind: 'delete an object', pick: 0.3 },
    'plan and apply',
    'clear the address of the Service',
    'send an event',
  ]),
  'another protocol comes in at the same port, and the rule of one leads elsewhere': aStory(
    { isExposed: true, disks: [], pools: twoPools },
    [{ kind: 'make a forwarding rule for another protocol', pick: 0.9 }, elsewhere, 'send an event', 'plan and apply'],
  ),
  'a worker stands still between two steps, and another has had the Lease since': aStory(
    { isExposed: true, disks: [], pools: twoPools },
    [
      'edit the firewall',
      elsewhere,
      { kind: 'plan and apply', pick: 0.9 },
      afterwards('exclude a node', 66),
      afterwards('send an event', 1),
    ],
    {
      seed: 6,
      skews: [0, 0],
      faults: [{ ...fault('F-19', 'GET projects/my-project/global/firewalls/', 85), worker: 1, nth: 2 }],
    },
  ),
  'another port comes in at the same address, and the rule of one is lost': aStory(
    { isExposed: true, disks: [], pools: twoPools },
    [{ kind: 'make a forwarding rule for another port', pick: 0.9 }, 'lose the forwarding rule', 'plan and apply'],
  ),
  'a forwarding rule is a Service’s now, and leads elsewhere': aStory({ isExposed: true, disks: [], pools: twoPools }, [
    'a Service takes the forwarding rule',
    elsewhere,
    'plan and apply',
  ]),
  'a global address has the name of the declared one, and the Service lacks it': aStory(
    { isExposed: true, hasApp: true, disks: [] },
    [
      'reserve a global address of the same name',
      'clear the address of the Service',
      'send an event',
      'clear the address of the Service',
      'plan and apply',
    ],
  ),
  'an object is edited again between the plan that is read and its repair': aStory(
    { isExposed: true, hasApp: true, disks: [] },
    [
      { kind: 'edit an object', pick: 0.9 },
      'plan a repair',
      { kind: 'edit an object otherwise', pick: 0.9 },
      'apply the last plan',
    ],
  ),
  'the Service is of another class now': aStory({ isExposed: true, hasApp: true, disks: [] }, [
    'make the Service anew in another class',
    'send an event',
    'plan and apply',
  ]),
  'a stack is taken down, and others use its label': aStory(
    { isExposed: true, hasApp: true, isSpread: true, disks: [] },
    ['others use the label of the stack', { kind: 'protect an object', pick: 0.3 }, 'take the stack down'],
  ),
  'a stack is taken down, and not all of it can be seen': aStory({ hasApp: true, disks: [] }, ['take the stack down'], {
    faults: [
      ...forGood('F-08', 'GET /api/v1/namespaces/default/secrets'),
      ...forGood('F-08', 'GET /api/v1/namespaces/default/secrets'),
    ],
  }),
  'a stack is taken down, and its pods are protected': aStory({ hasApp: true, disks: [] }, [
    'protect the pods',
    'take the stack down',
  ]),
  'a stack of another namespace is taken down, and others use its label': aStory(
    { hasApp: true, isAbroad: true, disks: [] },
    ['others use the label of the stack', 'take the stack down'],
  ),
  'a protected stack is taken down': aStory({ hasApp: true, disks: [], isStackProtected: true }, [
    'take the stack down',
  ]),
  'a forwarding rule leads elsewhere, and its pool is empty': aStory(
    {
      isExposed: true,
      groups: [aGroup(1)],
      pools: [aPool({ filled: 0 }), aPool({ name: 'nodes-1', filled: 1 })],
    },
    ['protect a VM', elsewhere, 'plan and apply'],
  ),
  'a firewall is given to others between its plan and its patch': aStory(
    { isExposed: true, disks: [] },
    ['edit the firewall', 'plan and apply', meanwhile('widen the target of the firewall', 'PUT /apis/coord')],
    { faults: [fault('F-19', 'PUT /apis/coord', 10)] },
  ),
  'nobody says who may come in': aStory({ isExposed: true, hasApp: true, hasNoSources: true, disks: [] }, [
    'plan and apply',
    'lose the firewall',
    'plan and apply',
  ]),
  'a VM that is off has the tag of the nodes, and the firewall is lost': aStory(
    { isExposed: true, hasBastion: true, disks: [] },
    ['the bastion is switched off', 'the bastion gets the tag of the nodes', 'lose the firewall', 'plan and apply'],
  ),
  'the sources of a firewall are edited while its tags are written': aStory(
    { isExposed: true, disks: [] },
    [
      'widen the target of the firewall',
      'plan and apply',
      meanwhile('edit the firewall', 'PUT /apis/coord', { nth: 3, pick: 0.4 }),
    ],
    { faults: [{ ...fault('F-19', 'PUT /apis/coord', 1), nth: 3 }] },
  ),
};
