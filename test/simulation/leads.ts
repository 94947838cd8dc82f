import { type Command, type CommandKind, networkKinds, objectKinds, slipKinds } from './command.ts';
import type { FaultName, PlannedFault } from './faults.ts';
import type { Script } from './script.ts';
import { zones } from './shape.ts';

/** A script that is led to where chance alone seldom comes; whatever else is in it stays. */
export type Lead = (script: Script, chance: () => number) => Script;

export function pickFrom<T>(all: readonly T[], chance: () => number): T {
  return all[Math.floor(chance() * all.length)] as T;
}

/** Seconds between two of them: enough for a pass. */
const usualPause = 9;

export function soon(...kinds: CommandKind[]): Command[] {
  return kinds.map((kind) => ({ kind, pick: 0, after: usualPause * 1000 }));
}

function some(kinds: readonly CommandKind[], chance: () => number, count: number): Command[] {
  return Array.from({ length: count }, () => ({
    kind: pickFrom(kinds, chance),
    pick: Math.floor(chance() * 1000) / 1000,
    after: Math.floor(chance() * 6000),
  }));
}

/** Where it matters who is in between: a write, or the look right before one. */
const aroundWrites = [
  'PUT /apis/coordination',
  'GET /apis/coordination',
  'GET /api/v1/namespaces/underpin/configmaps/underpin',
  'addInstance',
  'removeInstance',
  'attachDisk',
  'detachDisk',
  'POST /apis/batch',
  'PATCH /api/v1/nodes',
];
const reads = [
  'aggregated/instances',
  'aggregated/instanceGroupManagers',
  'aggregated/disks',
  'listManagedInstances',
  'regions/us-central1/targetPools',
  'GET /api/v1/nodes',
  'GET /api/v1/persistentvolumes',
  'GET /api/v1/namespaces/underpin/configmaps/underpin',
  '/operations',
];

/** As often as the product asks again: it asks in vain. */
function forGood(on: string, fault: FaultName): PlannedFault[] {
  return Array.from({ length: 4 }, () => ({ worker: 0, call: 1, fault, on }));
}

/** Each time with an event that has it put right. */
const again = (kind: CommandKind, pick: number, times: number): Command[] =>
  Array.from({ length: times }, () => [
    { kind, pick, after: usualPause * 1000 },
    { kind: 'send an event', pick: 0, after: 1000 } as Command,
  ]).flat();

