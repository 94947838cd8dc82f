import type { Kinds, Resource } from './kinds.ts';
import { lastSegment, pathOf } from './link.ts';

export interface Reader {
  /** By path or link; the last part may be the numeric id, as in the API. */
  read<K extends keyof Kinds>(collection: K, path: string): Kinds[K] | undefined;
  /** The resources of one place (`projects/P/zones/Z`), by name. */
  shelf<K extends keyof Kinds>(collection: K, place: string): readonly Kinds[K][];
}

interface Change {
  time: number;
  path: string;
  before: Resource | undefined;
}

/** Who made a change: the operation of a call, or nobody, when the world did it by itself. */
export interface Author {
  principal: string;
  requestId: string | undefined;
}

export interface ResourceChange extends Change {
  after: Resource | undefined;
  by: Author | undefined;
}

const journalLength = 2000;

/** Resources by path. They are replaced, never edited, so that a stale read can be told what was there before. */
export class Store implements Reader {
  readonly #shelves = new Map<string, Map<string, Resource>>();
  readonly #sorted = new Map<string, readonly Resource[]>();
  readonly #journal: Change[] = [];
  readonly #now: () => number;
  #author: Author | undefined;
  /** Told of every change, before the one who makes it goes on. */
  onChange: ((change: ResourceChange) => void) | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What `work` changes is that author's doing. */
  as<T>(author: Author, work: () => T): T {
    const before = this.#author;
    this.#author = author;
    try {
      return work();
    } finally {
      this.#author = before;
    }
  }

  read<K extends keyof Kinds>(collection: K, path: string): Kinds[K] | undefined {
    const plain = pathOf(path);
    const name = lastSegment(plain);
    const shelf = this.#shelves.get(plain.slice(0, plain.length - name.length - 1));
    const found = shelf?.get(name) ?? (/^[0-9]/.test(name) ? byId(shelf, name) : undefined);
    return found && plain.includes(`/${collection}/`) ? (found as Kinds[K]) : undefined;
  }

  shelf<K extends keyof Kinds>(collection: K, place: string): readonly Kinds[K][] {
    const key = `${place}/${collection}`;
    let list = this.#sorted.get(key);
    if (!list) {
      list = [...(this.#shelves.get(key)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
      this.#sorted.set(key, list);
    }
    return list as readonly Kinds[K][];
  }

  write<K extends keyof Kinds>(resource: Kinds[K]): Kinds[K] {
    const path = pathOf(resource.selfLink);
    const shelf = this.#shelfOf(path);
    const before = shelf.get(resource.name);
    this.#remember(path, before);
    shelf.set(resource.name, resource);
    this.#tell(path, before, resource);
    return resource;
  }

  /** Nothing happens when the resource is gone meanwhile. */
  change<K extends keyof Kinds>(collection: K, path: string, edit: (resource: Kinds[K]) => Kinds[K]): void {
    const resource = this.read(collection, path);
    if (resource) this.write(edit(resource));
  }

  remove(path: string): void {
    const plain = pathOf(path);
    const shelf = this.#shelfOf(plain);
    const name = lastSegment(plain);
    if (!shelf.has(name)) return;
    const before = shelf.get(name);
    this.#remember(plain, before);
    shelf.delete(name);
    this.#tell(plain, before, undefined);
  }

  /** Every place that ever held something of this collection. */
  places(collection: string): string[] {
    const ending = `/${collection}`;
    return [...this.#shelves.keys()].filter((key) => key.endsWith(ending)).map((key) => key.slice(0, -ending.length));
  }

  /** The world as it was, for stale reads (F-14). It reaches back over the last 2,000 changes. */
  asOf(time: number): Reader {
    const before = new Map<string, Resource | undefined>();
    for (const change of this.#journal) {
      if (change.time > time && !before.has(change.path)) before.set(change.path, change.before);
    }
    return before.size ? new PastReader(this, before) : this;
  }

  #shelfOf(path: string): Map<string, Resource> {
    const key = path.slice(0, path.lastIndexOf('/'));
    const shelf = this.#shelves.get(key) ?? new Map<string, Resource>();
    this.#shelves.set(key, shelf);
    this.#sorted.delete(key);
    return shelf;
  }

  #tell(path: string, before: Resource | undefined, after: Resource | undefined): void {
    this.onChange?.({ time: this.#now(), path, before, after, by: this.#author });
  }

  #remember(path: string, before: Resource | undefined): void {
    this.#journal.push({ time: this.#now(), path, before });
    if (this.#journal.length > 2 * journalLength) this.#journal.splice(0, journalLength);
  }
}

class PastReader implements Reader {
  readonly #present: Reader;
  readonly #before: Map<string, Resource | undefined>;

  constructor(present: Reader, before: Map<string, Resource | undefined>) {
    this.#present = present;
    this.#before = before;
  }

  read<K extends keyof Kinds>(collection: K, path: string): Kinds[K] | undefined {
    const plain = pathOf(path);
    if (this.#before.has(plain)) return this.#before.get(plain) as Kinds[K] | undefined;
    return this.#present.read(collection, plain);
  }

  shelf<K extends keyof Kinds>(collection: K, place: string): readonly Kinds[K][] {
    const prefix = `${place}/${collection}/`;
    const kept = this.#present.shelf(collection, place).filter((one) => !this.#before.has(pathOf(one.selfLink)));
    const past = [...this.#before].flatMap(([path, one]) => (one && path.startsWith(prefix) ? [one as Kinds[K]] : []));
    return [...kept, ...past].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function byId(shelf: Map<string, Resource> | undefined, id: string): Resource | undefined {
  return [...(shelf?.values() ?? [])].find((resource) => resource.id === id);
}
