import { messageOf } from '../../shared/errors.ts';
import { eventDeeds, isSwitchedOff, leaseDeeds, setSwitch, switchDeeds, switchSlips } from './deeds/control.ts';
import { declarationChanges, declarationDeeds, declarationSlips, declare } from './deeds/declaration.ts';
import type { Deed } from './deeds/deed.ts';
import { diskDeeds, diskMishaps, holderDeeds } from './deeds/disks.ts';
import { networkAccidents, networkDeeds, networkSquatters } from './deeds/network.ts';
import { nodeDeeds, nodeMarks, nodeNames, nodeNamesakes, reach } from './deeds/nodes.ts';
import { objectDeeds } from './deeds/objects.ts';
import { poolDeeds, poolMarks } from './deeds/pools.ts';
import { partDeeds, removalDeeds, repairDeeds } from './deeds/repairs.ts';
import { vmDeeds, vmMarks, vmNews } from './deeds/vms.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** Something that somebody does, or that happens. `pick` chooses among what is there then, so that any list can be cut. */
export interface Command {
  kind: CommandKind;
  pick: number;
  /** Milliseconds after the one before. */
  after: number;
  /** Instead: while a request whose method and path hold this is on its way (F-23). */
  during?: string;
  /** Of those requests, the how-manieth; the first unless said. */
  nth?: number;
}

export type CommandKind = keyof typeof deeds;

const usual = {
  ...vmDeeds,
  ...poolDeeds,
  ...nodeDeeds,
  ...diskDeeds,
  ...switchDeeds,
  ...declarationDeeds,
  ...eventDeeds,
  ...repairDeeds,
  ...networkDeeds,
  ...leaseDeeds,
  'time passes': () => undefined,
} satisfies Record<string, Deed>;

/** Marks and slips that may be met in any world. */
const anywhere = { ...diskMishaps, ...vmMarks, ...poolMarks, ...nodeMarks, ...switchSlips, ...declarationSlips };

const deeds = {
  ...usual,
  ...anywhere,
  ...networkAccidents,
  ...networkSquatters,
  ...declarationChanges,
  ...objectDeeds,
  ...holderDeeds,
  ...removalDeeds,
  ...partDeeds,
  ...vmNews,
  ...nodeNamesakes,
} satisfies Record<string, Deed>;

export const commandKinds = Object.keys(usual) as CommandKind[];
export const slipKinds = Object.keys(anywhere) as CommandKind[];
export const networkKinds = Object.keys({ ...networkDeeds, ...networkAccidents }) as CommandKind[];
export const objectKinds = Object.keys({ ...objectDeeds, ...removalDeeds }) as CommandKind[];

/** What cannot be done is not done: people try such things too. */
export async function perform(world: SimulatedWorld, { kind, pick }: Command): Promise<void> {
  world.history.add({ kind: 'command', words: kind });
  const deed: Deed = deeds[kind];
  try {
    await deed(world, pick);
  } catch (error) {
    world.history.add({ kind: 'command', words: `could not ${kind}: ${messageOf(error)}` });
  }
}

/** The kinds that end what kept Underpin from its work. */
export function makePeace(world: SimulatedWorld): void {
  if (isSwitchedOff(world)) setSwitch(world, 'on');
  if (world.files !== world.whole) declare(world, null, 'whole');
  for (const name of nodeNames(world)) reach(world, name, true);
}
