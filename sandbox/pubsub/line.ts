import type { Agenda } from '../compute/agenda.ts';
import { Backlog, type Delivery } from './backlog.ts';
import { compileAttributeFilter } from './filter.ts';
import type { PubsubMessage } from './message.ts';
import { isAcknowledged, type Pusher, type PushOutcome, push } from './push.ts';
import { type DeliveryRules, lastSegment, type PushRules, rulesOf, type Subscription } from './resource.ts';

/** One attempt to hand a message to a subscriber. */
export interface Attempt {
  time: number;
  subscription: string;
  messageId: string;
  attempt: number;
  /** `leased` for a pull. */
  outcome: PushOutcome | 'leased';
}

export interface LineWorld extends Pusher {
  agenda: Agenda;
  /** How many pushes of a subscription may be under way at once. */
  pushesAtOnce: number;
  attempts: Attempt[];
  /** False when the topic does not exist: the message stays where it is. */
  publishDeadLetter(topic: string, message: Omit<PubsubMessage, 'messageId' | 'publishTime'>): boolean;
}

/** A subscription at work: what waits in it, and how it is delivered again until somebody acknowledges it. */
export class Line {
  readonly #world: LineWorld;
  readonly #backlog = new Backlog();
  #subscription: Subscription;
  #rules: DeliveryRules;
  #wants: (attributes: Record<string, string>) => boolean;
  readonly #waiting = new Set<() => void>();
  #pushing = 0;
  #delayed = 0;
  #isClosed = false;

  constructor(subscription: Subscription, world: LineWorld) {
    this.#world = world;
    this.#subscription = subscription;
    this.#rules = rulesOf(subscription);
    this.#wants = compileAttributeFilter(this.#rules.filter);
  }

  get subscription(): Subscription {
    return this.#subscription;
  }

  /** Ready, on its way, or waiting for its next attempt. */
  get unacknowledged(): number {
    return this.#backlog.readyCount + this.#backlog.leasedCount + this.#pushing + this.#delayed;
  }

  change(subscription: Subscription): void {
    this.#subscription = subscription;
    this.#rules = rulesOf(subscription);
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    this.#backlog.clear();
  }

  /** From now on, or after a delay, somebody should get it. */
  offer(message: PubsubMessage, delaySeconds: number): void {
    if (!this.#wants(message.attributes ?? {})) return;
    this.#putLater({ message, attempts: 0, publishedAt: Date.parse(message.publishTime) }, delaySeconds);
  }

  /** Leases up to that many messages to a puller. */
  pull(most: number): { ackId: string; delivery: Delivery }[] {
    this.#takeBackExpired();
    const leased: { ackId: string; delivery: Delivery }[] = [];
    while (leased.length < most) {
      const delivery = this.#next();
      if (!delivery) break;
      const until = this.#now() + this.#rules.ackDeadlineSeconds * 1000;
      this.#record(delivery, 'leased');
      leased.push({ ackId: this.#backlog.lease(delivery, until), delivery });
    }
    return leased;
  }

  /** Too late when the lease has ended: the message is delivered again. */
  acknowledge(ackId: string): void {
    this.#takeBackExpired();
    this.#backlog.release(ackId);
  }

  /** Zero seconds hand the message back at once. */
  extend(ackId: string, seconds: number): void {
    this.#takeBackExpired();
    if (seconds > 0) this.#backlog.extend(ackId, this.#now() + seconds * 1000);
    else this.#handBack(this.#backlog.release(ackId));
  }

  /** Until something may be ready, or that much time has passed. */
  async whenReady(milliseconds: number, signal: AbortSignal): Promise<void> {
    const arrival = new AbortController();
    const wake = () => arrival.abort();
    this.#waiting.add(wake);
    const most = Math.min(milliseconds, this.#backlog.nextExpiry() - this.#now());
    await this.#world.runtime.sleep(Math.max(0, most), AbortSignal.any([signal, arrival.signal]));
    this.#waiting.delete(wake);
  }

  #takeBackExpired(): void {
    for (const delivery of this.#backlog.takeExpired(this.#now())) this.#refuse(delivery);
  }

  #handBack(delivery: Delivery | undefined): void {
    if (delivery) this.#refuse(delivery);
  }

  #pump(): void {
    while (this.#rules.push && this.#pushing < this.#world.pushesAtOnce) {
      const next = this.#next();
      if (!next) return;
      this.#pushing += 1;
      void this.#push(next, { ...this.#rules, push: this.#rules.push });
    }
  }

  async #push(delivery: Delivery, rules: DeliveryRules & { push: PushRules }): Promise<void> {
    const outcome = await push(this.#world, { subscription: this.#subscription, rules, delivery });
    this.#pushing -= 1;
    this.#record(delivery, outcome);
    if (!isAcknowledged(outcome)) this.#refuse(delivery);
    this.#pump();
  }

  /** The next that is not too old, counted as handed out. */
  #next(): Delivery | undefined {
    for (let next = this.#backlog.next(); next; next = this.#backlog.next()) {
      if (this.#now() - next.publishedAt > this.#rules.retentionSeconds * 1000) continue;
      next.attempts += 1;
      return next;
    }
    return undefined;
  }

  #refuse(delivery: Delivery): void {
    const { deadLetter } = this.#rules;
    const isSpent = deadLetter !== undefined && delivery.attempts >= deadLetter.attempts;
    if (isSpent && this.#world.publishDeadLetter(deadLetter.topic, this.#deadMessage(delivery))) return;
    this.#putLater(delivery, this.#backoffSeconds(delivery.attempts));
  }

  #putLater(delivery: Delivery, seconds: number): void {
    if (seconds > 0) {
      this.#delayed += 1;
      this.#world.agenda.after(seconds, () => this.#putDelayed(delivery));
    } else {
      this.#put(delivery);
    }
  }

  #putDelayed(delivery: Delivery): void {
    this.#delayed -= 1;
    this.#put(delivery);
  }

  #put(delivery: Delivery): void {
    if (this.#isClosed) return;
    this.#backlog.put(delivery);
    for (const wake of this.#waiting) wake();
    this.#pump();
  }

  /** Doubles from the least to the most; a push without a retry policy starts at a tenth of a second. */
  #backoffSeconds(attempts: number): number {
    const unruled = this.#rules.push ? { leastSeconds: 0.1, mostSeconds: 60 } : { leastSeconds: 0, mostSeconds: 0 };
    const { leastSeconds, mostSeconds } = this.#rules.backoff ?? unruled;
    const spread = 1 + (this.#world.runtime.random() - 0.5) / 5;
    const seconds = leastSeconds * 2 ** Math.min(attempts - 1, 30) * spread;
    return Math.round(Math.min(mostSeconds, Math.max(leastSeconds, seconds)) * 1000) / 1000;
  }

  #deadMessage({ message, attempts }: Delivery): Omit<PubsubMessage, 'messageId' | 'publishTime'> {
    const { messageId: _, publishTime, ...rest } = message;
    const { name } = this.#subscription;
    const added = {
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: lastSegment(name),
      CloudPubSubDeadLetterSourceSubscriptionProject: name.split('/')[1] ?? '',
      CloudPubSubDeadLetterSourceTopicPublishTime: publishTime,
    };
    return { ...rest, attributes: { ...message.attributes, ...added } };
  }

  #record({ message, attempts }: Delivery, outcome: Attempt['outcome']): void {
    const { name: subscription } = this.#subscription;
    this.#world.attempts.push({
      time: this.#now(),
      subscription,
      messageId: message.messageId,
      attempt: attempts,
      outcome,
    });
  }

  #now(): number {
    return this.#world.agenda.now();
  }
}