export const leads: readonly Lead[] = [
  /** Somebody edits or loses what exposes the stack, and a repair puts it right. */
  (script, chance) => ({
    ...script,
    shape: { ...script.shape, isExposed: true, mode: 'apply', hasApp: chance() < 0.3 },
    commands: [
      ...script.commands.slice(0, 1),
      ...some(networkKinds, chance, 1 + Math.floor(chance() * 3)),
      ...soon('plan and apply'),
      ...some(networkKinds, chance, 1),
      ...soon(pickFrom(['plan and apply', 'send an event'], chance)),
    ],
  }),
  /** The stack has objects, and somebody is at work on them. */
  (script, chance) => ({
    ...script,
    shape: {
      ...script.shape,
      hasApp: true,
      isExposed: chance() < 0.6,
      mode: 'apply',
      ...(chance() < 0.2 && { scaledBy: pickFrom(['person', 'autoscaler'] as const, chance) }),
    },
    commands: [
      ...script.commands.slice(0, 1),
      ...some(objectKinds, chance, 1 + Math.floor(chance() * 3)),
      ...soon('plan and apply', 'send an event'),
    ],
  }),
  /** Marks and slips, and then what they hold back. */
  (script, chance) => ({
    ...script,
    shape: { ...script.shape, isExposed: chance() < 0.3, isStackProtected: chance() < 0.2 },
    commands: [
      ...some(slipKinds, chance, 1 + Math.floor(chance() * 2)),
      ...script.commands,
      ...soon(pickFrom(['plan and apply', 'send an event'], chance)),
    ],
  }),
  /** Somebody declares that it is only looked at. */
  (script, chance) => ({
    ...script,
    shape: { ...script.shape, observes: pickFrom(['deployment', 'stack'] as const, chance), hasApp: chance() < 0.3 },
    commands: [...script.commands, ...soon('plan and apply', 'send an event')],
  }),
  /** Disks that every node reads, or that two zones hold. */
  (script, chance) => ({
    ...script,
    shape: {
      ...script.shape,
      disks: script.shape.disks.map((disk) => {
        if (chance() < 0.5) return { ...disk, isReadOnly: true, formatIfBlank: false };
        return { ...disk, otherZone: disk.zone === zones[0] ? zones[1] : zones[0] };
      }),
    },
    commands: [...script.commands, ...soon('send an event')],
  }),
  /** References are written in another way, and a group keeps its pool by itself. */
  (script, chance) => ({
    ...script,
    shape: {
      ...script.shape,
      references: pickFrom(['number', 'beta'] as const, chance),
      pools: script.shape.pools.map((pool, index) => (index === 0 ? { ...pool, isOfGroup: true } : pool)),
    },
  }),
  /** Others act while a certain request is on its way, which stands still meanwhile. */
  (script, chance) => {
    const during = pickFrom(aroundWrites, chance);
    const nth = 1 + Math.floor(chance() * 3);
    const stands = chance() < 0.5;
    return {
      ...script,
      faults: stands ? [{ worker: 0, call: 1, fault: 'F-19', on: during, nth, seconds: 25 }] : script.faults,
      commands: [
        ...script.commands.map((one, index) => (index === 0 ? { ...one, during, nth } : one)),
        ...soon('send an event'),
      ],
    };
  },
  /** Two at once, and one stands still for longer than its Lease. */
  (script, chance) => ({
    ...script,
    skews: [chance() < 0.3 ? 300_000 : 0, 0],
    shape: { ...script.shape, clusterSkew: pickFrom([0, 0, 300_000, -300_000], chance) },
    faults: [{ worker: 0, call: 1, fault: 'F-19', on: pickFrom(aroundWrites, chance), seconds: 70 + chance() * 30 }],
    commands: [
      ...soon('exclude a node', 'send an event'),
      ...soon('send an event', 'send an event'),
      ...script.commands.map((one) => ({ ...one, after: 15_000 })),
      ...soon('send an event'),
    ],
  }),
  /** What can be read by nobody for a while. */
  (script, chance) => ({
    ...script,
    faults: [...forGood(pickFrom(reads, chance), pickFrom(['F-06', 'F-08', 'F-09', 'F-12'], chance)), ...script.faults],
    commands: [...script.commands, ...soon('send an event')],
  }),
  /** The same again and again, within the hour. */
  (script, chance) => {
    const kind = pickFrom(
      ['remove a member by hand', 'add a member by hand', 'detach a disk by hand', 'throw the kill switch'] as const,
      chance,
    );
    const pick = Math.floor(chance() * 100) / 1000;
    const before = kind === 'add a member by hand' ? soon('exclude a node') : [];
    return {
      ...script,
      faults: [],
      shape: { ...script.shape, limits: { ...script.shape.limits, ...(chance() < 0.3 && { mutationsPerHour: 2 }) } },
      commands: [...before, ...again(kind, pick, 2), ...script.commands.slice(0, 1), ...again(kind, pick, 3)],
    };
  },
  /** A pass may do less than there is to do. */
  (script, chance) => ({
    ...script,
    shape: {
      ...script.shape,
      limits: { ...script.shape.limits, mutationsPerPass: 1 + Math.floor(chance() * 2) },
    },
    commands: [...script.commands, ...soon('send an event')],
  }),
  /** The night's audit, twice, and its notice. */
  (script, chance) => ({
    ...script,
    shape: { ...script.shape, hasApp: chance() < 0.4 },
    faults: chance() < 0.5 ? [{ worker: 0, call: 1, fault: 'F-06', on: ':publish' }] : script.faults,
    commands: [...script.commands, { kind: 'audit at night', pick: 0, after: 60_000 }, ...soon('audit at night')],
  }),
  /** A list that lacks a place, and tells so in one way alone. */
  (script, chance) => {
    const tells = pickFrom(['unreachables', 'warning', 'warning of the place'] as const, chance);
    const lists = ['aggregated/instanceGroupManagers', 'aggregated/instances', 'aggregated/instances'];
    return {
      ...script,
      shape: {
        ...script.shape,
        groups: script.shape.groups.map((group) => ({ ...group, zone: zones[1] })),
        disks: [],
        limits: { removalsPerPass: '100%', stopWhenMissing: '100%' },
      },
      faults: lists.map((on) => ({ worker: 0, call: 1, fault: 'F-17' as const, on, tells })),
      commands: [...soon(pickFrom(['send an event', 'audit at night'], chance)), ...script.commands.slice(0, 1)],
    };
  },
  /** Lists of several pages, of which one may not come. */
  (script, chance) => {
    const fault = pickFrom(['F-06', 'F-08', 'F-12', 'F-13', 'F-14'] as const, chance);
    const further = { worker: 0, call: 1, fault, on: pickFrom(reads, chance), nth: 2 };
    return {
      ...script,
      shape: { ...script.shape, pageSize: 1 + Math.floor(chance() * 3), hasApp: chance() < 0.2 },
      faults: chance() < 0.6 ? [further] : script.faults,
      commands: [...script.commands, ...soon(pickFrom(['send an event', 'audit at night'], chance))],
    };
  },
];
