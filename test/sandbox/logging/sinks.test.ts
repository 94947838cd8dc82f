import test from 'ava';
import { createLogging } from '../../../sandbox/logging/logging.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';

interface Body {
  filter: string;
  writerIdentity: string;
  sinks: { name: string }[];
  entries: { jsonPayload: { number: number } }[];
  nextPageToken?: string;
  error: { message: string };
}

function aLogging() {
  const clock = createVirtualClock();
  const published: { topic: string; data: string; attributes: Record<string, string> }[] = [];
  const logging = createLogging({
    runtime: clock,
    publish: (topic, message) => published.push({ topic, ...message }),
    projectNumberOf: () => '42',
  });
  const call = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await logging.handle(new Request(`https://logging.googleapis.com${path}`, init));
    return { status: response.status, body: (await response.json()) as Body };
  };
  const write = async (entry: object) => {
    await call('POST', '/v2/entries:write', { entries: [{ logName: 'projects/p/logs/test', ...entry }] });
    await clock.advance(5000);
  };
  return { logging, call, write, published };
}

const destination = 'pubsub.googleapis.com/projects/p/topics/nodes';

test('a sink sends what its filter takes, and not what an exclusion names', async (t) => {
  const { logging, write, published } = aLogging();
  const exclusions = [{ name: 'own', filter: 'jsonPayload.by="me"' }];
  logging.createSink('p', { name: 's', destination, filter: 'severity>=ERROR', exclusions });
  await write({ severity: 'INFO', textPayload: 'low' });
  await write({ severity: 'ERROR', textPayload: 'high' });
  await write({ severity: 'ERROR', jsonPayload: { by: 'me' } });
  await write({ severity: 'ERROR', logName: 'projects/other/logs/test' });
  t.deepEqual(
    published.map(({ data }) => JSON.parse(data).textPayload),
    ['high'],
  );
  t.is(published[0]?.topic, 'projects/p/topics/nodes');
  t.deepEqual(published[0]?.attributes, {
    'logging.googleapis.com/timestamp': JSON.parse(published[0]?.data ?? '').timestamp,
  });
});

test('sinks are created, read, listed, changed and deleted by the API', async (t) => {
  const { call } = aLogging();
  const created = await call('POST', '/v2/projects/p/sinks?uniqueWriterIdentity=true', {
    name: 's',
    destination,
    filter: 'a=b',
  });
  t.like(created, {
    status: 200,
    body: { filter: 'a=b', writerIdentity: 'serviceAccount:service-42@gcp-sa-logging.iam.gserviceaccount.com' },
  });
  t.is((await call('POST', '/v2/projects/p/sinks', { name: 's', destination })).status, 409);
  t.is((await call('PATCH', '/v2/projects/p/sinks/s?updateMask=filter', { filter: 'c=d' })).body.filter, 'c=d');
  t.like((await call('GET', '/v2/projects/p/sinks/s')).body, { filter: 'c=d', destination });
  const { sinks } = (await call('GET', '/v2/projects/p/sinks')).body;
  t.deepEqual(
    sinks.map(({ name }) => name),
    ['_Required', '_Default', 's'],
  );
  await call('DELETE', '/v2/projects/p/sinks/s');
  t.is((await call('GET', '/v2/projects/p/sinks/s')).status, 404);
});

test('a filter that cannot be read is refused', async (t) => {
  const { call } = aLogging();
  const { status, body } = await call('POST', '/v2/projects/p/sinks', { name: 's', destination, filter: 'a=(' });
  t.is(status, 400);
  t.regex(body.error.message, /position 3/);
});

test('entries are found again by filter, newest first when asked', async (t) => {
  const { call, write } = aLogging();
  for (const number of [1, 2, 3]) await write({ jsonPayload: { number } });
  const asked = {
    resourceNames: ['projects/p'],
    filter: 'jsonPayload.number>1',
    orderBy: 'timestamp desc',
    pageSize: 1,
  };
  const first = (await call('POST', '/v2/entries:list', asked)).body;
  t.is(first.entries[0]?.jsonPayload.number, 3);
  const second = (await call('POST', '/v2/entries:list', { ...asked, pageToken: first.nextPageToken })).body;
  t.is(second.entries[0]?.jsonPayload.number, 2);
  t.is(second.nextPageToken, undefined);
});
