import { type Decision, type EventSource, ignore, type NamedCluster, reject, type Verdict } from '../model/decision.ts';
import { asAuditEntry } from './api-server-audit.ts';
import { readComputeCall } from './compute-call.ts';
import { type Entry, readEntry } from './entry.ts';
import { type Letter, openEnvelope } from './envelope.ts';
import { objectAt, quote, textAt } from './foreign.ts';
import { findNotification, type Notification, readNotification } from './gke-notification.ts';
import { nodeOf, readKubernetesAudit } from './kubernetes-audit.ts';
import { isKubernetesEvent, nodeOfEvent, readKubernetesEvent } from './kubernetes-event.ts';
import { momentAt } from './moment.ts';
import { match, regionOfZone } from './place.ts';

type Where = Partial<Omit<Decision, keyof Verdict | 'source'>>;

/**
 * Everything that can arrive at node-change, or be handed to `underpin replay`. Takes objects, JSON text or bytes;
 * never throws. `headers` are the `ce-*` headers of a binary CloudEvent, where they are known.
 */
export function readEvent(input: unknown, headers: object = {}): Decision {
  try {
    const letter = openEnvelope(input, headers);
    return 'refusal' in letter ? decide(reject(letter.refusal), 'other') : readLetter(letter);
  } catch {
    // Only objects with traps of their own come here; JSON has none.
    return decide(reject('it cannot be read'), 'other');
  }
}

function readLetter(letter: Letter): Decision {
  const { body } = letter;
  const publishedAt = letter.publishedAt ?? momentAt(body, 'receiveTimestamp') ?? momentAt(body, 'timestamp');
  const notification = findNotification(letter);
  if (notification) return readGkeNotification(notification, publishedAt);
  if (objectAt(body, 'protoPayload')) return readAuditEntry(readEntry(letter), publishedAt);
  const audited = asAuditEntry(body);
  if (audited) return readAuditEntry(readEntry({ ...letter, body: audited }), publishedAt);
  const event = [objectAt(body, 'jsonPayload'), body].find(isKubernetesEvent);
  if (event) return readNodeEvent(letter, event, publishedAt);
  return readRest(letter, publishedAt);
}

function readGkeNotification(notification: Notification, publishedAt: string | null): Decision {
  const { project, cluster, location } = notification;
  const named = cluster !== null && location !== null ? { name: cluster, location } : null;
  const region = location === null ? null : (match('region', location) ?? regionOfZone(location));
  return decide(readNotification(notification), 'gke-notification', { project, cluster: named, region, publishedAt });
}

function readAuditEntry(entry: Entry, publishedAt: string | null): Decision {
  if (entry.service === 'k8s.io') {
    const where = { ...nodeOf(entry), cluster: clusterOf(entry.labels), publishedAt };
    return decide(readKubernetesAudit(entry), 'kubernetes-audit', where);
  }
  const { project, zone, place, source } = entry;
  if (entry.service !== 'compute.googleapis.com')
    return decide(readForeignService(entry), source, { project, publishedAt });
  const isInstance = entry.place.collection === null || entry.place.collection === 'instances';
  const vm = isInstance ? { instance: place.name, instanceId: entry.instanceId } : {};
  return decide(readComputeCall(entry), source, { project, zone, region: place.region, publishedAt, ...vm });
}

function readForeignService({ service, method }: Entry): Verdict {
  if (service === '' && method === '') return reject('the log entry names neither service nor method');
  if (service === 'container.googleapis.com')
    return ignore(`${quote(method)} is GKE's own; each VM it changes has entries of its own`);
  return ignore(`${quote(method)} of ${quote(service)} is not about nodes`);
}

function readNodeEvent({ body }: Letter, event: object, publishedAt: string | null): Decision {
  const labels = objectAt(body, 'resource', 'labels') ?? {};
  return decide(readKubernetesEvent(event), 'kubernetes-event', {
    project: match('project', textAt(labels, 'project_id')),
    instance: nodeOfEvent(event),
    cluster: clusterOf(labels),
    publishedAt: publishedAt ?? momentAt(event, 'lastTimestamp') ?? momentAt(event, 'eventTime'),
  });
}

function readRest({ body, attributes, eventType }: Letter, publishedAt: string | null): Decision {
  const payload = objectAt(body, 'jsonPayload') ?? objectAt(body, 'structPayload');
  if (textAt(payload, 'event_subtype') !== null)
    return decide(
      reject('it is an activity log of 2018 or older (event_subtype); export the audit logs instead'),
      'other',
      { publishedAt },
    );
  if (textAt(body, 'customData') !== null || attributes.get('type')?.startsWith('google.cloud.scheduler.'))
    return decide(ignore('a schedule tick belongs to the drift audit'), 'schedule', { publishedAt });
  if (payload !== null || textAt(body, 'textPayload') !== null)
    return decide(ignore('the log entry is neither an audit entry nor a Kubernetes event'), 'other', { publishedAt });
  if (eventType !== null && !/^google\.cloud\.(?:audit|pubsub)\./.test(eventType))
    return decide(ignore(`CloudEvents of type ${quote(eventType)} are not about nodes`), 'other', { publishedAt });
  return decide(reject('it is no log entry, Kubernetes event, GKE notification or CloudEvent that is known'), 'other');
}

function clusterOf(labels: object): NamedCluster | null {
  const name = match('name', textAt(labels, 'cluster_name'));
  const location = match('zone', textAt(labels, 'location')) ?? match('region', textAt(labels, 'location'));
  return name !== null && location !== null ? { name, location } : null;
}

function decide(verdict: Verdict, source: EventSource, where: Where = {}): Decision {
  const zone = where.zone ?? null;
  return {
    decision: verdict.decision,
    why: verdict.why,
    project: where.project ?? null,
    zone,
    instance: where.instance ?? null,
    instanceId: where.instanceId ?? null,
    change: verdict.change,
    region: zone === null ? (where.region ?? null) : regionOfZone(zone),
    cluster: where.cluster ?? null,
    publishedAt: where.publishedAt ?? null,
    source,
  };
}
