import { act, ignore, reject, type Verdict } from '../model/decision.ts';
import type { Letter } from './envelope.ts';
import { objectAt, quote, textAt, valueAt } from './foreign.ts';
import { match, readPlace } from './place.ts';

export interface Notification {
  /** `UpgradeEvent` of `type.googleapis.com/google.container.v1beta1.UpgradeEvent`. */
  kind: string;
  payload: object | null;
  project: string | null;
  cluster: string | null;
  location: string | null;
}

const typeUrl = /(?:^|\/)google\.container\.v[a-z0-9]+\.([A-Za-z]+)$/;

/** In attributes of a message, in labels of an exported copy, or as the jsonPayload of a log entry. */
export function findNotification({ body, attributes }: Letter): Notification | null {
  const labels = objectAt(body, 'labels');
  const isCopy = textAt(labels, 'type_url') !== null;
  const said = (key: string) => (isCopy ? textAt(labels, key) : (attributes.get(key) ?? null));
  const json = objectAt(body, 'jsonPayload');
  const kind = typeUrl.exec(said('type_url') ?? textAt(json, '@type') ?? '')?.[1];
  if (kind === undefined) return null;
  const payload = parse(said('payload')) ?? json;
  const resource = readPlace(clusterPath(textAt(payload, 'resource')));
  const resourceLabels = objectAt(body, 'resource', 'labels');
  const projects = [resource.project, said('project_id'), textAt(resourceLabels, 'project_id')];
  return {
    kind,
    payload,
    project: firstMatch('project', projects) ?? firstMatch('projectNumber', projects),
    cluster: firstMatch('name', [resource.name, said('cluster_name'), textAt(resourceLabels, 'cluster_name')]),
    location:
      readLocation(said('cluster_location') ?? textAt(resourceLabels, 'location')) ?? resource.zone ?? resource.region,
  };
}

/** None of them names a node. That nodes of a cluster are being replaced is worth a look all the same. */
export function readNotification({ kind, payload }: Notification): Verdict {
  if (kind !== 'UpgradeEvent' && kind !== 'UpgradeInfoEvent')
    return ignore(`the GKE notification ${quote(kind)} changes no node`);
  if (payload === null) return reject(`the payload of the GKE notification ${kind} is not JSON`);
  const resource = valueAt(payload, 'resourceType');
  if (resource === 'MASTER' || resource === 1) return ignore('GKE upgrades the control plane, not nodes');
  const type = valueAt(payload, 'eventType');
  if (type === 'END_OF_SUPPORT' || type === 'COS_MILESTONE_VERSION_UPDATE' || type === 1 || type === 2)
    return ignore(`the GKE notification is an announcement (${quote(String(type))}); no node changes yet`);
  const state = textAt(payload, 'state');
  return act(
    'unknown',
    `GKE upgrades a node pool${state === null ? '' : ` (${quote(state)})`}: its nodes are being replaced`,
  );
}

/** `projects/P/locations/L/clusters/C/nodePools/N` is about the cluster C. */
function clusterPath(resource: string | null): string | null {
  return resource === null ? null : resource.replace(/\/nodePools\/[^/]*$/, '');
}

function readLocation(word: string | null): string | null {
  return match('zone', word) ?? match('region', word);
}

function firstMatch(kind: 'project' | 'projectNumber' | 'name', words: (string | null)[]): string | null {
  return words.map((word) => match(kind, word)).find((word) => word !== null) ?? null;
}

function parse(text: string | null): object | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return objectAt({ parsed }, 'parsed');
  } catch {
    return null;
  }
}
