/**
 * What wakes Underpin, as far as its configuration names it and it could be read: what is absent here was not asked for,
 * or a gap says why it is not known.
 */
export interface Wiring {
  schedule?: Wired<Schedule>;
  /** The time zone the schedule is meant to be in, when that was said. */
  timeZone: string | null;
  subscription?: Wired<Subscription>;
  topic?: Wired<object>;
  deadLetterSubscription?: Wired<Pick<Subscription, 'topic'>>;
  /** Whether an event waits there that could not be served. */
  deadLetter?: { subscription: string; waits: boolean };
  /** Of the cluster's own project; `null`: the configuration names sinks, and none of them is of this project. */
  sinks: Wired<Sink>[] | null;
}

/** `found: null`: it does not exist. */
export interface Wired<T> {
  /** `projects/P/topics/T` */
  name: string;
  found: T | null;
}

/** Times in milliseconds since the epoch. */
export interface Schedule {
  state: string;
  schedule: string;
  timeZone: string;
  lastAttemptAt: number | null;
  lastError: string | null;
  changedAt: number | null;
  /** When it was due last, leaving out the last minutes; `null` when its schedule could not be understood. */
  dueAt: number | null;
}

export interface Subscription {
  topic: string;
  state: string;
  detached: boolean;
  /** `null`: nothing is pushed. */
  pushEndpoint: string | null;
  hasIdentity: boolean;
  hasRetryPolicy: boolean;
  deadLetterTopic: string | null;
  /** `null`: never. */
  expiresAfterSeconds: number | null;
}

export interface Sink {
  destination: string;
  filter: string;
  /** Filters of what is left out of that; those that are in force. */
  exclusions: string[];
  disabled: boolean;
}
