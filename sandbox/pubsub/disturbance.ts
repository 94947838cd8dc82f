import type { Runtime } from '../../shared/runtime.ts';

/** How often, from 0 to 1, a message on its way to a subscription is duplicated, delayed or dropped. */
export interface Disturbance {
  duplicated?: number;
  dropped?: number;
  delayed?: number;
  /** How late a delayed message, or the second of a duplicate, comes; delays put messages out of order. */
  delaySeconds?: readonly [least: number, most: number];
}

/** The delays after which copies of a message set out: `[0]` when nothing disturbs, none when it is dropped. */
export function delaysUnder(disturbance: Disturbance, { random }: Pick<Runtime, 'random'>): number[] {
  const { duplicated = 0, dropped = 0, delayed = 0, delaySeconds: [least, most] = [0, 60] } = disturbance;
  if (!duplicated && !dropped && !delayed) return [0];
  const delay = () => Math.round((least + random() * (most - least)) * 1000) / 1000;
  if (random() < dropped) return [];
  const first = random() < delayed ? delay() : 0;
  return random() < duplicated ? [first, delay()] : [first];
}
