import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Storage as GoogleStorage } from '@google-cloud/storage';
import test, { type ExecutionContext } from 'ava';
import { serveHttp } from '../../sandbox/serve-http.ts';
import { createStorage, type Storage } from '../../sandbox/storage/storage.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { systemRuntime } from '../../shared/runtime.ts';

async function aBucket(t: ExecutionContext): Promise<{ storage: Storage; storageEndpoint: string }> {
  const storage = createStorage({ runtime: systemRuntime });
  const server = await serveHttp(storage.handle);
  t.teardown(() => server.close());
  storage.createBucket('declarations');
  return { storage, storageEndpoint: server.url };
}

const example = 'examples/containers';

function upload(storage: Storage, prefix: string): void {
  for (const path of readdirSync(example, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.yaml')) storage.write('declarations', prefix + path, readFileSync(join(example, path), 'utf8'));
  }
}

test('a bucket is read like the directory it was copied from', async (t) => {
  const { storage, storageEndpoint } = await aBucket(t);
  upload(storage, 'home/');
  storage.write('declarations', 'home-other/broken.yaml', '{{');
  const declared = await readDeclared('gs://declarations/home/', { storageEndpoint });
  const fromDirectory = await readDeclared(example);
  t.deepEqual(declared.cluster, fromDirectory.cluster);
  t.deepEqual(
    declared.stacks.map(({ name }) => name),
    fromDirectory.stacks.map(({ name }) => name),
  );
  t.is(declared.source.file, 'gs://declarations/home/cluster.yaml');
});

test('a bucket without a prefix is read too', async (t) => {
  const { storage, storageEndpoint } = await aBucket(t);
  upload(storage, '');
  t.is((await readDeclared('gs://declarations', { storageEndpoint })).stacks.length, 3);
});

test('an object with a path that leads elsewhere is refused', async (t) => {
  const { storage, storageEndpoint } = await aBucket(t);
  upload(storage, '');
  storage.write('declarations', 'a/../../x.yaml', 'a: 1');
  const error = await t.throwsAsync(readDeclared('gs://declarations', { storageEndpoint }), {
    instanceOf: DeclarationError,
  });
  t.regex(error?.message ?? '', /not a plain path: rename the object/);
});

/** What is read when, as soon as it has been listed, other objects come into the places of some. */
async function messageOfGrown(t: ExecutionContext, grown: Record<string, string>): Promise<string> {
  const { storage } = await aBucket(t);
  upload(storage, '');
  for (const path of Object.keys(grown)) storage.write('declarations', path, '# small');
  const server = await serveHttp(async (request) => {
    const answer = await storage.handle(request);
    if (new URL(request.url).searchParams.has('prefix'))
      for (const [path, content] of Object.entries(grown)) storage.write('declarations', path, content);
    return answer;
  });
  t.teardown(() => server.close());
  const read = readDeclared('gs://declarations', { storageEndpoint: server.url });
  return (await t.throwsAsync(read, { instanceOf: DeclarationError }))?.message ?? '';
}

test('an object that has grown beyond 1 MB since it was listed is refused', async (t) => {
  const message = await messageOfGrown(t, { 'a/x.yaml': '#'.repeat(3 * 1024 * 1024) });
  t.regex(message, /a\/x.yaml:1:1: has grown to more than 1048576 bytes: split the file$/);
});

test('objects that have grown beyond 10 MB together since they were listed are refused', async (t) => {
  const paths = Array.from({ length: 11 }, (_, index) => [`a/${index}.yaml`, '#'.repeat(1024 * 1024)]);
  const message = await messageOfGrown(t, Object.fromEntries(paths));
  t.regex(message, /holds \d+ bytes of manifests, more than 10485760: split it/);
});

test('an object that is stored packed is refused, since its size says nothing', async (t) => {
  const { storage, storageEndpoint } = await aBucket(t);
  upload(storage, '');
  await new GoogleStorage({ apiEndpoint: storageEndpoint })
    .bucket('declarations')
    .file('a/x.yaml')
    .save('#'.repeat(2 * 1024 * 1024), { gzip: true, resumable: false });
  const error = await t.throwsAsync(readDeclared('gs://declarations', { storageEndpoint }), {
    instanceOf: DeclarationError,
  });
  t.regex(error?.message ?? '', /a\/x.yaml:1:1: stored with `Content-Encoding: gzip`: upload it unpacked$/);
});

test('a bucket that is not there, or empty, or no bucket, is told as that', async (t) => {
  const { storageEndpoint } = await aBucket(t);
  const messageOf = async (location: string) =>
    (await t.throwsAsync(readDeclared(location, { storageEndpoint }), { instanceOf: DeclarationError }))?.message ?? '';
  t.regex(await messageOf('gs://nowhere/x'), /^no bucket for `gs:\/\/nowhere\/x`: correct the name/);
  t.regex(await messageOf('gs://declarations/x'), /^no cluster.yaml in `gs:\/\/declarations\/x`/);
  t.regex(await messageOf('gs://'), /^`gs:\/\/` is no bucket: expected gs:\/\/BUCKET\/PREFIX/);
});
