import { isObject, type JsonObject, stringOf } from '../compute/json.ts';
import { parameter, type ServiceCall } from '../service/call.ts';
import type { Buckets, NewObject } from './buckets.ts';
import { readMultipart } from './multipart.ts';
import { StorageFailure } from './storage-failure.ts';

/** The three ways in: the bytes alone, metadata and bytes together, or a session to which the bytes are put later. */
export class Uploads {
  readonly #buckets: Buckets;
  readonly #sessions = new Map<string, Omit<NewObject, 'content'>>();

  constructor(buckets: Buckets) {
    this.#buckets = buckets;
  }

  begin(call: ServiceCall): JsonObject | Response {
    const kind = call.query.get('uploadType');
    if (kind === 'multipart') return this.#together(call);
    if (kind === 'resumable') return this.#open(call);
    const contentType = call.headers.get('content-type') ?? 'application/octet-stream';
    return this.#buckets.put({ ...placeOf(call, call.query.get('name')), content: call.bytes, contentType }).metadata;
  }

  /** The last piece, or the whole. */
  finish(call: ServiceCall): JsonObject {
    const session = this.#sessions.get(call.query.get('upload_id') ?? '');
    if (!session) throw new StorageFailure(404, 'notFound', 'No such upload session');
    this.#sessions.delete(call.query.get('upload_id') ?? '');
    return this.#buckets.put({ ...session, content: call.bytes }).metadata;
  }

  #together(call: ServiceCall): JsonObject {
    const { metadata, media, mediaType } = readMultipart(call.bytes, call.headers.get('content-type') ?? '');
    const name = call.query.get('name') ?? stringOf(metadata.name) ?? null;
    const contentType = stringOf(metadata.contentType) ?? mediaType;
    return this.#buckets.put({ ...placeOf(call, name), content: media, contentType, metadata }).metadata;
  }

  #open(call: ServiceCall): Response {
    const metadata = isObject(call.body) ? call.body : {};
    const name = call.query.get('name') ?? stringOf(metadata.name) ?? null;
    const contentType =
      stringOf(metadata.contentType) ?? call.headers.get('x-upload-content-type') ?? 'application/octet-stream';
    const id = `session-${this.#sessions.size + 1}`;
    this.#sessions.set(id, { ...placeOf(call, name), contentType, metadata });
    const location = new URL(call.url);
    location.searchParams.set('upload_id', id);
    return new Response(null, { status: 200, headers: { location: location.href } });
  }
}

function placeOf(
  call: ServiceCall,
  name: string | null,
): { bucket: string; name: string; ifGenerationMatch: string | undefined } {
  if (!name) throw new StorageFailure(400, 'required', 'Required parameter: name');
  return {
    bucket: parameter(call, 'bucket'),
    name,
    ifGenerationMatch: call.query.get('ifGenerationMatch') ?? undefined,
  };
}
