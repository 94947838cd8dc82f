import type { Runtime } from '../../shared/runtime.ts';
import { errorBody } from '../compute/api-error.ts';
import type { JsonObject } from '../compute/json.ts';
import { type Answer, parameter, type Route, type ServiceCall } from '../service/call.ts';
import { createService, type Service, type ServiceOptions } from '../service/service.ts';
import { Buckets, type StoredObject } from './buckets.ts';
import { listObjects } from './object-list.ts';
import { StorageFailure } from './storage-failure.ts';
import { Uploads } from './upload.ts';

export interface Storage extends Service {
  createBucket(name: string): void;
  /** Puts a file there as somebody else would. */
  write(bucket: string, name: string, content: string): void;
  read(bucket: string, name: string): string;
  names(bucket: string): string[];
}

export interface StorageOptions extends Pick<ServiceOptions, 'principalOf'> {
  runtime: Runtime;
}

export function createStorage({ runtime, principalOf }: StorageOptions): Storage {
  const buckets = new Buckets(runtime);
  const routes = storageRoutes(buckets);
  const service = createService({ runtime, principalOf, routes: [...routes, ...routes.flatMap(asEmulator)] });
  return {
    ...service,
    createBucket: (name) => void buckets.create(name),
    write: (bucket, name, content) =>
      void buckets.put({ bucket, name, content: Buffer.from(content), contentType: 'text/plain' }),
    read: (bucket, name) => Buffer.from(buckets.object(bucket, name).content).toString(),
    names: (bucket) => buckets.list(bucket).map(({ metadata }) => metadata.name),
  };
}

const object = '/storage/v1/b/{bucket}/o/{object}';

function storageRoutes(buckets: Buckets): Route[] {
  const uploads = new Uploads(buckets);
  const bucketOf = (call: ServiceCall) => parameter(call, 'bucket');
  const read = (call: ServiceCall) => answerObject(buckets.object(bucketOf(call), parameter(call, 'object')), call);
  return [
    route('GET', '/storage/v1/b', 'buckets.list', () => ({ kind: 'storage#buckets', items: buckets.all() })),
    route('POST', '/storage/v1/b', 'buckets.insert', ({ body }) => buckets.create(String(body.name ?? ''))),
    route('GET', '/storage/v1/b/{bucket}', 'buckets.get', (call) => buckets.metadata(bucketOf(call))),
    route('GET', '/storage/v1/b/{bucket}/o', 'objects.list', (call) =>
      listObjects(buckets.list(bucketOf(call)), call.query),
    ),
    route('GET', object, 'objects.get', read),
    route('GET', `/download${object}`, 'objects.get', (call) =>
      download(buckets.object(bucketOf(call), parameter(call, 'object'))),
    ),
    route('DELETE', object, 'objects.delete', (call) => {
      buckets.delete(bucketOf(call), parameter(call, 'object'));
      return new Response(null, { status: 204 });
    }),
    route('POST', '/upload/storage/v1/b/{bucket}/o', 'objects.insert', (call) => uploads.begin(call)),
    route('PUT', '/upload/storage/v1/b/{bucket}/o', 'objects.insert', (call) => uploads.finish(call)),
  ];
}

/** Where STORAGE_EMULATOR_HOST names the server, Google's package leaves out what comes before `/b`. */
function asEmulator(one: Route): Route[] {
  return one.path.startsWith('/storage/v1/') ? [{ ...one, path: one.path.slice('/storage/v1'.length) }] : [];
}

/** Errors are told in the words of the JSON API, which know no gRPC status. */
function route(verb: string, path: string, method: string, answer: (call: ServiceCall) => Answer): Route {
  const guarded = (call: ServiceCall): Answer => {
    try {
      return answer(call);
    } catch (error) {
      if (error instanceof StorageFailure) return Response.json(errorBody(error.facts), { status: error.facts.status });
      throw error;
    }
  };
  return { verb, path, method: `storage.${method}`, answer: guarded };
}

function answerObject(found: StoredObject, { query }: ServiceCall): Response | JsonObject {
  return query.get('alt') === 'media' ? download(found) : found.metadata;
}

function download({ content, metadata }: StoredObject): Response {
  const headers = {
    'content-type': metadata.contentType,
    'x-goog-hash': `crc32c=${metadata.crc32c},md5=${metadata.md5Hash}`,
    'x-goog-generation': metadata.generation,
    'x-goog-stored-content-encoding': 'identity',
    'x-goog-stored-content-length': String(content.length),
  };
  return new Response(new Uint8Array(content), { headers });
}
