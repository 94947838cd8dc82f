import type { Runtime } from '../../shared/runtime.ts';
import { isObject, type JsonObject } from '../compute/json.ts';
import { type Answer, parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';
import { pageOf } from '../service/page.ts';
import { type Grants, policyRoutes } from '../service/policy.ts';
import { type PullOptions, pull } from './pull.ts';
import type { NewMessage, PubsubState } from './state.ts';

export interface PubsubRouteOptions extends PullOptions {
  runtime: Runtime;
  grants: Grants;
}

/** Publisher and Subscriber as their REST mapping has them, without streaming pull, snapshots and schemas. */
export function pubsubRoutes(state: PubsubState, options: PubsubRouteOptions): Route[] {
  const { grants } = options;
  return [
    ...topicRoutes(state),
    ...subscriptionRoutes(state),
    ...deliveryRoutes(state, options),
    ...policyRoutes({ pattern: 'projects/*/topics/*', version: 'v1', method: 'pubsub.topics', grants }),
    ...policyRoutes({ pattern: 'projects/*/subscriptions/*', version: 'v1', method: 'pubsub.subscriptions', grants }),
  ];
}

const topic = '/v1/{topic=projects/*/topics/*}';
const subscription = '/v1/{subscription=projects/*/subscriptions/*}';

function topicRoutes(state: PubsubState): Route[] {
  const name = (call: ServiceCall) => parameter(call, 'topic');
  const inProject = (call: ServiceCall) => (one: JsonObject) =>
    String(one.name).startsWith(`${parameter(call, 'project')}/`);
  return [
    route('PUT', topic, 'pubsub.topics.create', (call) => state.createTopic(name(call), call.body)),
    route('GET', topic, 'pubsub.topics.get', (call) => state.topic(name(call))),
    route('PATCH', topic, 'pubsub.topics.update', (call) =>
      state.changeTopic(name(call), inner(call, 'topic'), mask(call)),
    ),
    route('DELETE', topic, 'pubsub.topics.delete', (call) => {
      state.deleteTopic(name(call));
      return {};
    }),
    route('GET', '/v1/{project=projects/*}/topics', 'pubsub.topics.list', (call) =>
      pageOf([...state.topics.values()].filter(inProject(call)), 'topics', call.query),
    ),
    route('GET', `${topic}/subscriptions`, 'pubsub.topics.subscriptions.list', (call) =>
      topicSubscriptions(state, call),
    ),
  ];
}

function subscriptionRoutes(state: PubsubState): Route[] {
  const name = (call: ServiceCall) => parameter(call, 'subscription');
  const change = (call: ServiceCall, given: JsonObject, fields: string) =>
    state.changeSubscription(name(call), given, fields);
  const all = () => [...state.lines.values()].map((line) => line.subscription);
  return [
    route('PUT', subscription, 'pubsub.subscriptions.create', (call) =>
      state.createSubscription({ ...call.body, name: name(call) }),
    ),
    route('GET', subscription, 'pubsub.subscriptions.get', (call) => state.line(name(call)).subscription),
    route('PATCH', subscription, 'pubsub.subscriptions.update', (call) =>
      change(call, inner(call, 'subscription'), mask(call)),
    ),
    route('DELETE', subscription, 'pubsub.subscriptions.delete', (call) => {
      state.deleteSubscription(name(call));
      return {};
    }),
    route('POST', `${subscription}:modifyPushConfig`, 'pubsub.subscriptions.modifyPushConfig', (call) => {
      change(call, call.body, 'pushConfig');
      return {};
    }),
    route('GET', '/v1/{project=projects/*}/subscriptions', 'pubsub.subscriptions.list', (call) => {
      const own = all().filter((one) => one.name.startsWith(`${parameter(call, 'project')}/`));
      return pageOf(own, 'subscriptions', call.query);
    }),
  ];
}

function deliveryRoutes(state: PubsubState, options: PubsubRouteOptions): Route[] {
  const line = (call: ServiceCall) => state.line(parameter(call, 'subscription'));
  const ids = ({ body }: ServiceCall) => (Array.isArray(body.ackIds) ? body.ackIds.map(String) : []);
  return [
    route('POST', `${topic}:publish`, 'pubsub.topics.publish', (call) => publish(state, call)),
    {
      ...route('POST', `${subscription}:pull`, 'pubsub.subscriptions.pull', (call) => pull(state, call, options)),
      reads: true,
    },
    route('POST', `${subscription}:acknowledge`, 'pubsub.subscriptions.acknowledge', (call) => {
      for (const id of ids(call)) line(call).acknowledge(id);
      return {};
    }),
    route('POST', `${subscription}:modifyAckDeadline`, 'pubsub.subscriptions.modifyAckDeadline', (call) => {
      for (const id of ids(call)) line(call).extend(id, Number(call.body.ackDeadlineSeconds ?? 0));
      return {};
    }),
  ];
}

function route(
  verb: string,
  path: string,
  method: string,
  answer: (call: ServiceCall) => Answer | Promise<Answer>,
): Route {
  return { verb, path, method, answer };
}

function topicSubscriptions(state: PubsubState, call: ServiceCall): JsonObject {
  const name = parameter(call, 'topic');
  state.topic(name);
  const names = state.linesOf(name).map((line) => line.subscription.name);
  return names.length ? { subscriptions: names } : {};
}

function publish(state: PubsubState, call: ServiceCall): JsonObject {
  const messages = Array.isArray(call.body.messages) ? call.body.messages.filter(isObject) : [];
  if (!messages.length)
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      'The value for message_count is too small. You passed 0 in the request, but the minimum value is 1.',
    );
  if (messages.some(({ data, attributes }) => !data && !(isObject(attributes) && Object.keys(attributes).length))) {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      'One or more messages in the publish request is empty. Each message must contain either non-empty data, or at least one attribute.',
    );
  }
  refuseOver('message_count', messages.length, 1000);
  refuseOver('request_size', Buffer.byteLength(JSON.stringify(call.body)), 10_000_000);
  return { messageIds: state.publish(parameter(call, 'topic'), messages as NewMessage[]) };
}

function refuseOver(what: string, value: number, most: number): void {
  if (value <= most) return;
  throw new ServiceFailure(
    'INVALID_ARGUMENT',
    `The value for ${what} is too large. You passed ${value} in the request, but the maximum value is ${most}.`,
  );
}

function inner({ body }: ServiceCall, key: string): JsonObject {
  const given = body[key];
  return isObject(given) ? given : {};
}

function mask({ body, query }: ServiceCall): string {
  return String(body.updateMask ?? query.get('updateMask') ?? '');
}
