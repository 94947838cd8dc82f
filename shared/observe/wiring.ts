import { hasStatus, messageOf } from '../errors.ts';
import { asObject } from '../model/json.ts';
import type { Gap } from '../model/live.ts';
import type { Sink, Subscription, Wired, Wiring } from '../model/wiring.ts';
import type { WiringClients } from '../wiring-clients.ts';
import { readSchedule } from './wiring-schedule.ts';

export interface ObservedWiring {
  wiring: Wiring | null;
  gaps: Gap[];
}

/** What wakes Underpin for a cluster of this project. Only what the configuration names is asked for. */
export async function observeWiring(clients: WiringClients, project: string, now: number): Promise<ObservedWiring> {
  const { config } = clients;
  const { schedule, subscription, deadLetterSubscription, sink } = config;
  if (!schedule && !subscription && !deadLetterSubscription && !sink) return { wiring: null, gaps: [] };
  const gaps: Gap[] = [];
  const seen = async <T>(name: string | null, read: (name: string) => Promise<T>): Promise<Wired<T> | undefined> => {
    if (name === null) return undefined;
    try {
      return { name, found: await read(name) };
    } catch (error) {
      if (hasStatus(error, 404)) return { name, found: null };
      gaps.push({ area: 'wiring', part: name, why: messageOf(error) });
      return undefined;
    }
  };
  const sinkNames = sink?.split(',').map((name) => name.trim()) ?? [];
  const ownSinks = sinkNames.filter((name) => !name.startsWith('projects/') || name.startsWith(`projects/${project}/`));
  const [job, pushed, dead, waits, ...sinks] = await Promise.all([
    seen(schedule, (name) => readSchedule(clients, name, now)),
    seen(subscription, (name) => readSubscription(clients, name)),
    seen(deadLetterSubscription, (name) => readSubscription(clients, name)),
    seen(deadLetterSubscription, (name) => holdsMessages(clients, name)),
    ...ownSinks.map((name) => seen(name, async () => sinkFrom(await clients.sink(name)))),
  ]);
  const topic = await seen(pushed?.found?.topic.startsWith('projects/') ? pushed.found.topic : null, async (name) => {
    await (await clients.publisher()).getTopic({ topic: name });
    return {};
  });
  const wiring: Wiring = {
    timeZone: config.timeZone,
    ...(job && { schedule: job }),
    ...(pushed && { subscription: pushed }),
    ...(topic && { topic }),
    ...(dead && { deadLetterSubscription: dead }),
    ...(waits?.found && { deadLetter: { subscription: waits.name, ...waits.found } }),
    sinks: sinkNames.length > 0 && ownSinks.length === 0 ? null : sinks.filter((one) => one !== undefined),
  };
  return { wiring, gaps };
}

async function readSubscription(clients: WiringClients, subscription: string): Promise<Subscription> {
  const [found] = await (await clients.subscriber()).getSubscription({ subscription });
  const { pushConfig, retryPolicy, deadLetterPolicy, expirationPolicy, state, topic, detached } = found;
  return {
    topic: topic ?? '',
    state: String(state ?? 'STATE_UNSPECIFIED'),
    detached: detached === true,
    pushEndpoint: pushConfig?.pushEndpoint || null,
    hasIdentity: Boolean(pushConfig?.oidcToken?.serviceAccountEmail),
    hasRetryPolicy: Boolean(retryPolicy),
    deadLetterTopic: deadLetterPolicy?.deadLetterTopic || null,
    expiresAfterSeconds: Number(expirationPolicy?.ttl?.seconds ?? 0) || null,
  };
}

/**
 * Pub/Sub tells nobody how many messages wait, so one is looked at and never acknowledged: it is there again when its
 * acknowledgement deadline has passed, and nothing is lost (docs/decisions.md).
 */
async function holdsMessages(clients: WiringClients, subscription: string): Promise<{ waits: boolean }> {
  const request = { subscription, maxMessages: 1, returnImmediately: true };
  const [{ receivedMessages }] = await (await clients.subscriber()).pull(request);
  return { waits: (receivedMessages ?? []).length > 0 };
}

function sinkFrom({ destination, filter, disabled, exclusions }: Awaited<ReturnType<WiringClients['sink']>>): Sink {
  const inForce = (Array.isArray(exclusions) ? exclusions : []).map(asObject).filter((one) => one.disabled !== true);
  return {
    destination: String(destination ?? ''),
    filter: String(filter ?? ''),
    exclusions: inForce.map((one) => String(one.filter ?? '')),
    disabled: disabled === true,
  };
}
