import { readFileSync } from 'node:fs';
import test from 'ava';
import { CloudEvent } from 'cloudevents';
import type { Decision } from '../../shared/model/decision.ts';
import { readEvent } from '../../shared/scope/scope.ts';

const names = [
  'instance-insert-last',
  'instance-delete-first',
  'system-preempted',
  'node-create',
  'event-node-ready',
  'firewall-patch-last',
];
const entries = names.map((name) => [
  name,
  JSON.parse(readFileSync(new URL(`situations/${name}.json`, import.meta.url), 'utf8')),
]);

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const attributes = { 'logging.googleapis.com/timestamp': '2026-02-11T03:14:07Z' };
const auditEvent = {
  specversion: '1.0',
  type: 'google.cloud.audit.log.v1.written',
  source: '//cloudaudit.googleapis.com/projects/home-lab/logs/activity',
  id: '17',
};
const pubsubEvent = {
  ...auditEvent,
  type: 'google.cloud.pubsub.topic.v1.messagePublished',
  source: '//pubsub.googleapis.com/projects/home-lab/topics/nodes',
};

/** Every way in which one log entry may come. */
const ways: Record<string, (entry: unknown) => unknown> = {
  'as JSON text': (entry) => JSON.stringify(entry, null, 2),
  'as JSON text with a byte order mark': (entry) => `\uFEFF${JSON.stringify(entry)}`,
  'as bytes': (entry) => Buffer.from(JSON.stringify(entry)),
  'in a push, camel case': (entry) => ({
    message: { data: base64(entry), attributes, messageId: '1', publishTime: '2026-02-11T03:14:08Z' },
    subscription: 's',
  }),
  'in a push, snake case': (entry) => ({
    message: { data: base64(entry), attributes, message_id: '1', publish_time: '2026-02-11T03:14:08Z' },
    subscription: 's',
  }),
  'in a push with data alone': (entry) => ({ message: { data: base64(entry) } }),
  'in a push, base64url without padding': (entry) => ({
    message: { data: Buffer.from(JSON.stringify(entry)).toString('base64url'), messageId: '1' },
  }),
  'in a push whose data was decoded already': (entry) => ({
    message: { data: entry, attributes, messageId: '1' },
    deliveryAttempt: 3,
  }),
  'in a pulled message': (entry) => [{ ackId: 'a', message: { data: base64(entry), messageId: '1' } }][0],
  'in a message with data alone': (entry) => ({ data: base64(entry) }),
  'in a bare message': (entry) => ({
    '@type': 'type.googleapis.com/google.pubsub.v1.PubsubMessage',
    data: base64(entry),
    attributes: {},
  }),
  'in a background event': (entry) => ({
    context: { eventId: '1', eventType: 'google.pubsub.topic.publish' },
    data: { data: base64(entry), attributes: {} },
  }),
  'in a structured audit CloudEvent': (entry) => ({ ...auditEvent, datacontenttype: 'application/json', data: entry }),
  'in a structured CloudEvent with data_base64': (entry) => ({ ...auditEvent, data_base64: base64(entry) }),
  'in a structured CloudEvent with data as text': (entry) => ({ ...auditEvent, data: JSON.stringify(entry) }),
  'in a structured Pub/Sub CloudEvent': (entry) => ({
    ...pubsubEvent,
    data: { message: { data: base64(entry), messageId: '1' }, subscription: 's' },
  }),
  'in the object of the functions framework': (entry) =>
    new CloudEvent({ ...pubsubEvent, data: { message: { data: base64(entry) }, subscription: 's' } }),
  'in the object of the functions framework, as bytes': (entry) =>
    new CloudEvent({ ...auditEvent, data: Buffer.from(JSON.stringify(entry)) }),
  'in a CloudEvent in a push in text': (entry) =>
    JSON.stringify({ message: { data: base64({ ...auditEvent, data: entry }), messageId: '1' } }),
};

for (const [way, wrap] of Object.entries(ways)) {
  test(`a log entry means the same ${way}`, (t) => {
    for (const [name, entry] of entries)
      t.deepEqual(timeless(readEvent(wrap(entry))), timeless(readEvent(entry)), name);
  });
}

test('what cannot be opened is rejected with the reason', (t) => {
  t.regex(readEvent(null).why, /it is null/);
  t.regex(readEvent(undefined).why, /it is undefined/);
  t.regex(readEvent('{"protoPayload": ').why, /neither JSON/);
  t.regex(readEvent([]).why, /list of 0/);
  t.regex(readEvent({ ...auditEvent }).why, /carries no data/);
  t.regex(readEvent({ message: { data: 'AQIDBA==', messageId: '1' } }).why, /neither JSON/);
});

test('endless wrapping ends', (t) => {
  let event: unknown = { insertId: 'x' };
  for (let depth = 0; depth < 50; depth += 1) event = { message: { data: event, messageId: '1' } };
  t.regex(readEvent(event).why, /wrapped more than/);
});

/** The outermost layer tells when the message was published, so that differs. */
function timeless({ publishedAt: _, ...rest }: Decision): Omit<Decision, 'publishedAt'> {
  return rest;
}
