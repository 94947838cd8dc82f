import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import { Agenda } from '../compute/agenda.ts';
import type { JsonObject } from '../compute/json.ts';
import type { Grants } from '../service/policy.ts';
import { createService, type Service, type ServiceOptions } from '../service/service.ts';
import type { Disturbance } from './disturbance.ts';
import type { Attempt } from './line.ts';
import type { Subscription, Topic } from './resource.ts';
import { pubsubRoutes } from './routes.ts';
import { PubsubState } from './state.ts';

export interface Pubsub extends Service {
  createTopic(name: string, facts?: JsonObject): Topic;
  /** As the API takes it: `{name, topic, pushConfig: {pushEndpoint}, retryPolicy, deadLetterPolicy}`. */
  createSubscription(subscription: JsonObject): Subscription;
  hasTopic(name: string): boolean;
  /** Text is made base64. It returns the message's id. */
  publish(topic: string, message: { data?: string; attributes?: Record<string, string> }): string;
  /** Events duplicated, delayed, out of order or lost from now on; `{}` ends it. */
  disturb(disturbance: Disturbance): void;
  /** Every attempt to hand a message to a subscriber. */
  attempts: Attempt[];
  /** How many messages of a subscription nobody acknowledged yet. */
  unacknowledged(subscription: string): number;
  close(): void;
}

export interface PubsubOptions extends Pick<ServiceOptions, 'principalOf' | 'authorize'> {
  runtime: Runtime;
  /** How pushes leave. */
  transport?: Transport;
  /** Signs the token of a push whose subscription has an `oidcToken`. */
  identityToken?(identity: { email: string; audience: string }): Promise<string>;
  grants?: Grants;
  pushesAtOnce?: number;
  pullWaitSeconds?: number;
}

export function createPubsub(options: PubsubOptions): Pubsub {
  const { runtime, transport = fetch, grants = () => true, pushesAtOnce = 100, pullWaitSeconds = 5 } = options;
  const identityToken = options.identityToken ?? (() => Promise.resolve('sandbox'));
  const agenda = new Agenda(runtime);
  const attempts: Attempt[] = [];
  const state = new PubsubState({ runtime, transport, identityToken, agenda, attempts, pushesAtOnce });
  const routes = pubsubRoutes(state, { runtime, grants, pullWaitSeconds });
  const service = createService({ ...options, runtime, routes });
  return {
    ...service,
    handle: (request) => {
      agenda.runDue();
      return service.handle(request);
    },
    createTopic: (name, facts) => state.createTopic(name, facts),
    createSubscription: (subscription) => state.createSubscription(subscription),
    hasTopic: (name) => state.topics.has(name),
    publish: (topic, { data, attributes }) => {
      const encoded = data === undefined ? {} : { data: Buffer.from(data).toString('base64') };
      return state.publish(topic, [{ ...encoded, ...(attributes ? { attributes } : {}) }])[0] ?? '';
    },
    disturb: (disturbance) => {
      state.disturbance = disturbance;
    },
    attempts,
    unacknowledged: (subscription) => state.line(subscription).unacknowledged,
    close: () => {
      agenda.close();
      for (const line of state.lines.values()) line.close();
    },
  };
}
