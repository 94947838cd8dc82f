import { Storage } from '@google-cloud/storage';
import test from 'ava';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { createStorage } from '../../../sandbox/storage/storage.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

async function aBucket(close: (work: () => Promise<void>) => void) {
  const storage = createStorage({ runtime: systemRuntime });
  storage.createBucket('declarations');
  const server = await serveHttp(storage.handle);
  close(() => server.close());
  const client = new Storage({ apiEndpoint: server.url, projectId: 'p', useAuthWithCustomEndpoint: false });
  return { storage, bucket: client.bucket('declarations') };
}

test("Google's own client lists and reads a declaration, and checks its sums", async (t) => {
  const { storage, bucket } = await aBucket(t.teardown);
  storage.write('declarations', 'home/cluster.yaml', 'kind: Cluster');
  storage.write('declarations', 'home/web/service.yaml', 'kind: Service # ü');
  storage.write('declarations', 'other/cluster.yaml', '');
  const [files] = await bucket.getFiles({ prefix: 'home/' });
  t.deepEqual(
    files.map((file) => file.name),
    ['home/cluster.yaml', 'home/web/service.yaml'],
  );
  const [content] = await bucket.file('home/web/service.yaml').download();
  t.is(String(content), 'kind: Service # ü');
  await t.throwsAsync(bucket.file('home/none.yaml').download(), { message: /No such object/ });
});

test('where STORAGE_EMULATOR_HOST names the server, the same is read by shorter addresses', async (t) => {
  const { storage } = await aBucket(t.teardown);
  storage.write('declarations', 'a.yaml', 'kind: Cluster');
  const read = (path: string) => storage.handle(new Request(`http://storage${path}`)).then((answer) => answer.text());
  t.is(await read('/b/declarations/o/a.yaml?alt=media'), 'kind: Cluster');
  t.is(await read('/b/declarations/o'), await read('/storage/v1/b/declarations/o'));
});

for (const resumable of [false, true]) {
  test(`it writes a report ${resumable ? 'by a resumable upload' : 'in one request'}`, async (t) => {
    const { storage, bucket } = await aBucket(t.teardown);
    await bucket.file('2026-11-22/report.html').save('<p>ü\n\n', { resumable, contentType: 'text/html' });
    t.is(storage.read('declarations', '2026-11-22/report.html'), '<p>ü\n\n');
    const [metadata] = await bucket.file('2026-11-22/report.html').getMetadata();
    t.like(metadata, { contentType: 'text/html', size: '7', name: '2026-11-22/report.html' });
  });
}

test('a write that expects nothing there is refused when something is', async (t) => {
  const { storage, bucket } = await aBucket(t.teardown);
  storage.write('declarations', 'history.json', '[]');
  const file = bucket.file('history.json', { preconditionOpts: { ifGenerationMatch: 0 } } as never);
  const options = { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } };
  await t.throwsAsync(file.save('[1]', options), { message: /pre-conditions/ });
  t.is(storage.read('declarations', 'history.json'), '[]');
});

test('lists come in pages, and by folder with a delimiter', async (t) => {
  const { storage } = await aBucket(t.teardown);
  for (const name of ['a/1', 'a/2', 'b/1', 'c']) storage.write('declarations', name, '');
  const list = async (query: string) => {
    const answer = await storage.handle(
      new Request(`https://storage.googleapis.com/storage/v1/b/declarations/o?${query}`),
    );
    const {
      items = [],
      prefixes,
      nextPageToken,
    } = (await answer.json()) as { items?: { name: string }[]; prefixes?: string[]; nextPageToken?: string };
    return { names: items.map(({ name }) => name), prefixes, nextPageToken };
  };
  const first = await list('maxResults=3');
  t.deepEqual(first.names, ['a/1', 'a/2', 'b/1']);
  t.deepEqual((await list(`maxResults=3&pageToken=${first.nextPageToken}`)).names, ['c']);
  t.like(await list('delimiter=/'), { names: ['c'], prefixes: ['a/', 'b/'] });
});

test('a bucket that is not there is told as Cloud Storage tells it', async (t) => {
  const { storage } = await aBucket(t.teardown);
  const answer = await storage.handle(new Request('https://storage.googleapis.com/storage/v1/b/none/o'));
  t.is(answer.status, 404);
  t.like(await answer.json(), { error: { code: 404, errors: [{ domain: 'global', reason: 'notFound' }] } });
});
