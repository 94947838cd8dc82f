import { type Finding, finding } from '../../model/finding.ts';
import type { Subscription, Wiring } from '../../model/wiring.ts';
import { wiringName } from './wiring-name.ts';

/** W-02: node events reach node-change. W-03: what could not be served waits where somebody sees it. */
export function wiringSubscription(wiring: Wiring): Finding[] {
  return [...pushed(wiring), ...deadLetters(wiring)];
}

function pushed({ subscription, topic }: Wiring): Finding[] {
  if (!subscription) return [];
  const { found } = subscription;
  const tell = tellOf(subscription.name, 'W-02');
  if (!found)
    return [
      tell({
        path: '',
        declared: 'present',
        live: 'absent',
        why: 'no node event reaches node-change: its subscription does not exist; apply the Terraform module again',
        command: null,
      }),
    ];
  if (!found.topic.startsWith('projects/'))
    return [
      tell({
        path: 'topic',
        live: found.topic,
        why: 'no node event reaches node-change: the topic of its subscription was deleted; apply the Terraform module again',
        command: null,
      }),
    ];
  if (topic && !topic.found)
    return [
      tell({
        path: 'topic',
        declared: 'present',
        live: 'absent',
        why: `no node event reaches node-change: the topic \`${topic.name}\` does not exist`,
      }),
    ];
  return delivery(subscription.name, found, tell);
}

type Tell = ReturnType<typeof tellOf>;

function delivery(name: string, found: Subscription, tell: Tell): Finding[] {
  const { short, project } = wiringName(name);
  const update = `gcloud pubsub subscriptions update ${short} --project=${project}`;
  const checks: [boolean, Parameters<Tell>[0]][] = [
    [
      found.detached,
      { path: 'detached', live: true, why: 'the subscription is detached from its topic and gets no event' },
    ],
    [
      found.pushEndpoint === null,
      { path: 'pushConfig', live: 'none', why: 'nothing is pushed: node-change is not called' },
    ],
    [
      found.pushEndpoint !== null && !found.hasIdentity,
      { path: 'pushConfig.oidcToken', live: 'none', why: 'pushes carry no identity: node-change refuses them' },
    ],
    [
      !['ACTIVE', 'STATE_UNSPECIFIED'].includes(found.state),
      { path: 'state', declared: 'ACTIVE', live: found.state, why: `the subscription is in state ${found.state}` },
    ],
    [
      !found.hasRetryPolicy,
      {
        severity: 'warning',
        path: 'retryPolicy',
        live: 'none',
        why: 'an event that must wait comes again at once, without back-off',
        command: `${update} --min-retry-delay=10s --max-retry-delay=600s`,
      },
    ],
    [
      found.deadLetterTopic === null,
      {
        severity: 'warning',
        path: 'deadLetterPolicy',
        live: 'none',
        why: 'an event that cannot be served is delivered again until it is too old, and nobody sees it',
      },
    ],
    [
      found.expiresAfterSeconds !== null,
      {
        severity: 'warning',
        path: 'expirationPolicy.ttl',
        declared: 'never',
        live: `${found.expiresAfterSeconds}s`,
        why: 'the subscription deletes itself when no event comes for that long',
        command: `${update} --expiration-period=never`,
      },
    ],
  ];
  return checks.flatMap(([isWrong, fields]) => (isWrong ? [tell(fields)] : []));
}

function deadLetters({ subscription, deadLetterSubscription, deadLetter }: Wiring): Finding[] {
  if (!deadLetterSubscription) return [];
  const { name, found } = deadLetterSubscription;
  const tell = tellOf(name, 'W-03');
  if (!found)
    return [
      tell({
        severity: 'warning',
        path: '',
        declared: 'present',
        live: 'absent',
        why: 'events that could not be served are lost: nobody keeps the dead letters',
      }),
    ];
  const wanted = subscription?.found?.deadLetterTopic;
  return [
    ...(wanted && found.topic !== wanted
      ? [
          tell({
            severity: 'warning',
            path: 'topic',
            declared: wanted,
            live: found.topic,
            why: 'it keeps the messages of another topic than the one dead letters go to',
          }),
        ]
      : []),
    ...(deadLetter?.waits ? [waiting(name, tell)] : []),
  ];
}

function waiting(name: string, tell: Tell): Finding {
  const { short, project } = wiringName(name);
  return tell({
    severity: 'warning',
    path: 'messages',
    declared: 'none',
    live: 'at least one',
    why: 'a node event could not be served and was given up; the audit looked at the cluster itself, so read it to mend the cause',
    command: `gcloud pubsub subscriptions pull ${short} --project=${project} --limit=10`,
  });
}

function tellOf(name: string, rule: string) {
  const { short, project } = wiringName(name);
  const command = `gcloud pubsub subscriptions describe ${short} --project=${project}`;
  return (fields: Pick<Finding, 'path' | 'why'> & Partial<Finding>): Finding =>
    finding({ severity: 'critical', subject: `Subscription/${short}`, rule, command, ...fields });
}
