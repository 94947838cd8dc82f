import type fc from 'fast-check';

/** What strangers may send to one part of the product, and what must hold whatever they send. */
export interface Target {
  /** On the command line. */
  name: string;
  open(): Promise<Opened>;
}

export interface Opened {
  property: fc.IRawProperty<unknown>;
  /** How many were taken: a run of the property may take several. */
  inputs(): number;
  /** What was seen on the way: to tell that it was not always the same. */
  seen: Map<string, number>;
  close(): void;
}

export function note(seen: Map<string, number>, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

const longestMilliseconds = 1000;

/**
 * Throws when `work` takes this process longer than it may; how busy the machine is besides counts for nothing, nor does
 * what happens to fall into it once, such as a collection of garbage: what hangs, hangs again.
 */
export async function inTime<T>(work: () => Promise<T> | T): Promise<T> {
  const first = await timed(work);
  if (first.milliseconds <= longestMilliseconds) return first.result;
  const again = await timed(work);
  if (again.milliseconds <= longestMilliseconds) return again.result;
  throw new Error(
    `it took ${Math.round(first.milliseconds)} ms, and ${Math.round(again.milliseconds)} ms the second time`,
  );
}

async function timed<T>(work: () => Promise<T> | T): Promise<{ result: T; milliseconds: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}
