export interface Timer {
  due: number;
  order: number;
  wake(): void;
  cancelled: boolean;
}

/** Timers by (due, order of insertion): a binary heap. */
export class TimerQueue {
  readonly #heap: Timer[] = [];
  #inserted = 0;

  add(due: number, wake: () => void): Timer {
    const timer = { due, order: this.#inserted++, wake, cancelled: false };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  /** The next timer that nobody cancelled. */
  peek(): Timer | undefined {
    while (this.#heap[0]?.cancelled) this.#removeFirst();
    return this.#heap[0];
  }

  take(): Timer | undefined {
    return this.peek() ? this.#removeFirst() : undefined;
  }

  #removeFirst(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(start: number): void {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, parent)) return;
      at = parent;
    }
  }

  #sink(start: number): void {
    for (let at = start; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#isEarlier(right, left) ? right : left;
      if (!this.#swapIfEarlier(child, at)) return;
      at = child;
    }
  }

  #swapIfEarlier(one: number, other: number): boolean {
    if (!this.#isEarlier(one, other)) return false;
    const [early, late] = [this.#heap[one], this.#heap[other]];
    if (early) this.#heap[other] = early;
    if (late) this.#heap[one] = late;
    return true;
  }

  #isEarlier(one: number, other: number): boolean {
    const [early, late] = [this.#heap[one], this.#heap[other]];
    if (!early || !late) return early !== undefined;
    return early.due < late.due || (early.due === late.due && early.order < late.order);
  }
}
