import type { Runtime } from '../../shared/runtime.ts';
import type { JsonObject } from '../compute/json.ts';
import { ServiceFailure } from '../service/failure.ts';
import { mergeByMask } from '../service/mask.ts';
import { type Disturbance, delaysUnder } from './disturbance.ts';
import { compileAttributeFilter } from './filter.ts';
import { Line, type LineWorld } from './line.ts';
import type { PubsubMessage } from './message.ts';
import { alreadyExists, checkName, notFound, type Subscription, subscriptionFrom, type Topic } from './resource.ts';

export type NewMessage = Omit<PubsubMessage, 'messageId' | 'publishTime'>;

/** Topics, and the subscriptions their messages go to. */
export class PubsubState {
  readonly topics = new Map<string, Topic>();
  readonly lines = new Map<string, Line>();
  readonly #runtime: Runtime;
  readonly #world: LineWorld;
  #messageCount = 0;
  disturbance: Disturbance = {};

  constructor(world: Omit<LineWorld, 'publishDeadLetter'>) {
    this.#runtime = world.runtime;
    this.#world = {
      ...world,
      publishDeadLetter: (topic, message) => this.topics.has(topic) && !!this.publish(topic, [message]),
    };
  }

  createTopic(name: string, given: JsonObject = {}): Topic {
    if (this.topics.has(checkName(name))) throw alreadyExists(name);
    return this.#keepTopic({ ...given, name, state: 'ACTIVE' });
  }

  changeTopic(name: string, given: JsonObject, mask: string): Topic {
    return this.#keepTopic({ ...mergeByMask(this.topic(name), given, mask), name });
  }

  topic(name: string): Topic {
    const topic = this.topics.get(name);
    if (!topic) throw notFound(name);
    return topic;
  }

  /** Its subscriptions stay, with nothing new to come. */
  deleteTopic(name: string): void {
    this.topic(name);
    this.topics.delete(name);
    for (const line of this.linesOf(name)) line.change({ ...line.subscription, topic: '_deleted-topic_' });
  }

  createSubscription(given: JsonObject): Subscription {
    const subscription = subscriptionFrom(given);
    if (this.lines.has(checkName(subscription.name))) throw alreadyExists(subscription.name);
    this.topic(subscription.topic);
    compileAttributeFilter(String(subscription.filter ?? ''));
    this.lines.set(subscription.name, new Line(subscription, this.#world));
    return subscription;
  }

  changeSubscription(name: string, given: JsonObject, mask: string): Subscription {
    const line = this.line(name);
    const changed = subscriptionFrom(mergeByMask(line.subscription, given, mask));
    if (changed.filter !== line.subscription.filter || changed.topic !== line.subscription.topic) {
      throw new ServiceFailure(
        'INVALID_ARGUMENT',
        'Invalid update_mask provided in the UpdateSubscriptionRequest: the `filter` and `topic` of a subscription cannot change.',
      );
    }
    line.change(changed);
    return changed;
  }

  line(name: string): Line {
    const line = this.lines.get(name);
    if (!line) throw notFound(name);
    return line;
  }

  deleteSubscription(name: string): void {
    this.line(name).close();
    this.lines.delete(name);
  }

  linesOf(topic: string): Line[] {
    return [...this.lines.values()].filter(({ subscription }) => subscription.topic === topic);
  }

  publish(topic: string, messages: readonly NewMessage[]): string[] {
    this.topic(topic);
    const publishTime = new Date(this.#runtime.now()).toISOString();
    const published = messages.map((message) => ({ ...message, messageId: this.#newMessageId(), publishTime }));
    for (const line of this.linesOf(topic)) for (const message of published) this.#offer(line, message);
    return published.map(({ messageId }) => messageId);
  }

  #offer(line: Line, message: PubsubMessage): void {
    for (const delay of delaysUnder(this.disturbance, this.#runtime)) line.offer(message, delay);
  }

  #keepTopic(topic: Topic): Topic {
    this.topics.set(topic.name, topic);
    return topic;
  }

  #newMessageId(): string {
    this.#messageCount += 1;
    return String(10_000_000_000_000 + this.#messageCount);
  }
}
