import type { KubernetesObject } from './object.ts';
import { apiVersionOf, type Resource } from './resource-table.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface StoreEvent {
  type: EventType;
  revision: number;
  /** `group/plural`. */
  collection: string;
  object: KubernetesObject;
  /** What stood there before. */
  before: KubernetesObject | undefined;
  /** Whose request did it; undefined when the cluster did it by itself, or a hand. */
  by: string | undefined;
}

/** How many events a watch or a stale read can go back. */
const rememberedEvents = 10_000;

/** Objects by collection and key, one revision for each write. Objects are replaced, never changed in place. */
export class ObjectStore {
  readonly #collections = new Map<string, Map<string, KubernetesObject>>();
  readonly #sorted = new Map<string, KubernetesObject[]>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #events: StoreEvent[] = [];
  #revision = 1;
  #author: string | undefined;

  /** What `work` writes is that user's doing. */
  as<T>(user: string | undefined, work: () => T): T {
    const before = this.#author;
    this.#author = user;
    try {
      return work();
    } finally {
      this.#author = before;
    }
  }

  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision that a watch can still begin at. */
  get oldestRevision(): number {
    return this.#events.length < rememberedEvents ? 0 : (this.#events[0]?.revision ?? 0);
  }

  get(resource: Resource, namespace: string | undefined, name: string): KubernetesObject | undefined {
    const found = this.#collections.get(collectionOf(resource))?.get(keyOf(namespace, name));
    return found && asVersion(resource, found);
  }

  /** In the order of namespace and name. */
  list(resource: Resource, namespace?: string): KubernetesObject[] {
    const all = this.#inOrder(collectionOf(resource));
    const wanted = namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
    return resource.isCustom ? wanted.map((object) => asVersion(resource, object)) : wanted;
  }

  write(resource: Resource, object: KubernetesObject): KubernetesObject {
    const collection = collectionOf(resource);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const before = this.#collections.get(collection)?.get(key);
    const written = this.#numbered(object);
    this.#collectionOf(collection).set(key, written);
    this.#tell({ type: before ? 'MODIFIED' : 'ADDED', revision: this.#revision, collection, object: written, before });
    return written;
  }

  remove(resource: Resource, object: KubernetesObject): void {
    const collection = collectionOf(resource);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const before = this.#collections.get(collection)?.get(key);
    if (!before) return;
    const last = this.#numbered(before);
    this.#collectionOf(collection).delete(key);
    this.#tell({ type: 'DELETED', revision: this.#revision, collection, object: last, before });
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  eventsSince(revision: number): StoreEvent[] {
    return this.#events.filter((event) => event.revision > revision);
  }

  /** The same store some writes ago: for reads that are stale (F-14). */
  before(writes: number): ObjectStore {
    const earlier = new ObjectStore();
    for (const [name, objects] of this.#collections) earlier.#collections.set(name, new Map(objects));
    const undone = writes > 0 ? this.#events.slice(-writes) : [];
    earlier.#revision = (undone[0]?.revision ?? this.#revision + 1) - 1;
    for (const { collection, object, before } of undone.toReversed()) {
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      if (before) earlier.#collectionOf(collection).set(key, before);
      else earlier.#collectionOf(collection).delete(key);
    }
    return earlier;
  }

  #numbered(object: KubernetesObject): KubernetesObject {
    this.#revision++;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  #collectionOf(name: string): Map<string, KubernetesObject> {
    this.#sorted.delete(name);
    const known = this.#collections.get(name);
    if (known) return known;
    const collection = new Map<string, KubernetesObject>();
    this.#collections.set(name, collection);
    return collection;
  }

  #inOrder(name: string): KubernetesObject[] {
    const known = this.#sorted.get(name);
    if (known) return known;
    const entries = [...(this.#collections.get(name) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1));
    const sorted = entries.map(([, object]) => object);
    this.#sorted.set(name, sorted);
    return sorted;
  }

  #tell(change: Omit<StoreEvent, 'by'>): void {
    const event = { ...change, by: this.#author };
    this.#events.push(event);
    if (this.#events.length > rememberedEvents * 1.5) this.#events.splice(0, this.#events.length - rememberedEvents);
    for (const listener of [...this.#listeners]) listener(event);
  }
}

export function collectionOf({ group, plural }: { group: string; plural: string }): string {
  return `${group}/${plural}`;
}

/** NUL sorts before every character of a name, so `a/b` comes before `a-b/c`, as in etcd. */
function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}\0${name}`;
}

/** A custom resource is served in each version of its definition. */
function asVersion(resource: Resource, object: KubernetesObject): KubernetesObject {
  const apiVersion = apiVersionOf(resource);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}
