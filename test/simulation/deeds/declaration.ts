import { type Files, unreadable } from '../declaration-files.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

export const declarationDeeds = {
  'break the declaration': (world) => declare(world, { 'cluster.yaml': '{ "kind": "Cluster", "spec": [' }, 'broken'),
  'empty the declaration': (world) => declare(world, { 'cluster.yaml': '' }, 'empty'),
  'lose the declaration': (world) => declare(world, {}, 'absent'),
  'restore the declaration': (world) => declare(world, null, 'whole'),
} satisfies Record<string, Deed>;

export const declarationSlips = {
  'slip in the declaration': (world, pick) => declare(world, chosen(slips, pick)?.(world.whole) ?? null, 'broken'),
} satisfies Record<string, Deed>;

/** What stands there is whole, and does not come, or is something else by now. */
export const declarationChanges = {
  'a file of the declaration cannot be read': (world) =>
    declare(world, { ...world.whole, 'minecraft/0.yaml': unreadable }, 'broken'),
  'give the disk to another group': (world) => {
    world.whole = edited(world.whole, 'minecraft/stack.yaml', ['"nodes":"minions"', '"nodes":"burst"']);
    declare(world, null, 'whole');
  },
  'declare another number of what runs': (world) => {
    world.whole = Object.fromEntries(
      Object.entries(world.whole).map(([path, text]) => [path, text.replace('"replicas":2', '"replicas":3')]),
    );
    declare(world, null, 'whole');
  },
} satisfies Record<string, Deed>;

/** What somebody mistypes: most of it can be read, and all of it together means something else. */
const slips: ((whole: Files) => Files)[] = [
  (whole) => ({ ...whole, 'minecraft/stack.yaml': '{ "kind": "Stack", "spec": [' }),
  (whole) => edited(whole, 'cluster.yaml', ['"minimumMembers"', '"minimumMember"']),
  (whole) => edited(whole, 'minecraft/stack.yaml', ['"kind":"Stack"', '"kind":"Stakc"']),
  (whole) => edited(whole, 'cluster.yaml', ['"instanceGroupManager"', '"instanceGroup"']),
  (whole) => ({ ...whole, 'again/cluster.yaml': whole['cluster.yaml'] ?? '' }),
];

function edited(whole: Files, file: string, [from, to]: [string, string]): Files {
  return { ...whole, [file]: (whole[file] ?? '').replaceAll(from, to) };
}

export function declare(
  world: SimulatedWorld,
  files: Files | null,
  state: 'whole' | 'broken' | 'empty' | 'absent',
): void {
  world.files = files ?? world.whole;
  world.history.add({ kind: 'declared', files: world.files, state });
}
