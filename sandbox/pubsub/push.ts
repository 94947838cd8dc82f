import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import type { Delivery } from './backlog.ts';
import { pushedMessage } from './message.ts';
import type { DeliveryRules, PushRules, Subscription } from './resource.ts';

export interface Pusher {
  runtime: Runtime;
  transport: Transport;
  identityToken(identity: { email: string; audience: string }): Promise<string>;
}

export interface PushedDelivery {
  subscription: Subscription;
  rules: DeliveryRules & { push: PushRules };
  delivery: Delivery;
}

/** What came of a push: an HTTP status, or why there was none. */
export type PushOutcome = number | 'deadline' | 'unreachable';

/** One POST to the endpoint. No answer within the ack deadline counts as a refusal, however it ends later. */
export async function push(pusher: Pusher, pushed: PushedDelivery): Promise<PushOutcome> {
  const [hangUp, stopWatch] = [new AbortController(), new AbortController()];
  const answer = post(pusher, pushed, hangUp.signal);
  const deadline = pusher.runtime
    .sleep(pushed.rules.ackDeadlineSeconds * 1000, stopWatch.signal)
    .then((): PushOutcome => 'deadline');
  const outcome = await Promise.race([answer, deadline]);
  if (outcome === 'deadline') hangUp.abort();
  stopWatch.abort();
  return outcome;
}

export function isAcknowledged(outcome: PushOutcome): boolean {
  return typeof outcome === 'number' && [102, 200, 201, 202, 204].includes(outcome);
}

async function post(pusher: Pusher, pushed: PushedDelivery, signal: AbortSignal): Promise<PushOutcome> {
  const { endpoint, identity, unwrapped } = pushed.rules.push;
  try {
    const authorization = identity ? { authorization: `Bearer ${await pusher.identityToken(identity)}` } : {};
    const { headers, body } = unwrapped ? unwrappedRequest(pushed, unwrapped) : wrappedRequest(pushed);
    const init = { method: 'POST', headers: { ...common, ...authorization, ...headers }, body, signal };
    const response = await pusher.transport(endpoint, init);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable';
  }
}

const common = { 'user-agent': 'CloudPubSub-Google', from: 'noreply@google.com' };

interface PushRequest {
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

function wrappedRequest({ subscription, delivery, rules }: PushedDelivery): PushRequest {
  const attempt = rules.deadLetter ? { deliveryAttempt: delivery.attempts } : {};
  const envelope = { message: pushedMessage(delivery.message), subscription: subscription.name, ...attempt };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(envelope) };
}

function unwrappedRequest({ subscription, delivery }: PushedDelivery, rules: { writeMetadata: boolean }): PushRequest {
  const { data = '', attributes = {}, messageId, publishTime } = delivery.message;
  const facts: Record<string, string> = {
    'x-goog-pubsub-subscription-name': subscription.name,
    'x-goog-pubsub-message-id': messageId,
    'x-goog-pubsub-publish-time': publishTime,
    ...attributes,
  };
  return { headers: rules.writeMetadata ? facts : {}, body: new Uint8Array(Buffer.from(data, 'base64')) };
}
