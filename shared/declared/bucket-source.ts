import type { Readable } from 'node:stream';
import type { FileMetadata } from '@google-cloud/storage';
import { DeclarationError, messageOf } from '../errors.ts';
import { type FileEntry, type FileSource, inOrder, isDeclarationFile } from './file-source.ts';
import { limits } from './limits.ts';

export interface BucketOptions {
  /** Another end point of Cloud Storage, such as an emulator's. */
  storageEndpoint?: string | null;
}

/** `gs://bucket/prefix`. The client is loaded only here: who reads a directory does not pay for it. */
export async function bucketSource(location: string, { storageEndpoint }: BucketOptions): Promise<FileSource> {
  const { bucketName, prefix } = partsOf(location);
  const { Storage } = await import('@google-cloud/storage');
  const bucket = new Storage(storageEndpoint ? { apiEndpoint: storageEndpoint } : {}).bucket(bucketName);
  return {
    location: `gs://${bucketName}/${prefix}`.replace(/\/+$/, ''),
    list: async () => {
      const query = { prefix, maxResults: limits.files + 1, autoPaginate: true };
      const [objects] = await bucket.getFiles(query).catch((error: unknown) => {
        throw new DeclarationError(unreadable(location, error), { cause: error });
      });
      if (objects.length > limits.files)
        throw new DeclarationError(`\`${location}\` holds more than ${limits.files} objects`);
      return inOrder(objects.flatMap(({ name, metadata }) => entryOf(name.slice(prefix.length), metadata)));
    },
    read: (path) => readStart(bucket.file(prefix + path).createReadStream()),
  };
}

/** Little more than a file may have: since it was listed, somebody may have put a larger one there. */
async function readStart(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream) {
    parts.push(part);
    bytes += part.length;
    if (bytes > limits.fileBytes) break;
  }
  return Buffer.concat(parts);
}

function partsOf(location: string): { bucketName: string; prefix: string } {
  const [, bucketName = '', path = ''] = /^gs:\/\/([a-z0-9][-a-z0-9_.]+[a-z0-9])(?:\/(.*))?$/.exec(location) ?? [];
  if (bucketName === '') throw new DeclarationError(`\`${location}\` is no bucket: expected gs://BUCKET/PREFIX`);
  const prefix = path.replace(/\/+$/, '');
  return { bucketName, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** Names are whatever their writer chose, so they are taken as paths only when they are plain ones. */
function entryOf(path: string, { size = 0, contentEncoding }: FileMetadata): FileEntry[] {
  const bytes = Number(size);
  const isPlain = !path.includes('\0') && path.split('/').every((segment) => segment !== '' && segment !== '..');
  if (!isPlain)
    return /\.(?:ya?ml|json)$/i.test(path) ? [{ path, bytes, refused: 'not a plain path: rename the object' }] : [];
  if (!isDeclarationFile(path)) return [];
  // Packed, its size says nothing of what would be read.
  const isPacked = contentEncoding === 'gzip';
  return [{ path, bytes, refused: isPacked ? 'stored with `Content-Encoding: gzip`: upload it unpacked' : null }];
}

function unreadable(location: string, error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 404) return `no bucket for \`${location}\`: correct the name`;
  if (code === 401 || code === 403) {
    return `may not list \`${location}\`: grant roles/storage.objectViewer on the bucket to the account Underpin runs as`;
  }
  return `cannot read \`${location}\`: ${messageOf(error)}`;
}
