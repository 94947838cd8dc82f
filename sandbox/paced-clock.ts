import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Runtime } from '../shared/runtime.ts';
import { seededChance, seededUuid } from './seeded-chance.ts';

export interface PacedClockOptions {
  /** Milliseconds since the epoch; the present when absent. */
  start?: number;
  /** How many times faster than the wall clock. */
  speed?: number;
  seed?: number;
}

/** Real time, or a multiple of it, for a server that stays up. */
export function createPacedClock({ start, speed = 1, seed }: PacedClockOptions = {}): Runtime {
  const began = performance.now();
  const origin = start ?? Date.now();
  const random = seed === undefined ? Math.random : seededChance(seed);
  return {
    now: () => Math.floor(origin + (performance.now() - began) * speed),
    sleep: (milliseconds, signal) =>
      pause(milliseconds / speed, undefined, signal ? { signal } : {}).catch(() => undefined),
    random,
    uuid: seed === undefined ? randomUUID : () => seededUuid(random),
  };
}
