import type { Command, CommandKind } from '../command.ts';
import type { FaultName, PlannedFault } from '../faults.ts';
import { aDisk, aShape } from '../scenarios.ts';
import type { Script } from '../script.ts';
import type { DiskShape, PoolShape, WorldShape } from '../shape.ts';

export type Told = CommandKind | (Partial<Command> & { kind: CommandKind });

/** Seconds between two commands, where a story says nothing else. */
export const usualPause = 8;

export function aStory(shape: Partial<WorldShape>, commands: Told[], rest: Partial<Script> = {}): Script {
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

export const aGroup = (size: number, fields: Partial<WorldShape['groups'][number]> = {}) => ({
  name: 'minions',
  zone: 'us-central1-a',
  size,
  ...fields,
});
export const aPool = (fields: Partial<PoolShape>): PoolShape => ({
  name: 'nodes',
  groups: ['minions'],
  minimumMembers: 1,
  filled: 3,
  isForeign: false,
  ...fields,
});
export const withDisk = (fields: Partial<DiskShape>) => ({ disks: [{ ...aDisk, ...fields }] });
export const fault = (name: FaultName, on: string, seconds = 90): PlannedFault => ({
  worker: 0,
  call: 1,
  fault: name,
  on,
  seconds,
});
export const oneNode = { groups: [aGroup(1)], pools: [aPool({ filled: 1 })] };
export const twoGroups = { groups: [aGroup(2), aGroup(1, { name: 'burst' })], pools: [aPool({ filled: 2 })] };
/** What runs is faster than its disk, and may be restarted. */
export const hasty = { hasApp: true, isHasty: true, restartPods: true };
export const afterwards = (kind: CommandKind, seconds: number): Told => ({ kind, after: seconds * 1000 });

export const lease = '/leases/home';
export const killSwitch = 'GET /api/v1/namespaces/underpin/configmaps/underpin';
export const vms = 'aggregated/instances';
export const groups = 'aggregated/instanceGroupManagers';
export const everything = { removalsPerPass: '100%', stopWhenMissing: '100%' };

/** As often as the product asks again: what cannot be had for a while. */
export const forGood = (name: FaultName, on: string): PlannedFault[] =>
  Array.from({ length: 4 }, () => fault(name, on));

/** While a request whose method and path hold this is on its way. */
export const meanwhile = (kind: CommandKind, during: string, rest: Partial<Command> = {}): Told => ({
  kind,
  during,
  ...rest,
});
