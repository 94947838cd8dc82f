import type { Runtime } from '../../shared/runtime.ts';

interface Item {
  time: number;
  order: number;
  effect: () => void;
}

/**
 * What is to happen when. Effects run in the order of their times and see their own time as now, however late the
 * machine is, so a story is the same on a virtual clock and on a real one.
 */
export class Agenda {
  readonly #runtime: Runtime;
  readonly #items: Item[] = [];
  #order = 0;
  #present: number | undefined;
  #alarm: AbortController | undefined;
  #alarmTime = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  now(): number {
    return this.#present ?? this.#runtime.now();
  }

  after(seconds: number, effect: () => void): void {
    const time = this.now() + Math.max(0, seconds) * 1000;
    this.#order += 1;
    insertSorted(this.#items, { time, order: this.#order, effect });
    if (this.#present === undefined) this.#setAlarm();
  }

  /** Called before each request too, so that nobody sees a world that is behind its clock. */
  runDue(): void {
    if (this.#present !== undefined) return;
    const until = this.#runtime.now();
    try {
      for (let next = this.#items[0]; next && next.time <= until; next = this.#items[0]) {
        this.#items.shift();
        this.#present = next.time;
        next.effect();
      }
    } finally {
      this.#present = undefined;
      this.#setAlarm();
    }
  }

  /** Milliseconds since the epoch of the next effect; undefined when the world is at rest. */
  nextTime(): number | undefined {
    return this.#items[0]?.time;
  }

  close(): void {
    this.#closed = true;
    this.#items.length = 0;
    this.#alarm?.abort('another alarm');
  }

  #setAlarm(): void {
    const next = this.#items[0];
    if (!next || this.#closed || next.time >= this.#alarmTime) return;
    this.#alarm?.abort('another alarm');
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#alarmTime = next.time;
    void this.#runtime.sleep(Math.max(0, next.time - this.#runtime.now()), alarm.signal).then(() => {
      if (alarm.signal.aborted) return;
      this.#alarmTime = Number.POSITIVE_INFINITY;
      this.runDue();
    });
  }
}

function insertSorted(items: Item[], item: Item): void {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = items[middle];
    if (other && other.time <= item.time) low = middle + 1;
    else high = middle;
  }
  items.splice(low, 0, item);
}
