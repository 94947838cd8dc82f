import type { Runtime } from '../../../shared/runtime.ts';
import type { JsonObject } from '../../compute/json.ts';
import { newInsertId } from './insert-id.ts';
import { auditLogName, auditLogType, type LogEntry } from './log-entry.ts';
import { logTimestamp } from './timestamp.ts';

export interface ClusterPlace {
  project: string;
  location: string;
  cluster: string;
}

export interface NodeCall extends ClusterPlace {
  verb: 'create' | 'update' | 'patch' | 'delete';
  node: string;
  /** `system:node:NAME`, `system:serviceaccount:kube-system:node-controller`. */
  principal: string;
  request?: JsonObject;
  response?: JsonObject;
}

/** The Kubernetes audit log in Cloud Logging tells of a node. */
export function nodeCallEntry(call: NodeCall, runtime: Runtime): LogEntry {
  const { project, location, cluster, verb, node, principal, request, response } = call;
  const [id, resourceName] = [runtime.uuid(), `core/v1/nodes/${node}`];
  const permission = `io.k8s.core.v1.nodes.${verb}`;
  return {
    protoPayload: {
      '@type': auditLogType,
      authenticationInfo: { principalEmail: principal },
      authorizationInfo: [{ granted: true, permission, resource: resourceName }],
      methodName: permission,
      ...(request ? { request: typed(request) } : {}),
      requestMetadata: { callerIp: '203.0.113.49' },
      resourceName,
      ...(response ? { response: typed(response) } : {}),
      serviceName: 'k8s.io',
      status: {},
    },
    insertId: id,
    resource: { type: 'k8s_cluster', labels: { project_id: project, cluster_name: cluster, location } },
    timestamp: logTimestamp(runtime.now()),
    labels: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    logName: auditLogName(project, 'activity'),
    operation: { id, producer: 'k8s.io', first: true, last: true },
  };
}

/** `core.k8s.io/v1.Node`. */
function typed(object: JsonObject): JsonObject {
  return { '@type': `core.k8s.io/${object.apiVersion ?? 'v1'}.${object.kind ?? 'Node'}`, ...object };
}

export interface NodeHappening extends ClusterPlace {
  node: string;
  /** `RegisteredNode`, `NodeNotReady`, `DeletingNode` … */
  reason: string;
  message: string;
  component?: string;
  severity?: 'Normal' | 'Warning';
}

/** An Event about a node, as the exporter copies it to Cloud Logging: the uid is the node's name. */
export function nodeEventEntry(happening: NodeHappening, runtime: Runtime): LogEntry {
  const { project, location, cluster, node, reason, message, severity = 'Normal' } = happening;
  const time = new Date(runtime.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    insertId: newInsertId(runtime),
    jsonPayload: {
      apiVersion: 'v1',
      kind: 'Event',
      type: severity,
      reason,
      message,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
      involvedObject: { kind: 'Node', name: node, uid: node },
      source: { component: happening.component ?? 'node-controller' },
      metadata: {
        namespace: 'default',
        name: `${node}.${newInsertId(runtime)}`,
        uid: runtime.uuid(),
        creationTimestamp: time,
      },
    },
    resource: { type: 'k8s_node', labels: { project_id: project, location, cluster_name: cluster, node_name: node } },
    timestamp: time,
    severity: severity === 'Warning' ? 'WARNING' : 'INFO',
    logName: `projects/${project}/logs/events`,
  };
}
