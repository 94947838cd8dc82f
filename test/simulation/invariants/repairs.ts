import type { Entry } from '../history.ts';

interface Hands {
  incarnation: number;
  /** So many repairs, of which one at least is to be applied. */
  open: number;
  applies: boolean;
}

/** Which repairs each worker has in its hands. */
export class Repairs {
  readonly #hands = new Map<string, Hands>();

  /** Who is done with all that it was asked for, if this is the last answer. */
  take(entry: Entry): { worker: string; incarnation: number } | undefined {
    if (entry.kind === 'started') this.#hands.set(entry.worker, emptyHands(entry.incarnation));
    if ((entry.kind !== 'asked' && entry.kind !== 'answer') || entry.trigger !== 'repair') return undefined;
    const { worker } = entry;
    const { incarnation, open, applies } = this.#hands.get(worker) ?? emptyHands(1);
    if (entry.kind === 'asked') {
      this.#hands.set(worker, { incarnation, open: open + 1, applies: applies || entry.applies });
      return undefined;
    }
    const isLast = open <= 1;
    this.#hands.set(worker, isLast ? emptyHands(incarnation) : { incarnation, open: open - 1, applies });
    return isLast ? { worker, incarnation } : undefined;
  }

  /** As long as somebody waits who asked to apply one; of several side by side nothing tells which it is. */
  mayApply(worker: string): boolean {
    return this.#hands.get(worker)?.applies ?? false;
  }
}

function emptyHands(incarnation: number): Hands {
  return { incarnation, open: 0, applies: false };
}
