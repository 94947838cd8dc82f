import type { Schedule, Sink, Subscription } from '../../shared/model/wiring.ts';

export const hour = 3_600_000;
export const due = Date.parse('2027-01-15T03:00:00Z');
export const topic = 'projects/p/topics/nodes';

export const aSchedule = (fields: Partial<Schedule> = {}): Schedule => ({
  state: 'ENABLED',
  schedule: '0 3 * * *',
  timeZone: 'Europe/Berlin',
  lastAttemptAt: due + 500,
  lastError: null,
  changedAt: due - 100 * hour,
  dueAt: due,
  ...fields,
});

export const aSubscription = (fields: Partial<Subscription> = {}): Subscription => ({
  topic,
  state: 'ACTIVE',
  detached: false,
  pushEndpoint: 'https://node-change.test/',
  hasIdentity: true,
  hasRetryPolicy: true,
  deadLetterTopic: 'projects/p/topics/dead',
  expiresAfterSeconds: null,
  ...fields,
});

export const aSink = (fields: Partial<Sink> = {}): Sink => ({
  destination: `pubsub.googleapis.com/${topic}`,
  filter:
    'log_id("cloudaudit.googleapis.com/activity") OR log_id("cloudaudit.googleapis.com/system_event") OR log_id("events")',
  exclusions: [],
  disabled: false,
  ...fields,
});
