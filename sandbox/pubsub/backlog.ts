import type { PubsubMessage } from './message.ts';

/** A message on its way to a subscriber. */
export interface Delivery {
  message: PubsubMessage;
  /** How often it was handed out. */
  attempts: number;
  /** Milliseconds since the epoch. */
  publishedAt: number;
}

interface Lease {
  delivery: Delivery;
  until: number;
}

/** Messages that nobody acknowledged yet: ready to be handed out, or out until their lease ends. */
export class Backlog {
  readonly #ready: Delivery[] = [];
  readonly #leases = new Map<string, Lease>();
  #leaseCount = 0;

  put(delivery: Delivery): void {
    this.#ready.push(delivery);
  }

  next(): Delivery | undefined {
    return this.#ready.shift();
  }

  lease(delivery: Delivery, until: number): string {
    this.#leaseCount += 1;
    const acknowledgement = `ack-${delivery.message.messageId}-${this.#leaseCount}`;
    this.#leases.set(acknowledgement, { delivery, until });
    return acknowledgement;
  }

  /** The delivery, when its lease is still running. */
  release(acknowledgement: string): Delivery | undefined {
    const lease = this.#leases.get(acknowledgement);
    this.#leases.delete(acknowledgement);
    return lease?.delivery;
  }

  extend(acknowledgement: string, until: number): void {
    const lease = this.#leases.get(acknowledgement);
    if (lease) lease.until = until;
  }

  takeExpired(now: number): Delivery[] {
    const ended = [...this.#leases].filter(([, { until }]) => until <= now);
    for (const [acknowledgement] of ended) this.#leases.delete(acknowledgement);
    return ended.map(([, { delivery }]) => delivery);
  }

  /** When the first lease ends. */
  nextExpiry(): number {
    return Math.min(...[...this.#leases.values()].map(({ until }) => until));
  }

  clear(): void {
    this.#ready.length = 0;
    this.#leases.clear();
  }

  get readyCount(): number {
    return this.#ready.length;
  }

  get leasedCount(): number {
    return this.#leases.size;
  }
}
