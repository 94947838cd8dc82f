import { setTimeout as pause } from 'node:timers/promises';
import type { Runtime } from '../shared/runtime.ts';
import { untilQuiet } from './quiet.ts';
import { seededChance, seededUuid } from './seeded-chance.ts';
import { TimerQueue } from './timer-queue.ts';

/** Time that stands still while anybody works, and jumps to the next timer when nobody does. */
export interface VirtualClock extends Runtime {
  /** Work in flight, such as an open request: time does not pass until it settles. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until `work` settles; throws when it never can, since nobody works and no timer is set. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Lets that many milliseconds pass, and all that is due in them happen. */
  advance(milliseconds: number): Promise<void>;
  driveUntil(time: number): Promise<void>;
  /** Until no timer is left, or that much time has passed. */
  runUntilIdle(limitMilliseconds: number): Promise<void>;
  /** How many pieces of work are held now. */
  readonly held: number;
}

export interface VirtualClockOptions {
  /** Milliseconds since the epoch. */
  start?: number;
  seed?: number;
  /**
   * Count reads of files and connections under way in this process as work too. Off for simulations whose every
   * answer comes from memory: it saves a third of the time.
   */
  watchesInputOutput?: boolean;
}

/** 2027-01-15T03:00:00Z. */
const defaultStart = 1_799_982_000_000;

export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  return new Clock(options);
}

const longJumpMilliseconds = 60_000;
const momentMilliseconds = 25;

class Clock implements VirtualClock {
  readonly random: () => number;
  readonly #timers = new TimerQueue();
  readonly #watchesInputOutput: boolean;
  #now: number;
  #held = 0;
  #activity = 0;
  #release: (() => void) | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ start = defaultStart, seed = 1, watchesInputOutput = true }: VirtualClockOptions) {
    this.#now = start;
    this.random = seededChance(seed);
    this.#watchesInputOutput = watchesInputOutput;
  }

  readonly now = (): number => this.#now;

  readonly uuid = (): string => seededUuid(this.random);

  get held(): number {
    return this.#held;
  }

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.resolve();
    this.#activity++;
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', cancel);
        this.#activity++;
        resolve();
      };
      const timer = this.#timers.add(this.#now + Math.max(0, milliseconds), wake);
      const cancel = () => {
        timer.cancelled = true;
        wake();
      };
      signal?.addEventListener('abort', cancel, { once: true });
    });
  };

  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    this.#activity++;
    try {
      return await work;
    } finally {
      this.#held--;
      this.#activity++;
      if (this.#held === 0) this.#release?.();
    }
  }

  async drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
      this.#release?.();
    };
    work.then(settle, settle);
    while (!settled) await this.#step(() => settled, Number.POSITIVE_INFINITY, deadEnd);
    return work;
  }

  advance(milliseconds: number): Promise<void> {
    return this.driveUntil(this.#now + milliseconds);
  }

  async driveUntil(time: number): Promise<void> {
    let passed = false;
    const finish = () => {
      passed = true;
    };
    while (!passed) await this.#step(() => false, time, finish);
    this.#now = Math.max(this.#now, time);
  }

  async runUntilIdle(limitMilliseconds: number): Promise<void> {
    let idle = false;
    const finish = () => {
      idle = true;
    };
    const end = this.#now + limitMilliseconds;
    while (!idle) await this.#step(() => false, end, finish);
  }

  /** One wait for quiet and one jump. Those who drive at the same time take turns, so that no jump happens in mid-work. */
  #step(isSettled: () => boolean, end: number, onNothingDue: () => void): Promise<void> {
    const step = this.#turn.then(async () => {
      await this.#wait(isSettled, end);
      if (this.#watchesInputOutput) await this.#thinkTwice(isSettled, end);
      if (!isSettled()) this.#jump(end, onNothingDue);
    });
    this.#turn = step.catch(() => undefined);
    return step;
  }

  /** Nothing tells of bytes between two sockets, so before a long jump they get a moment to arrive. */
  async #thinkTwice(isSettled: () => boolean, end: number): Promise<void> {
    const due = Math.min(this.#timers.peek()?.due ?? end, end);
    const isLong = due - this.#now > longJumpMilliseconds && due < Number.POSITIVE_INFINITY;
    if (!isLong || isSettled()) return;
    await pause(momentMilliseconds);
    await this.#wait(isSettled, end);
  }

  #wait(isSettled: () => boolean, end: number): Promise<void> {
    return untilQuiet({
      isSettled,
      activity: () => this.#activity,
      isHeld: () => this.#held > 0,
      isStranded: () => end === Number.POSITIVE_INFINITY && this.#timers.peek() === undefined,
      released: () => this.#untilReleased(),
      watchesInputOutput: this.#watchesInputOutput,
    });
  }

  #untilReleased(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#release;
      // Not written where it is assigned: V8 would keep it, and all that its world holds (docs/decisions.md).
      const release = () => {
        this.#release = undefined;
        before?.();
        resolve();
      };
      this.#release = release;
    });
  }

  #jump(end: number, onNothingDue: () => void): void {
    const next = this.#timers.peek();
    if (!next || next.due > end) {
      onNothingDue();
      return;
    }
    this.#timers.take();
    this.#now = Math.max(this.#now, next.due);
    next.wake();
  }
}

function deadEnd(): never {
  throw new Error(
    'the virtual clock has come to a dead end: the awaited work is not settled, no request is held and no timer is set; ' +
      'something waits for what never comes, or does input and output that is not passed to `hold`',
  );
}
