import type { Share } from './cluster.ts';

/** P-06: a percentage of a few members is less than one, hence the least; a number, and 0 %, mean what they say. */
export function amountOf({ count, percent }: Share, of: number, atLeast: number): number {
  if (count !== null) return count;
  return percent === 0 ? 0 : Math.max(atLeast, Math.floor((of * percent) / 100));
}
