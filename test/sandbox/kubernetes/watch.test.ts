import test from 'ava';
import { anApi } from './an-api.ts';

const path = '/api/v1/namespaces/default/configmaps';

async function* eventsOf(answer: Response): AsyncGenerator<{ type: string; object: { metadata: { name?: string } } }> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

async function take(answer: Response, count: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const { type, object } of eventsOf(answer)) {
    seen.push(`${type} ${object.metadata.name ?? ''}`.trim());
    if (seen.length === count) break;
  }
  return seen;
}

test('a watch begins with what there is and goes on with what happens', async (t) => {
  const { kubernetes, ask } = anApi({ controllers: false });
  await ask('POST', path, { metadata: { name: 'old' } });
  const watch = await kubernetes.transport(`http://sandbox${path}?watch=true`, {});
  await ask('POST', path, { metadata: { name: 'new' } });
  await ask('PATCH', `${path}/new`, { data: { a: 'b' } });
  await ask('POST', '/api/v1/namespaces/kube-system/configmaps', { metadata: { name: 'elsewhere' } });
  await ask('DELETE', `${path}/old`);
  t.deepEqual(await take(watch, 4), ['ADDED old', 'ADDED new', 'MODIFIED new', 'DELETED old']);
});

test('a watch from a version misses nothing after it', async (t) => {
  const { kubernetes, ask } = anApi({ controllers: false });
  const { body } = await ask('GET', path);
  await ask('POST', path, { metadata: { name: 'a' } });
  await ask('DELETE', `${path}/a`);
  const watch = await kubernetes.transport(
    `http://sandbox${path}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    {},
  );
  t.deepEqual(await take(watch, 2), ['ADDED a', 'DELETED a']);
});

test('an object that enters or leaves the selection is added or deleted for the watcher', async (t) => {
  const { kubernetes, ask } = anApi({ controllers: false });
  const watch = await kubernetes.transport(`http://sandbox${path}?watch=true&labelSelector=app`, {});
  await ask('POST', path, { metadata: { name: 'a' } });
  await ask('PATCH', `${path}/a`, { metadata: { labels: { app: 'x' } } });
  await ask('PATCH', `${path}/a`, { metadata: { labels: { app: null } } });
  t.deepEqual(await take(watch, 2), ['ADDED a', 'DELETED a']);
});

test('a streaming list ends its first part with a bookmark', async (t) => {
  const { kubernetes, ask } = anApi({ controllers: false });
  await ask('POST', path, { metadata: { name: 'a' } });
  const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  t.deepEqual(await take(await kubernetes.transport(`http://sandbox${path}?${query}`, {}), 2), ['ADDED a', 'BOOKMARK']);
});

test('a watch ends with its timeout', async (t) => {
  const { clock, kubernetes } = anApi({ controllers: false });
  const watch = await kubernetes.transport(`http://sandbox${path}?watch=true&timeoutSeconds=60`, {});
  const reading = take(watch, 1);
  await clock.advance(61_000);
  t.deepEqual(await reading, []);
});
