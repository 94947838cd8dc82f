import type { Runtime } from '../../shared/runtime.ts';
import type { JsonObject } from '../compute/json.ts';
import { crc32c, md5 } from './checksum.ts';
import { StorageFailure } from './storage-failure.ts';

export interface StoredObject {
  metadata: JsonObject & { name: string; generation: string; contentType: string };
  content: Uint8Array;
}

export interface NewObject {
  bucket: string;
  name: string;
  content: Uint8Array;
  contentType: string;
  metadata?: JsonObject;
  /** `0`: only if there is none yet. */
  ifGenerationMatch?: string | undefined;
}

/** Buckets and what lies in them. */
export class Buckets {
  readonly #runtime: Runtime;
  readonly #buckets = new Map<string, { metadata: JsonObject; objects: Map<string, StoredObject> }>();
  #generations = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  create(name: string): JsonObject {
    if (this.#buckets.has(name))
      throw new StorageFailure(
        409,
        'conflict',
        'Your previous request to create the named bucket succeeded and you already own it.',
      );
    const timeCreated = new Date(this.#runtime.now()).toISOString();
    const metadata = {
      kind: 'storage#bucket',
      id: name,
      name,
      location: 'US',
      storageClass: 'STANDARD',
      metageneration: '1',
      timeCreated,
    };
    this.#buckets.set(name, { metadata, objects: new Map() });
    return metadata;
  }

  metadata(name: string): JsonObject {
    return this.#bucket(name).metadata;
  }

  all(): JsonObject[] {
    return [...this.#buckets.values()].map(({ metadata }) => metadata);
  }

  put(given: NewObject): StoredObject {
    const { objects } = this.#bucket(given.bucket);
    const present = objects.get(given.name)?.metadata.generation ?? '0';
    if (given.ifGenerationMatch !== undefined && given.ifGenerationMatch !== present) throw conditionNotMet();
    const stored = { content: given.content, metadata: this.#describe(given) };
    objects.set(given.name, stored);
    return stored;
  }

  object(bucket: string, name: string): StoredObject {
    const found = this.#bucket(bucket).objects.get(name);
    if (!found) throw new StorageFailure(404, 'notFound', `No such object: ${bucket}/${name}`);
    return found;
  }

  delete(bucket: string, name: string): void {
    this.object(bucket, name);
    this.#bucket(bucket).objects.delete(name);
  }

  /** Sorted by name, as the API lists them. */
  list(bucket: string): StoredObject[] {
    const { objects } = this.#bucket(bucket);
    return [...objects.values()].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
  }

  #describe({ bucket, name, content, contentType, metadata = {} }: NewObject): StoredObject['metadata'] {
    this.#generations += 1;
    const now = this.#runtime.now();
    const generation = String(Math.floor(now) * 1000 + (this.#generations % 1000));
    const time = new Date(now).toISOString();
    const own = {
      kind: 'storage#object',
      id: `${bucket}/${name}/${generation}`,
      bucket,
      name,
      generation,
      metageneration: '1',
    };
    const sums = { size: String(content.length), md5Hash: md5(content), crc32c: crc32c(content) };
    return { contentType, ...metadata, ...own, ...sums, storageClass: 'STANDARD', timeCreated: time, updated: time };
  }

  #bucket(name: string) {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new StorageFailure(404, 'notFound', 'The specified bucket does not exist.');
    return bucket;
  }
}

function conditionNotMet(): StorageFailure {
  return new StorageFailure(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.');
}
