import { nodeEventFilter } from '../../shared/plan/log-filter/node-events.ts';
import type { JsonObject } from '../compute/json.ts';
import type { Logging } from '../logging/logging.ts';
import type { Pubsub } from '../pubsub/pubsub.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';

/** The way of an event to node-change, by the names the deployment gives: sink, topic, push subscription, dead letters. */
export interface NodeChangeWiring {
  project: string;
  /** Where node-change is. */
  endpoint: string;
  /** Of the token that is sent along; the endpoint unless told. */
  audience?: string;
  /** Which entries of the log are events; the sandbox's own default is what the deployment asks for. */
  filter?: string;
  /** Whose changes are no events. */
  ownAccount?: string;
  ackDeadlineSeconds?: number;
  deliveryAttempts?: number;
  /** `underpin` unless told. */
  name?: string;
}

export interface NodeChangeNames {
  topic: string;
  subscription: string;
  deadLetterTopic: string;
  deadLetterSubscription: string;
}

export function wireNodeChange(
  { logging, pubsub }: { logging: Logging; pubsub: Pubsub },
  wiring: NodeChangeWiring,
): NodeChangeNames {
  const { project, name = 'underpin', endpoint, audience = endpoint } = wiring;
  const names = namesOf(project, name);
  for (const topic of [names.topic, names.deadLetterTopic, `projects/${project}/topics/${name}-reports`])
    pubsub.createTopic(topic);
  pubsub.createSubscription(deadLetterSubscription(names));
  pubsub.createSubscription({
    name: names.subscription,
    topic: names.topic,
    ackDeadlineSeconds: wiring.ackDeadlineSeconds ?? 600,
    messageRetentionDuration: '86400s',
    expirationPolicy: {},
    pushConfig: { pushEndpoint: endpoint, oidcToken: identityOf(project, `${name}-push`, audience) },
    retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
    deadLetterPolicy: { deadLetterTopic: names.deadLetterTopic, maxDeliveryAttempts: wiring.deliveryAttempts ?? 20 },
  });
  logging.createSink(project, {
    name: `${name}-nodes`,
    destination: names.topic,
    description: 'Node changes for Underpin.',
    filter: wiring.filter ?? nodeEventFilter,
    ...(wiring.ownAccount ? { exclusions: [ownChanges(wiring.ownAccount)] } : {}),
  });
  return names;
}

function namesOf(project: string, name: string): NodeChangeNames {
  return {
    topic: `projects/${project}/topics/${name}-nodes`,
    subscription: `projects/${project}/subscriptions/${name}-node-change`,
    deadLetterTopic: `projects/${project}/topics/${name}-node-change-dead-letter`,
    deadLetterSubscription: `projects/${project}/subscriptions/${name}-node-change-dead-letter`,
  };
}

function deadLetterSubscription({ deadLetterSubscription: name, deadLetterTopic: topic }: NodeChangeNames): JsonObject {
  return { name, topic, ackDeadlineSeconds: 60, expirationPolicy: {} };
}

function ownChanges(account: string): { name: string; filter: string } {
  return { name: 'own-changes', filter: `protoPayload.authenticationInfo.principalEmail="${account}"` };
}

export interface DriftAuditWiring {
  project: string;
  region: string;
  endpoint: string;
  schedule?: string;
  timeZone?: string;
  name?: string;
}

/** The nightly call of drift-audit; it returns the job's name. */
export function wireDriftAudit({ scheduler }: { scheduler: Scheduler }, wiring: DriftAuditWiring): string {
  const { project, region, endpoint, schedule = '17 3 * * *', timeZone = 'Etc/UTC', name = 'underpin' } = wiring;
  return scheduler.createJob({
    name: `projects/${project}/locations/${region}/jobs/${name}-drift-audit`,
    description: 'Nightly audit of the declared stacks.',
    schedule,
    timeZone,
    attemptDeadline: '1800s',
    retryConfig: { retryCount: 3, minBackoffDuration: '60s', maxBackoffDuration: '900s' },
    httpTarget: {
      uri: endpoint,
      httpMethod: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from('{}').toString('base64'),
      oidcToken: identityOf(project, `${name}-schedule`, endpoint),
    },
  }).name;
}

function identityOf(project: string, account: string, audience: string): JsonObject {
  return { serviceAccountEmail: `${account}@${project}.iam.gserviceaccount.com`, audience };
}
