import type { KubernetesObject } from '../../../sandbox/kubernetes/object.ts';
import type { EntryOf } from '../history.ts';
import { isOurs, nameOfWorker } from './writes.ts';

const hourMilliseconds = 3_600_000;

type Line = [seconds: number, step: string];

/** The book of the hour in the Lease: how often each worker has written what there, and not taken it back. */
export class HourBook {
  readonly #own = new Map<string, number>();
  /** Where each worker has written something down last. */
  readonly #writtenAt = new Map<string, number>();

  note({ by, key, before, after }: EntryOf<'object'>, position: number): void {
    if (key !== 'underpin/home' || !isOurs(by)) return;
    if (without(linesIn(after), linesIn(before)).length > 0) this.#writtenAt.set(nameOfWorker(by), position);
  }

  writtenAt(worker: string): number {
    return this.#writtenAt.get(worker) ?? -1;
  }

  /** What a worker takes out of the book that is not an hour old, and that it has not written there itself. */
  lostBy({ by, key, before, after, at }: EntryOf<'object'>, clusterSkew: number): string | undefined {
    if (key !== 'underpin/home' || !isOurs(by)) return undefined;
    const [old, fresh] = [linesIn(before), linesIn(after)];
    const gone = without(old, fresh).filter(([seconds]) => at + clusterSkew - seconds * 1000 < hourMilliseconds);
    const lost = gone.map(([, step]) => step).find((step) => this.#count(`${by} ${step}`, -1) < 0);
    for (const [, step] of without(fresh, old)) this.#count(`${by} ${step}`, 1);
    return lost;
  }

  #count(own: string, by: number): number {
    const count = (this.#own.get(own) ?? 0) + by;
    this.#own.set(own, count);
    return count;
  }
}

function linesIn(lease: KubernetesObject | undefined): Line[] {
  return JSON.parse(lease?.metadata.annotations?.['underpin.dev/hour'] ?? '[]') as Line[];
}

function without(lines: Line[], others: Line[]): Line[] {
  const rest = others.map(String);
  return lines.filter((line) => {
    const index = rest.indexOf(String(line));
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
