import type { Runtime } from '../../../shared/runtime.ts';
import type { Actor, OperationEvent, RefusedEvent, Subject } from '../../compute/event.ts';
import type { JsonObject } from '../../compute/json.ts';
import { statusNumberOf } from '../../service/failure.ts';
import { auditRequest, requestType } from './audit-request.ts';
import { authenticationInfo, isServiceAgent, requestMetadata } from './caller.ts';
import { failedStatus } from './failed-status.ts';
import { newInsertId } from './insert-id.ts';
import { auditLogName, auditLogType, type LogEntry } from './log-entry.ts';
import { monitoredResource } from './monitored-resource.ts';
import { operationResponse } from './operation-response.ts';
import { authorizationInfo } from './permission.ts';
import { logTimestamp } from './timestamp.ts';

/** One of the two entries of a call: FIRST when it was accepted, LAST when it is finished. A flag not true is absent. */
export function operationEntry(event: OperationEvent, runtime: Runtime): LogEntry {
  const { phase, actor, operation } = event;
  const status = phase === 'last' ? failedStatus(operation) : undefined;
  const payload = phase === 'first' ? firstPayload(event) : { request: { '@type': requestType(event.method) } };
  return {
    ...entryOf(event, runtime, { ...(status ? { status } : {}), ...payload }),
    timestamp: logTimestamp(timeOf(event, runtime)),
    severity: status ? 'ERROR' : 'NOTICE',
    ...(actor.rootTrigger ? { labels: { 'compute.googleapis.com/root_trigger_id': actor.rootTrigger } } : {}),
    resource: monitoredResource(event, event.resourceId),
    operation: { id: operation.name, producer: 'compute.googleapis.com', [phase]: true },
  };
}

/** A call that was refused before it began: ERROR, and no operation. */
export function refusedEntry(event: RefusedEvent, runtime: Runtime): LogEntry {
  const { status: code, reason, message } = event;
  const error = { errors: [{ domain: 'global', reason, message }], code, message };
  const payload = {
    status: { code: statusNumberOf(code), message },
    request: auditRequest(event.method, event.request),
    response: { error, '@type': 'type.googleapis.com/error' },
  };
  return { ...entryOf(event, runtime, payload), severity: 'ERROR', resource: monitoredResource(event, '') };
}

type Called = Subject & { actor: Actor; method: string; time: number };

function entryOf(event: Called, runtime: Runtime, payload: JsonObject): LogEntry {
  const { actor, method, project } = event;
  const requestTime = payload.response ? logTimestamp(event.time) : undefined;
  return {
    protoPayload: {
      '@type': auditLogType,
      authenticationInfo: authenticationInfo(actor),
      requestMetadata: requestMetadata(actor, requestTime),
      serviceName: 'compute.googleapis.com',
      methodName: `${actor.version}.${method}`,
      resourceName: isServiceAgent(actor) ? byNumber(event) : event.resource,
      ...payload,
    },
    insertId: newInsertId(runtime),
    resource: monitoredResource(event, event.resourceId),
    timestamp: logTimestamp(event.time),
    logName: auditLogName(project, 'activity'),
  };
}

function firstPayload({ method, resource, request, operation }: OperationEvent): JsonObject {
  const [, , scope = '', location = scope] = resource.split('/');
  return {
    authorizationInfo: authorizationInfo(method, resource),
    request: auditRequest(method, request),
    response: operationResponse(operation),
    resourceLocation: { currentLocations: [scope === 'global' ? 'global' : location] },
  };
}

/** FIRST may be stamped up to 0.13 s before the time in its operation's name. */
function timeOf({ phase, time }: OperationEvent, { random }: Runtime): number {
  return phase === 'first' ? time - random() * 130 : time + random();
}

function byNumber({ project, projectNumber, resource }: Subject): string {
  return resource.replace(`projects/${project}/`, `projects/${projectNumber}/`);
}
