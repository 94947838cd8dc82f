import { seededChance, seededUuid } from '../../sandbox/seeded-chance.ts';
import type { VirtualClock } from '../../sandbox/virtual-clock.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { History } from './history.ts';

export interface WorkerOptions {
  name: string;
  seed: number;
  /** F-24: how far its clock is off, in milliseconds. */
  skew: number;
}

/**
 * One instance of the functions: a clock of its own, and a life that ends at any await. Whoever waits for something on a
 * dead worker waits for ever; on a frozen one, until it thaws.
 */
export class Worker {
  readonly name: string;
  readonly skew: number;
  readonly #clock: VirtualClock;
  readonly #history: History;
  readonly #seed: number;
  #frozenUntil = 0;
  #runtimes = 0;
  incarnation = 0;
  /** How many requests it has sent, over all its lives. */
  calls = 0;
  chance: () => number = () => 0;
  /** Called when it dies. */
  onCrash: () => void = () => undefined;

  constructor(clock: VirtualClock, history: History, { name, seed, skew }: WorkerOptions) {
    this.name = name;
    this.skew = skew;
    this.#clock = clock;
    this.#history = history;
    this.#seed = seed;
  }

  start(): void {
    this.incarnation += 1;
    this.#frozenUntil = 0;
    this.chance = seededChance(this.#seed * 1009 + this.incarnation);
    this.#history.add({ kind: 'started', worker: this.name, incarnation: this.incarnation });
  }

  crash(): void {
    this.#history.add({ kind: 'crashed', worker: this.name, incarnation: this.incarnation });
    this.start();
    this.onCrash();
  }

  /** F-19: it stands still, with all its clocks, and does not know. */
  freeze(seconds: number): void {
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#clock.now() + seconds * 1000);
    const until = this.#frozenUntil;
    this.#history.add({ kind: 'frozen', worker: this.name, incarnation: this.incarnation, until });
  }

  /** Resolves when the worker of that life may go on; never, when it is over. */
  async proceed(incarnation: number): Promise<void> {
    while (incarnation === this.incarnation && this.#frozenUntil > this.#clock.now())
      await this.#clock.sleep(this.#frozenUntil - this.#clock.now());
    if (this.isOver(incarnation)) await new Promise(() => undefined);
  }

  get isFrozen(): boolean {
    return this.#frozenUntil > this.#clock.now();
  }

  isOver(incarnation: number): boolean {
    return incarnation !== this.incarnation;
  }

  /** For the life that is being lived; each function has its own chance. */
  runtime(): Runtime {
    const { incarnation } = this;
    this.#runtimes += 1;
    const random = seededChance(this.#seed * 31 + this.#runtimes * 7919);
    return {
      now: () => this.#clock.now() + this.skew,
      sleep: async (milliseconds, signal) => {
        await this.#clock.sleep(milliseconds, signal);
        await this.proceed(incarnation);
      },
      random,
      uuid: () => seededUuid(random),
    };
  }
}
