import type { Entry } from '../history.ts';

export interface Delivery {
  at: number;
  worker: string;
  incarnation: number;
  message: string;
  /** What the function said since, of whatever delivery: they go on side by side. */
  said: Set<string>;
  /** Of which projects the events are that it has read since, likewise. */
  projects: Set<unknown>;
}

/** Which deliveries of events a worker has in its hands. */
export class Deliveries {
  readonly #open: Delivery[] = [];
  readonly publishedAt = new Map<string, number>();

  /** The delivery that has come to its end, if this is the end of one. */
  take(entry: Entry): Delivery | undefined {
    if (entry.kind === 'line' && entry.trigger === 'event')
      for (const one of this.of(entry)) {
        one.said.add(String(entry.line.message));
        if (entry.line.message === 'event') one.projects.add(entry.line.project);
      }
    if (entry.kind !== 'message') return undefined;
    const { id: message, what, worker, incarnation, at } = entry;
    if (what === 'published') this.publishedAt.set(message, at);
    if (worker === null || incarnation === null) return undefined;
    if (what === 'delivered')
      this.#open.push({ at, worker, incarnation, message, said: new Set(), projects: new Set() });
    if (!['acknowledged', 'refused', 'lost'].includes(what)) return undefined;
    const isSame = (one: Delivery) =>
      one.message === message && one.worker === worker && one.incarnation === incarnation;
    // Of several deliveries of one message the newest is refused soonest, and the oldest has done what is acknowledged.
    const index = what === 'acknowledged' ? this.#open.findIndex(isSame) : this.#open.findLastIndex(isSame);
    return index < 0 ? undefined : this.#open.splice(index, 1)[0];
  }

  of({ worker, incarnation }: { worker: string; incarnation: number }): Delivery[] {
    return this.#open.filter((one) => one.worker === worker && one.incarnation === incarnation);
  }
}
