import type { JsonObject } from '../../compute/json.ts';

/** A LogEntry of Cloud Logging, as its JSON says it. */
export type LogEntry = JsonObject & {
  logName: string;
  insertId: string;
  timestamp: string;
  receiveTimestamp?: string;
  severity?: string;
  resource: { type: string; labels: { [name: string]: string } };
  protoPayload?: JsonObject;
};

export const auditLogType = 'type.googleapis.com/google.cloud.audit.AuditLog';

/** `projects/P/logs/cloudaudit.googleapis.com%2Factivity`. */
export function auditLogName(project: string, log: 'activity' | 'system_event' | 'data_access'): string {
  return `projects/${project}/logs/cloudaudit.googleapis.com%2F${log}`;
}
