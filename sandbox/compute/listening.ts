import type { Instance } from './kinds.ts';
import { pathOf } from './link.ts';
import type { World } from './world.ts';

/** What VMs answer on. A VM of another id is another VM: what was said of the old one does not hold for it. */
export class Listening {
  readonly #since = new Map<string, number>();
  readonly #silent = new Set<string>();

  /** `port` may be `every`. */
  set(instance: Instance, port: number | 'every', listens: boolean, now: number): void {
    const key = `${instance.id}/${port}`;
    if (listens) {
      this.#silent.delete(key);
      this.#since.set(key, now);
    } else {
      this.#silent.add(key);
      this.#since.delete(key);
    }
  }

  /** Since when a running VM answers on a port; undefined when it does not. */
  since(world: World, instance: Instance, port: number): number | undefined {
    if (instance.status !== 'RUNNING') return undefined;
    const started = Date.parse(instance.lastStartTimestamp ?? instance.creationTimestamp);
    const keys = [`${instance.id}/${port}`, `${instance.id}/every`];
    if (keys.some((key) => this.#silent.has(key))) return undefined;
    const told = keys.map((key) => this.#since.get(key)).find((time) => time !== undefined);
    if (told !== undefined) return Math.max(told, started);
    return world.settings.listening === 'every port' ? started : undefined;
  }

  isHealthy(world: World, instance: Instance, port: number): boolean {
    const since = this.since(world, instance, port);
    return since !== undefined && world.agenda.now() - since >= world.settings.healthySeconds * 1000;
  }
}

export function instanceAt(world: World, link: string): Instance | undefined {
  return world.store.read('instances', pathOf(link));
}
