import type { Entry } from '../history.ts';

/** How many repairs each worker has in its hands. */
export class Repairs {
  readonly #open = new Map<string, number>();
  readonly #incarnations = new Map<string, number>();

  /** Who is done with all that it was asked for, if this is the last answer. */
  take(entry: Entry): { worker: string; incarnation: number } | undefined {
    if (entry.kind === 'started') {
      this.#open.delete(entry.worker);
      this.#incarnations.set(entry.worker, entry.incarnation);
    }
    if ((entry.kind !== 'asked' && entry.kind !== 'answer') || entry.trigger !== 'repair') return undefined;
    const { worker } = entry;
    const open = (this.#open.get(worker) ?? 0) + (entry.kind === 'asked' ? 1 : -1);
    this.#open.set(worker, open);
    return open === 0 ? { worker, incarnation: this.#incarnations.get(worker) ?? 1 } : undefined;
  }
}
