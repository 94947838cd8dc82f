import type { Command, CommandKind } from './command.ts';
import type { FaultName, PlannedFault } from './faults.ts';
import { aDisk, aShape, scenarios } from './scenarios.ts';
import type { Script } from './script.ts';
import type { DiskShape, PoolShape, WorldShape } from './shape.ts';

type Told = CommandKind | (Partial<Command> & { kind: CommandKind });

/** Seconds between two commands, where a story says nothing else. */
const usualPause = 8;

function aStory(shape: Partial<WorldShape>, commands: Told[], rest: Partial<Script> = {}): Script {
  return {
    seed: 1,
    shape: { ...aShape({}), ...shape },
    skews: [0],
    faults: [],
    mail: [],
    commands: commands.map((one) => ({
      pick: 0,
      after: usualPause * 1000,
      ...(typeof one === 'string' ? { kind: one } : one),
    })),
    ...rest,
  };
}

const aGroup = (size: number, fields: Partial<WorldShape['groups'][number]> = {}) => ({
  name: 'minions',
  zone: 'us-central1-a',
  size,
  ...fields,
});
const aPool = (fields: Partial<PoolShape>): PoolShape => ({
  name: 'nodes',
  groups: ['minions'],
  minimumMembers: 1,
  filled: 3,
  isForeign: false,
  ...fields,
});
const withDisk = (fields: Partial<DiskShape>) => ({ disks: [{ ...aDisk, ...fields }] });
const fault = (name: FaultName, on: string, seconds = 90): PlannedFault => ({
  worker: 0,
  call: 1,
  fault: name,
  on,
  seconds,
});
const twoGroups = { groups: [aGroup(2), aGroup(1, { name: 'burst' })], pools: [aPool({ filled: 2 })] };
const afterwards = (kind: CommandKind, seconds: number): Told => ({ kind, after: seconds * 1000 });

const lease = '/leases/home';
const killSwitch = 'GET /api/v1/namespaces/underpin/configmaps/underpin';
const vms = 'aggregated/instances';
const groups = 'aggregated/instanceGroupManagers';
const everything = { removalsPerPass: '100%', stopWhenMissing: '100%' };

const poolStories: Record<string, Script> = {
  'a zone is not seen, neither its group nor its VMs': aStory(
    { groups: [aGroup(3, { zone: 'us-central1-b' })], limits: everything },
    ['send an event'],
    { faults: [fault('F-17', groups), fault('F-17', vms), fault('F-17', vms)] },
  ),
  'a VM is replaced between the plan and its addition': aStory({ pools: [aPool({ filled: 2 })] }, [
    'send an event',
    {
      kind: 'replace a VM at once',
      pick: 0.99,
      during: `PUT /apis/coordination.k8s.io/v1/namespaces/underpin${lease}`,
    },
  ]),
  'one joins and one leaves': aStory({ pools: [aPool({ filled: 2 })] }, ['exclude a node', 'send an event']),
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
  'a pool is the cloud controller’s': aStory(
    { pools: [aPool({}), aPool({ name: 'nodes-1', filled: 1, isForeign: true })] },
    ['send an event'],
  ),
  'an operation ends with an error': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-15', 'addInstance')],
  }),
};

const diskStories: Record<string, Script> = {
  'a disk is on a VM of another group': aStory({ ...twoGroups, ...withDisk({ begins: 'attached', heldBy: 'burst' }) }, [
    'send an event',
  ]),
  'a disk is mounted on a VM of another group': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted', heldBy: 'burst' }) },
    ['plan and apply', afterwards('plan and apply', 20)],
  ),
  'a VM with a disk is about to stop': aStory(
    { ...withDisk({ begins: 'mounted' }), repairSeconds: 600 },
    ['preempt a VM', afterwards('send an event', 0)],
    { seed: 2 },
  ),
  'a disk is in another zone': aStory(withDisk({ zone: 'us-central1-b' }), ['send an event']),
  'a blank disk was made from something': aStory(withDisk({ content: 'blank', formatIfBlank: true }), [
    'send an event',
  ]),
  'a blank disk may not be formatted': aStory(withDisk({ content: 'blank', isNew: true }), ['send an event']),
  'a disk belongs to a volume': aStory(withDisk({ owner: 'PersistentVolume' }), ['send an event']),
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
};

const controlStories: Record<string, Script> = {
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
  'a cluster is only observed': aStory({ pools: [aPool({ filled: 2 })], mode: 'observe' }, ['send an event']),
  'a plan is applied that was read before': aStory({}, ['plan a repair', 'exclude a node', 'apply the last plan']),
  'the Lease is written and nobody hears of it': aStory({}, ['exclude a node', 'send an event'], {
    faults: [fault('F-02', `PUT /apis/coord`)],
  }),
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
  'an audit may not see the VMs': aStory({}, ['audit at night'], { faults: [fault('F-08', vms)] }),
  'a clock goes before': aStory(
    {},
    ['exclude a node', 'send an event', { kind: 'exclude a node', pick: 0.9 }, 'send an event'],
    { skews: [300_000] },
  ),
  'a declaration is broken': aStory({}, ['break the declaration', 'send an event']),
  'a worker stands still for six minutes': aStory({ pools: [aPool({ filled: 2 })] }, ['send an event'], {
    faults: [fault('F-19', `PUT /apis/coord`, 320)],
  }),
};

/** Each about one thing that must not be done: what a wrong variant of the product would do. */
export const stories: Record<string, Script> = { ...scenarios, ...poolStories, ...diskStories, ...controlStories };

export function storyCalled(name: string): Script {
  const script = stories[name];
  if (!script) throw new Error(`there is no story \`${name}\`; there are: ${Object.keys(stories).join('; ')}`);
  return script;
}
