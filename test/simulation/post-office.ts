import type { VirtualClock } from '../../sandbox/virtual-clock.ts';
import type { History, MessageStep } from './history.ts';

export interface Message {
  id: string;
  data: string;
  publishTime: string;
  attempts: number;
}

/** What befalls the nth message (F: duplicated, reordered, delayed, dropped). */
export interface PlannedMail {
  message: number;
  what: 'dropped' | 'duplicated' | 'delayed';
  seconds?: number;
}

/** Who takes messages; resolves to acknowledge, rejects to have it again. */
export type Deliver = (message: Message) => Promise<void>;

const mostAttempts = 3;

/**
 * Pub/Sub as far as it matters: at least once, in any order, again after a refusal, and at last given up. What is open when
 * it closes never comes: whoever closes it sees to what stands for it.
 */
export class PostOffice {
  readonly #clock: VirtualClock;
  readonly #history: History;
  readonly #chance: () => number;
  readonly #deliver: Deliver;
  readonly #mail: readonly PlannedMail[];
  #count = 0;
  #isClosed = false;
  /** Deliveries that are under way. */
  underWay = 0;

  constructor(of: {
    clock: VirtualClock;
    history: History;
    chance: () => number;
    deliver: Deliver;
    mail: PlannedMail[];
  }) {
    this.#clock = of.clock;
    this.#history = of.history;
    this.#chance = of.chance;
    this.#deliver = of.deliver;
    this.#mail = of.mail;
  }

  close(): void {
    this.#isClosed = true;
  }

  publish(data: string): void {
    this.#count += 1;
    const message = {
      id: String(this.#count),
      data,
      publishTime: new Date(this.#clock.now()).toISOString(),
      attempts: 0,
    };
    this.note(message, 'published');
    const planned = this.#mail.filter((one) => one.message === this.#count);
    if (planned.some(({ what }) => what === 'dropped')) {
      this.note(message, 'dropped');
      return;
    }
    const delay = planned.find(({ what }) => what === 'delayed')?.seconds ?? 0;
    const copies = planned.some(({ what }) => what === 'duplicated') ? 3 : 1;
    for (let copy = 0; copy < copies; copy += 1) void this.#carry(message, delay * 1000);
  }

  note({ id }: Message, what: MessageStep, by: { worker: string; incarnation: number } | null = null): void {
    this.#history.add({ kind: 'message', id, what, worker: by?.worker ?? null, incarnation: by?.incarnation ?? null });
  }

  async #carry(message: Message, delay: number): Promise<void> {
    await this.#clock.sleep(delay + 20 + Math.floor(this.#chance() * 300));
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      if (this.#isClosed) return;
      if (await this.#isTaken(message)) return;
      await this.#clock.sleep(Math.min(5000 * 2 ** (attempt - 1), 60_000));
    }
    this.note(message, 'given up');
  }

  async #isTaken(message: Message): Promise<boolean> {
    this.underWay += 1;
    try {
      await this.#deliver(message);
      return true;
    } catch {
      return false;
    } finally {
      this.underWay -= 1;
    }
  }
}
