import type { SimulatedWorld } from '../simulated-world.ts';

/** What somebody does, or what happens; `pick` chooses among what is there then. */
export type Deed = (world: SimulatedWorld, pick: number) => unknown;

export function chosen<T>(all: readonly T[], pick: number): T | undefined {
  return all[Math.floor(pick * all.length)];
}

/** Another choice by the same number: which pool, and which of its members. */
export function chosenNext<T>(all: readonly T[], pick: number): T | undefined {
  return chosen(all, (pick * 31) % 1);
}
