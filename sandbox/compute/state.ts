import { newId } from './identifier.ts';
import type { Instance, Kinds } from './kinds.ts';
import { announceNew, beginStart, removeInstance, setStatus } from './lifecycle.ts';
import { pathOf } from './link.ts';
import type { Project } from './project.ts';
import type { ResourceChange } from './store.ts';
import { emitSystemEvent } from './system-event.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

/** Looks at the world and makes things happen in it that no caller does. Resources are named by path or link. */
export class ComputeState {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  read<K extends keyof Kinds>(collection: K, path: string): Kinds[K] | undefined {
    this.#world.agenda.runDue();
    return this.#world.store.read(collection, path);
  }

  /** All resources of a collection in a project, whatever their scope. */
  list<K extends keyof Kinds>(collection: K, project: string): Kinds[K][] {
    this.#world.agenda.runDue();
    const { store } = this.#world;
    const places = store.places(String(collection)).filter((place) => place.split('/')[1] === project);
    return places.sort().flatMap((place) => [...store.shelf(collection, place)]);
  }

  project(id: string): Project {
    return this.#world.projects.open(id);
  }

  createProject(id: string, number: string): Project {
    return this.#world.projects.create(id, number);
  }

  /** Calls back with every change of a resource, operations included, as it happens. */
  watch(listener: (change: ResourceChange) => void): void {
    this.#world.store.onChange = listener;
  }

  /** Somebody else changes something, with no call and no operation (F-23). */
  edit<K extends keyof Kinds>(collection: K, path: string, change: (resource: Kinds[K]) => Kinds[K]): void {
    this.#require(collection, path);
    this.#world.store.change(collection, path, change);
  }

  remove(path: string): void {
    this.#world.store.remove(path);
  }

  /** Whether a VM answers on a port, or on every port. */
  setListening(instance: string, port: number | 'every', listens: boolean): void {
    this.#world.listening.set(this.#require('instances', instance), port, listens, this.#world.agenda.now());
  }

  /** Notice, half a minute of STOPPING, then TERMINATED and the entry in the log, or gone where the VM was to be deleted. */
  preempt(path: string): void {
    const { agenda, settings } = this.#world;
    const { id } = this.#require('instances', path);
    const startedAt = agenda.now();
    setStatus(this.#world, pathOf(path), 'STOPPING');
    agenda.after(settings.preemptionSeconds * settings.latencyScale, () => this.#endPreemption(path, id, startedAt));
  }

  #endPreemption(path: string, id: string, startedAt: number): void {
    const instance = this.#world.store.read('instances', path);
    if (instance?.id !== id) return;
    this.#systemEvent(instance, { method: 'preempted', message: 'Instance was preempted.', startedAt });
    if (instance.scheduling.instanceTerminationAction === 'DELETE') removeInstance(this.#world, pathOf(path));
    else setStatus(this.#world, pathOf(path), 'TERMINATED');
  }

  /** The host failed: the VM starts again on another one, unless it is not to. One that stops does not come back. */
  hostError(path: string): void {
    const instance = this.#require('instances', path);
    if (instance.status !== 'RUNNING') return;
    const message = 'Instance terminated by Compute Engine.';
    this.#systemEvent(instance, { method: 'hostError', message });
    const restarts = instance.scheduling.automaticRestart !== false;
    setStatus(this.#world, pathOf(path), restarts ? 'REPAIRING' : 'TERMINATED');
    if (restarts) this.#restart(instance);
  }

  #restart(instance: Instance): void {
    const { agenda, settings, store } = this.#world;
    const path = pathOf(instance.selfLink);
    const seconds = 30 * settings.latencyScale;
    agenda.after(seconds / 3, () => {
      if (store.read('instances', path)?.id !== instance.id) return;
      this.#systemEvent(instance, {
        method: 'automaticRestart',
        message: 'Instance automatically restarted by Compute Engine.',
      });
      beginStart(this.#world, { seconds: (2 * seconds) / 3, path, id: instance.id });
      agenda.after((2 * seconds) / 3, () => {
        if (store.read('instances', path)?.id === instance.id) setStatus(this.#world, path, 'RUNNING');
      });
    });
  }

  /** Shut down from inside. */
  guestTerminate(path: string): void {
    const instance = this.#require('instances', path);
    setStatus(this.#world, pathOf(path), 'TERMINATED');
    this.#systemEvent(instance, {
      method: 'guestTerminate',
      message: 'Instance was terminated by the guest operating system.',
    });
  }

  terminateOnHostMaintenance(path: string): void {
    const instance = this.#require('instances', path);
    setStatus(this.#world, pathOf(path), 'TERMINATED');
    const message = 'Instance terminated during Compute Engine maintenance.';
    this.#systemEvent(instance, { method: 'terminateOnHostMaintenance', message });
  }

  /** Noise: the VM stays what and where it is. */
  migrateOnHostMaintenance(path: string): void {
    const instance = this.#require('instances', path);
    const message = 'Instance migrated during Compute Engine maintenance.';
    this.#systemEvent(instance, { method: 'migrateOnHostMaintenance', message });
  }

  /** The same name with another id, from one moment to the next (F-22, P-14). Returns the new VM. */
  replaceInstance(path: string): Instance {
    const world = this.#world;
    const old = this.#require('instances', path);
    const now = timestampOf(world.agenda.now());
    removeInstance(world, pathOf(path));
    const next = {
      ...old,
      id: newId(world.runtime),
      creationTimestamp: now,
      lastStartTimestamp: now,
      status: 'RUNNING',
    };
    const disks = (old.disks ?? []).filter((disk) => disk.boot);
    const instance = world.store.write<'instances'>({ ...next, ...(disks.length ? { disks } : {}) });
    announceNew(world, instance);
    return instance;
  }

  /** The VM is gone, with no call and no entry in any log. */
  vanish(path: string): void {
    this.#require('instances', path);
    removeInstance(this.#world, pathOf(path));
  }

  /** Any status, for instance one that a story needs a VM to be stuck in. */
  setStatus(path: string, status: string): void {
    this.#require('instances', path);
    setStatus(this.#world, pathOf(path), status);
  }

  /** When the next thing happens by itself; undefined when the world is at rest. */
  nextTime(): number | undefined {
    return this.#world.agenda.nextTime();
  }

  #systemEvent(
    instance: Instance,
    { method, message, startedAt }: { method: string; message: string; startedAt?: number },
  ): void {
    emitSystemEvent(this.#world, {
      kind: 'systemevent',
      method: `compute.instances.${method}`,
      target: pathOf(instance.selfLink),
      targetId: instance.id,
      message,
      startedAt: startedAt ?? this.#world.agenda.now(),
    });
  }

  #require<K extends keyof Kinds>(collection: K, path: string): Kinds[K] {
    const found = this.read(collection, path);
    if (!found) throw new Error(`The sandbox holds no \`${path}\` among its ${String(collection)}; create it first`);
    return found;
  }
}
