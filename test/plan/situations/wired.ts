import type { Schedule, Sink, Subscription, Wiring } from '../../../shared/model/wiring.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aGap, aLive } from '../../builders/live.ts';
import { aSchedule, aSink, aSubscription, due, topic } from '../../builders/wiring.ts';
import type { Situation, Situations } from './situation.ts';

interface Parts {
  schedule?: Partial<Schedule> | null;
  subscription?: Partial<Subscription> | null;
  sink?: Partial<Sink> | null;
  more?: Partial<Wiring>;
}

function wiredAs({ schedule = {}, subscription = {}, sink = {}, more = {} }: Parts): Situation {
  const wiring: Wiring = {
    timeZone: 'Europe/Berlin',
    schedule: { name: 'projects/p/locations/us-central1/jobs/audit', found: schedule && aSchedule(schedule) },
    subscription: {
      name: 'projects/p/subscriptions/node-change',
      found: subscription && aSubscription(subscription),
    },
    topic: { name: topic, found: {} },
    deadLetterSubscription: { name: 'projects/p/subscriptions/dead', found: { topic: 'projects/p/topics/dead' } },
    deadLetter: { subscription: 'projects/p/subscriptions/dead', waits: false },
    sinks: [{ name: 'projects/my-project/sinks/nodes', found: sink && aSink(sink) }],
    ...more,
  };
  return { declared: aDeclaration({ spec: { pools: [] } }), live: aLive({ wiring, managedGroups: [] }) };
}

export const wired: Situations = {
  'all of it in order': () => wiredAs({}),
  'no schedule': () => wiredAs({ schedule: null }),
  'a schedule that is paused': () => wiredAs({ schedule: { state: 'PAUSED' } }),
  'a schedule in another time zone': () => wiredAs({ schedule: { timeZone: 'UTC' } }),
  'a schedule, and nobody said in which time zone': () =>
    wiredAs({ schedule: { timeZone: 'UTC' }, more: { timeZone: null } }),
  'a schedule that was missed': () => wiredAs({ schedule: { lastAttemptAt: due - 60_001 } }),
  'a schedule that ran a minute early': () => wiredAs({ schedule: { lastAttemptAt: due - 60_000 } }),
  'a schedule that never ran': () => wiredAs({ schedule: { lastAttemptAt: null } }),
  'a schedule that was changed after it was due': () =>
    wiredAs({ schedule: { lastAttemptAt: null, changedAt: due + 1 } }),
  'a schedule that was changed when it was due': () => wiredAs({ schedule: { lastAttemptAt: null, changedAt: due } }),
  'a schedule made nobody knows when': () => wiredAs({ schedule: { lastAttemptAt: null, changedAt: null } }),
  'a schedule that could not be understood': () => wiredAs({ schedule: { lastAttemptAt: null, dueAt: null } }),
  'a schedule whose last call failed': () => wiredAs({ schedule: { lastError: 'PERMISSION_DENIED' } }),
  'no subscription': () => wiredAs({ subscription: null }),
  'a subscription whose topic was deleted': () => wiredAs({ subscription: { topic: '_deleted-topic_' } }),
  'no topic': () => wiredAs({ more: { topic: { name: topic, found: null } } }),
  'a topic that was not looked at': () => {
    const { topic: _, ...rest } = wiredAs({}).live.wiring ?? { timeZone: null, sinks: [] };
    return { ...wiredAs({}), live: aLive({ wiring: rest }) };
  },
  'a subscription that is detached': () => wiredAs({ subscription: { detached: true } }),
  'a subscription that pushes nothing': () => wiredAs({ subscription: { pushEndpoint: null, hasIdentity: false } }),
  'pushes without an identity': () => wiredAs({ subscription: { hasIdentity: false } }),
  'a subscription with an error': () => wiredAs({ subscription: { state: 'RESOURCE_ERROR' } }),
  'a subscription that tells no state': () => wiredAs({ subscription: { state: 'STATE_UNSPECIFIED' } }),
  'a subscription without back-off': () => wiredAs({ subscription: { hasRetryPolicy: false } }),
  'a subscription without dead letters': () => wiredAs({ subscription: { deadLetterTopic: null } }),
  'a subscription that expires': () => wiredAs({ subscription: { expiresAfterSeconds: 86_400 } }),
  'nobody keeps the dead letters': () =>
    wiredAs({ more: { deadLetterSubscription: { name: 'projects/p/subscriptions/dead', found: null } } }),
  'another keeps the dead letters': () =>
    wiredAs({
      more: {
        deadLetterSubscription: { name: 'projects/p/subscriptions/dead', found: { topic: 'projects/p/topics/other' } },
      },
    }),
  'a dead letter waits': () =>
    wiredAs({ more: { deadLetter: { subscription: 'projects/p/subscriptions/dead', waits: true } } }),
  'nothing of it is configured': () => ({ ...wiredAs({}), live: aLive({ wiring: { timeZone: null, sinks: [] } }) }),
  'no sink is configured for the project': () => wiredAs({ more: { sinks: null } }),
  'no sink': () => wiredAs({ sink: null }),
  'a sink that is disabled': () => wiredAs({ sink: { disabled: true } }),
  'a sink to another topic': () => wiredAs({ sink: { destination: 'pubsub.googleapis.com/projects/p/topics/other' } }),
  'a sink while the topic is not known': () =>
    wiredAs({ sink: { destination: 'x' }, subscription: { topic: '_deleted-topic_' } }),
  'a sink whose filter leaves logs out': () =>
    wiredAs({ sink: { filter: 'log_id("cloudaudit.googleapis.com/activity")' } }),
  'a sink whose filter leaves methods out': () =>
    wiredAs({ sink: { filter: 'protoPayload.methodName:"compute.instances.delete"' } }),
  'a sink whose filter chooses nothing': () => wiredAs({ sink: { filter: '' } }),
  'what wakes Underpin could not be read': () => ({
    declared: aDeclaration({ spec: { pools: [] } }),
    live: aLive({ gaps: [aGap('wiring', 'audit'), aGap('wiring')] }),
  }),
};
