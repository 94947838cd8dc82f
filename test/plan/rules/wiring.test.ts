import test from 'ava';
import type { Schedule, Sink, Subscription, Wiring } from '../../../shared/model/wiring.ts';
import { lostSamples } from '../../../shared/plan/log-filter/lost-samples.ts';
import { wiring } from '../../../shared/plan/rules/wiring.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aGap, aLive } from '../../builders/live.ts';
import { aSchedule, aSink, aSubscription, due, hour, topic } from '../../builders/wiring.ts';

/** Only the second entry of each call. */
const filter = 'operation.last=true';

interface Parts {
  schedule?: Partial<Schedule> | null;
  subscription?: Partial<Subscription> | null;
  sink?: Partial<Sink> | null;
  wiring?: Partial<Wiring>;
}

function found({ schedule = {}, subscription = {}, sink = {}, wiring: more = {} }: Parts): string[] {
  const wired: Wiring = {
    timeZone: 'Europe/Berlin',
    schedule: { name: 'projects/p/locations/us-central1/jobs/audit', found: schedule && aSchedule(schedule) },
    subscription: { name: 'projects/p/subscriptions/node-change', found: subscription && aSubscription(subscription) },
    topic: { name: topic, found: {} },
    deadLetterSubscription: { name: 'projects/p/subscriptions/dead', found: { topic: 'projects/p/topics/dead' } },
    deadLetter: { subscription: 'projects/p/subscriptions/dead', waits: false },
    sinks: [{ name: 'projects/my-project/sinks/nodes', found: sink && aSink(sink) }],
    ...more,
  };
  return wiring(aDeclaration(), aLive({ wiring: wired })).map(({ subject, path, severity, rule }) =>
    `${rule} ${severity} ${subject} ${path}`.trim(),
  );
}

const finds = test.macro({
  exec: (t, parts: Parts, expected: string[]) => t.deepEqual(found(parts), expected),
  title: (title) => title ?? '',
});

const job = 'SchedulerJob/us-central1/audit';
const push = 'Subscription/node-change';
const sink = 'Sink/my-project/nodes';

test('wiring in order has no finding', finds, {}, []);
test('no schedule', finds, { schedule: null }, [`W-01 critical ${job}`]);
test('a paused schedule', finds, { schedule: { state: 'PAUSED' } }, [`W-01 critical ${job} state`]);
test('a schedule by the clocks of another zone', finds, { schedule: { timeZone: 'Etc/UTC' } }, [
  `W-01 warning ${job} timeZone`,
]);
test('no time zone was asked for', finds, { wiring: { timeZone: null }, schedule: { timeZone: 'Etc/UTC' } }, []);
test('it was due and not called', finds, { schedule: { lastAttemptAt: due - 24 * hour } }, [
  `W-01 critical ${job} lastAttemptTime`,
]);
test('it never ran', finds, { schedule: { lastAttemptAt: null } }, [`W-01 critical ${job} lastAttemptTime`]);
test(
  'it was made after it would have been due',
  finds,
  { schedule: { lastAttemptAt: null, changedAt: due + hour } },
  [],
);
test('words of App Engine are not computed', finds, { schedule: { dueAt: null, lastAttemptAt: null } }, []);
test('its last call failed', finds, { schedule: { lastError: 'UNAVAILABLE (code 14)' } }, [
  `W-01 warning ${job} status`,
]);

test('no subscription', finds, { subscription: null }, [`W-02 critical ${push}`]);
test('its topic was deleted', finds, { subscription: { topic: '_deleted-topic_' } }, [`W-02 critical ${push} topic`]);
test('the topic is gone', finds, { wiring: { topic: { name: topic, found: null } } }, [`W-02 critical ${push} topic`]);
test('nothing is pushed', finds, { subscription: { pushEndpoint: null } }, [`W-02 critical ${push} pushConfig`]);
test('pushes without identity', finds, { subscription: { hasIdentity: false } }, [
  `W-02 critical ${push} pushConfig.oidcToken`,
]);
test('detached', finds, { subscription: { detached: true } }, [`W-02 critical ${push} detached`]);
test('a state that delivers nothing', finds, { subscription: { state: 'RESOURCE_ERROR' } }, [
  `W-02 critical ${push} state`,
]);
test('no back-off', finds, { subscription: { hasRetryPolicy: false } }, [`W-02 warning ${push} retryPolicy`]);
test('no dead letters', finds, { subscription: { deadLetterTopic: null } }, [`W-02 warning ${push} deadLetterPolicy`]);
test('it will delete itself', finds, { subscription: { expiresAfterSeconds: 2_678_400 } }, [
  `W-02 warning ${push} expirationPolicy.ttl`,
]);

