import type { Runtime } from '../../../shared/runtime.ts';
import type { InstanceEvent, SystemEvent } from '../../compute/event.ts';
import { requestType } from './audit-request.ts';
import { newInsertId } from './insert-id.ts';
import { auditLogName, auditLogType, type LogEntry } from './log-entry.ts';
import { monitoredResource } from './monitored-resource.ts';
import { logTimestamp } from './timestamp.ts';

const system = { principalEmail: 'system@google.com' };

/** What Compute Engine did by itself: one entry, first and last at once; the repair's id is that of the old VM. */
export function systemEntry(event: SystemEvent, runtime: Runtime): LogEntry {
  const { method, operation, message, project } = event;
  return {
    protoPayload: {
      '@type': auditLogType,
      status: message ? { message } : {},
      authenticationInfo: system,
      requestMetadata: { requestAttributes: {}, destinationAttributes: {} },
      serviceName: 'compute.googleapis.com',
      methodName: method,
      resourceName: resourceName(event),
      request: { '@type': requestType(method) },
    },
    insertId: newInsertId(runtime),
    resource: monitoredResource(event, event.resourceId),
    timestamp: logTimestamp(event.time + runtime.random()),
    severity: 'INFO',
    logName: auditLogName(project, 'system_event'),
    operation: { id: operation.name, producer: method, first: true, last: true },
  };
}

/** Repairs name the project by number, as managed groups do. */
function resourceName({ method, project, projectNumber, resource }: SystemEvent): string {
  const isRepair = method.startsWith('compute.instances.repair.');
  return isRepair ? resource.replace(`projects/${project}/`, `projects/${projectNumber}/`) : resource;
}

/** Noise that comes with every VM that begins to run on a host: no resource name, no operation. */
export function locationEntry({ project, resource, instance, time }: InstanceEvent, runtime: Runtime): LogEntry {
  const timestamp = logTimestamp(time);
  return {
    protoPayload: {
      '@type': auditLogType,
      authenticationInfo: system,
      serviceName: 'compute.googleapis.com',
      methodName: 'NotifyInstanceLocation',
      request: { '@type': 'type.googleapis.com/NotifyInstanceLocation' },
      metadata: {
        serverId: runtime.uuid().replaceAll('-', ''),
        timestamp,
        '@type': 'type.googleapis.com/google.cloud.audit.GceInstanceLocationMetadata',
      },
    },
    insertId: newInsertId(runtime),
    resource: monitoredResource({ project, projectNumber: '', resource, resourceId: instance.id }, instance.id),
    timestamp,
    severity: 'INFO',
    logName: auditLogName(project, 'system_event'),
  };
}
