/** Entries as other projects write them: europe-west1, a VM of a GKE pool, every field changeable. */
export const ids = {
  project: 'acme-prod',
  zone: 'europe-west1-b',
  instance: 'gke-shop-pool-1-0a1b2c3d-x9z8',
  instanceId: '7712345678901234567',
};
export const vmPath = `projects/${ids.project}/zones/${ids.zone}/instances/${ids.instance}`;

interface EntryParts {
  /** `both` is how one-off operations and system events are flagged; `unflagged` has an id and no flag. */
  operation?: 'first' | 'last' | 'both' | 'unflagged' | 'none' | object;
  log?: string;
  severity?: string | number;
  labels?: object;
  payload?: object;
}

const flags = { first: { first: true }, last: { last: true }, both: { first: true, last: true }, unflagged: {} };

export function anAuditEntry(methodName: string, parts: EntryParts = {}) {
  const { operation = 'last', log = `projects/${ids.project}`, severity = 'NOTICE', labels, payload } = parts;
  const flagged = typeof operation === 'object' ? operation : operation === 'none' ? undefined : flags[operation];
  return {
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'compute.googleapis.com',
      methodName,
      resourceName: vmPath,
      ...payload,
    },
    resource: {
      type: 'gce_instance',
      labels: labels ?? { instance_id: ids.instanceId, zone: ids.zone, project_id: ids.project },
    },
    ...(flagged ? { operation: { id: 'operation-1', producer: 'compute.googleapis.com', ...flagged } } : {}),
    logName: `${log}/logs/cloudaudit.googleapis.com%2Factivity`,
    severity,
    timestamp: '2026-03-01T01:02:03.5Z',
  };
}

export function aSystemEvent(verb: string, log?: string) {
  const entry = anAuditEntry(`compute.instances.${verb}`, { operation: 'both', severity: 'INFO' });
  return { ...entry, logName: `${log ?? `projects/${ids.project}`}/logs/cloudaudit.googleapis.com%2Fsystem_event` };
}

const cluster = { project_id: ids.project, cluster_name: 'shop', location: 'europe-west1' };

/** As GKE writes it; flags say nothing here. */
export function aClusterAuditEntry(verb: string, payload: object = {}) {
  const named = { serviceName: 'k8s.io', resourceName: `core/v1/nodes/${ids.instance}` };
  return anAuditEntry(`io.k8s.core.v1.nodes.${verb}`, {
    operation: 'both',
    labels: cluster,
    payload: { ...named, ...payload },
  });
}

/** As an API server of one's own writes it. */
export function anApiServerAudit(verb: string, more: object = {}) {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    stage: 'ResponseComplete',
    verb,
    objectRef: { resource: 'nodes', name: ids.instance, apiVersion: 'v1' },
    responseStatus: { code: 200 },
    stageTimestamp: '2026-03-01T01:02:03.500000Z',
    ...more,
  };
}

export function aNodeEvent(reason: string) {
  const involvedObject = { kind: 'Node', name: ids.instance, uid: ids.instance };
  return {
    jsonPayload: { kind: 'Event', apiVersion: 'v1', involvedObject, reason, type: 'Normal' },
    logName: `projects/${ids.project}/logs/events`,
    resource: { type: 'k8s_node', labels: { ...cluster, node_name: ids.instance } },
    timestamp: '2026-03-01T01:02:03Z',
  };
}

/** `kind` with its version: `v1.UpgradeEvent`. The data is a sentence, as GKE sends it. */
export function aNotification(kind: string, payload: object) {
  const attributes = {
    project_id: '123456789',
    cluster_location: ids.zone,
    cluster_name: 'shop',
    type_url: `type.googleapis.com/google.container.${kind}`,
    payload: JSON.stringify(payload),
  };
  const data = Buffer.from('Node pool pool-1 is being upgraded.').toString('base64');
  return { message: { data, attributes, messageId: '5' }, subscription: 'projects/p/subscriptions/s' };
}