test(
  'nobody keeps the dead letters',
  finds,
  { wiring: { deadLetterSubscription: { name: 'projects/p/subscriptions/dead', found: null } } },
  ['W-03 warning Subscription/dead'],
);
test('they are kept of another topic', finds, { subscription: { deadLetterTopic: 'projects/p/topics/else' } }, [
  'W-03 warning Subscription/dead topic',
]);
test('a dead letter waits', finds, { wiring: { deadLetter: { subscription: 's', waits: true } } }, [
  'W-03 warning Subscription/dead messages',
]);

test('no sink', finds, { sink: null }, [`W-04 critical ${sink}`]);
test('a disabled sink', finds, { sink: { disabled: true } }, [`W-04 critical ${sink} disabled`]);
test('a sink to elsewhere', finds, { sink: { destination: 'storage.googleapis.com/b' } }, [
  `W-04 critical ${sink} destination`,
]);
test(
  'a filter that names one of the two logs',
  finds,
  { sink: { filter: 'log_id("cloudaudit.googleapis.com/activity")' } },
  [`W-04 warning ${sink} filter`],
);
test(
  'a filter that names methods without one that matters',
  finds,
  { sink: { filter: String.raw`protoPayload.methodName=~"compute\.instances\.(insert|stop)$"` } },
  [`W-04 warning ${sink} filter`],
);
test('an exclusion that drops what matters', finds, { sink: { exclusions: ['severity<NOTICE'] } }, [
  `W-04 warning ${sink} filter`,
]);
test(
  "an exclusion of somebody's own changes drops nothing that matters",
  finds,
  { sink: { exclusions: ['protoPayload.authenticationInfo.principalEmail="underpin@p.iam.gserviceaccount.com"'] } },
  [],
);

test('what a filter drops is told kind by kind, with a filter that lets it through', (t) => {
  const wired = { timeZone: null, sinks: [{ name: 'projects/my-project/sinks/nodes', found: aSink({ filter }) }] };
  const [told, ...others] = wiring(aDeclaration(), aLive({ wiring: wired }));
  t.deepEqual(others, []);
  t.is(
    told?.why,
    'the sink does not let through the deletion of a VM, the stop of a VM, a reboot from inside: such node changes are seen only by the nightly audit',
  );
  const proposed = /^gcloud logging sinks update nodes --project=my-project --log-filter='([^'\n]+)'$/.exec(
    told?.command ?? '',
  )?.[1];
  t.deepEqual(
    lostSamples({ filter: proposed ?? '', exclusions: [] }, { project: 'my-project', zone: 'us-central1-a' }),
    [],
  );
});

test('a filter that cannot be evaluated is unknown, and not wrong', (t) => {
  const found = aSink({ filter: 'a_new_function("x")' });
  const wired = { timeZone: null, sinks: [{ name: 'projects/my-project/sinks/nodes', found }] };
  const [told] = wiring(aDeclaration(), aLive({ wiring: wired }));
  t.is(told?.outcome, 'unknown');
  t.regex(told?.why ?? '', /cannot be evaluated here: .*unknown function `a_new_function`/);
});

test('a filter that chooses nothing passes everything', finds, { sink: { filter: '' } }, []);
test('no sink of the project of the cluster is configured', finds, { wiring: { sinks: null } }, [
  'W-04 critical Sink/my-project',
]);

test('what could not be read is unknown, and names what it was', (t) => {
  const gap = { ...aGap('wiring', 'projects/p/subscriptions/dead'), why: '403' };
  const [told, ...others] = wiring(aDeclaration(), aLive({ wiring: { timeZone: null, sinks: [] }, gaps: [gap] }));
  t.deepEqual(others, []);
  t.like(told, { outcome: 'unknown', subject: 'Wiring/projects/p/subscriptions/dead', why: '403' });
});

test('nothing is said of wiring that is not configured', (t) => {
  t.deepEqual(wiring(aDeclaration(), aLive()), []);
});
