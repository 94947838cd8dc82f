import type { World } from '../world.ts';

export interface Controller {
  /** `group/plural` of what it looks at; a change there wakes it. */
  watches: readonly string[];
  /** Brings the world nearer to what is wanted. It must come to rest. */
  reconcile(): void;
}

/** Wakes controllers a moment after what they watch has changed: many changes, one turn. */
export class ControlLoop {
  readonly #world: World;
  readonly #delayMilliseconds: number;
  readonly #controllers: Controller[] = [];
  readonly #woken = new Set<Controller>();
  #isWaiting = false;

  constructor(world: World, delayMilliseconds: number) {
    this.#world = world;
    this.#delayMilliseconds = delayMilliseconds;
    world.store.subscribe(({ collection }) => this.#wakeWatchersOf(collection));
  }

  add(controller: Controller): void {
    this.#controllers.push(controller);
  }

  wake(controller: Controller): void {
    this.#woken.add(controller);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void this.#world.runtime.sleep(this.#delayMilliseconds).then(() => this.#turn());
  }

  #wakeWatchersOf(collection: string): void {
    for (const controller of this.#controllers) if (controller.watches.includes(collection)) this.wake(controller);
  }

  #turn(): void {
    this.#isWaiting = false;
    const woken = this.#controllers.filter((controller) => this.#woken.has(controller));
    this.#woken.clear();
    for (const controller of woken) controller.reconcile();
  }
}
