import type { JsonObject } from '../compute/json.ts';
import { isObject, stringOf } from '../compute/json.ts';
import { secondsOf } from '../service/duration.ts';
import { ServiceFailure } from '../service/failure.ts';

export type Topic = JsonObject & { name: string };

export type Subscription = JsonObject & { name: string; topic: string; ackDeadlineSeconds: number };

/** What of a subscription decides how its messages are delivered. */
export interface DeliveryRules {
  ackDeadlineSeconds: number;
  retentionSeconds: number;
  filter: string;
  /** Undefined: redelivered at once. */
  backoff: { leastSeconds: number; mostSeconds: number } | undefined;
  deadLetter: { topic: string; attempts: number } | undefined;
  push: PushRules | undefined;
}

export interface PushRules {
  endpoint: string;
  identity: { email: string; audience: string } | undefined;
  /** The body is the data alone; `writeMetadata` puts the rest into headers. */
  unwrapped: { writeMetadata: boolean } | undefined;
}

export function checkName(name: string): string {
  const id = lastSegment(name);
  if (!/^[A-Za-z][A-Za-z0-9\-_.~+%]{2,254}$/.test(id) || /^goog/i.test(id)) {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      `Invalid resource name given (name=${name}). Refer to https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names for more information.`,
    );
  }
  return name;
}

export function subscriptionFrom(given: JsonObject): Subscription {
  const { name, topic } = given;
  if (typeof name !== 'string' || typeof topic !== 'string') {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      'Invalid resource name given (name=). A subscription needs a `name` and a `topic`.',
    );
  }
  const subscription = {
    ...defaults,
    ...given,
    name,
    topic,
    ackDeadlineSeconds: Number(given.ackDeadlineSeconds) || 10,
  };
  checkRanges(subscription);
  return subscription;
}

const defaults = {
  pushConfig: {},
  messageRetentionDuration: '604800s',
  expirationPolicy: { ttl: '2678400s' },
  state: 'ACTIVE',
};

function checkRanges(subscription: Subscription): void {
  const { deadLetterPolicy, ackDeadlineSeconds } = subscription;
  const attempts = isObject(deadLetterPolicy) ? Number(deadLetterPolicy.maxDeliveryAttempts ?? 5) : 5;
  if (ackDeadlineSeconds < 10 || ackDeadlineSeconds > 600) {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      `Invalid ack deadline given (ackDeadlineSeconds=${ackDeadlineSeconds}): it must be from 10 to 600 seconds.`,
    );
  }
  if (attempts !== 0 && (attempts < 5 || attempts > 100)) {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      `Invalid \`maxDeliveryAttempts\` ${attempts}: it must be from 5 to 100.`,
    );
  }
}

export function rulesOf(subscription: Subscription): DeliveryRules {
  const { retryPolicy, deadLetterPolicy, pushConfig, messageRetentionDuration, ackDeadlineSeconds } = subscription;
  return {
    ackDeadlineSeconds,
    retentionSeconds: secondsOf(messageRetentionDuration) ?? 604_800,
    filter: stringOf(subscription.filter) ?? '',
    backoff: isObject(retryPolicy) ? backoffOf(retryPolicy) : undefined,
    deadLetter: isObject(deadLetterPolicy) ? deadLetterOf(deadLetterPolicy) : undefined,
    push: isObject(pushConfig) ? pushOf(pushConfig) : undefined,
  };
}

function backoffOf({ minimumBackoff, maximumBackoff }: JsonObject): NonNullable<DeliveryRules['backoff']> {
  return { leastSeconds: secondsOf(minimumBackoff) ?? 10, mostSeconds: secondsOf(maximumBackoff) ?? 600 };
}

function deadLetterOf({ deadLetterTopic, maxDeliveryAttempts }: JsonObject): DeliveryRules['deadLetter'] {
  const topic = stringOf(deadLetterTopic);
  return topic ? { topic, attempts: Number(maxDeliveryAttempts) || 5 } : undefined;
}

function pushOf({ pushEndpoint, oidcToken, noWrapper }: JsonObject): PushRules | undefined {
  const endpoint = stringOf(pushEndpoint);
  if (!endpoint) return undefined;
  const email = isObject(oidcToken) ? stringOf(oidcToken.serviceAccountEmail) : undefined;
  const audience = (isObject(oidcToken) && stringOf(oidcToken.audience)) || endpoint;
  return {
    endpoint,
    identity: email ? { email, audience } : undefined,
    unwrapped: isObject(noWrapper) ? { writeMetadata: noWrapper.writeMetadata === true } : undefined,
  };
}

export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

export function notFound(name: string): ServiceFailure {
  return new ServiceFailure('NOT_FOUND', `Resource not found (resource=${lastSegment(name)}).`);
}

export function alreadyExists(name: string): ServiceFailure {
  return new ServiceFailure(
    'ALREADY_EXISTS',
    `Resource already exists in the project (resource=${lastSegment(name)}).`,
  );
}
