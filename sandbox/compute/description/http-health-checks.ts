import type { Entries, FieldEntry, MethodEntry, Version } from './load.ts';

/**
 * Legacy HTTP health checks are part of the API and the only ones a target pool takes (N-09), but Google's clients
 * and their description leave them out. Written in the description's own form, from the API's public reference.
 */
export function httpHealthChecks(version: Version): Entries {
  const path = `/compute/${version}/projects/{project}/global/httpHealthChecks`;
  const named = `${path}/{http_health_check}`;
  return {
    HttpHealthChecks: {
      methods: {
        Delete: method('Delete', { delete: named }, 'Operation'),
        Get: method('Get', { get: named }, 'HttpHealthCheck'),
        Insert: method('Insert', { post: path }, 'Operation'),
        List: method('List', { get: path }, 'HttpHealthCheckList'),
        Patch: method('Patch', { patch: named }, 'Operation'),
        Update: method('Update', { put: named }, 'Operation'),
      },
    },
    HttpHealthCheck: { fields: resourceFields() },
    HttpHealthCheckList: { fields: {} },
    ...requests(),
  };
}

function method(name: string, http: Record<string, string>, responseType: string): MethodEntry {
  const [[verb = '', path = ''] = []] = Object.entries(http);
  const body = ['post', 'put', 'patch'].includes(verb)
    ? { '(google.api.http).body': 'http_health_check_resource' }
    : {};
  const options = { [`(google.api.http).${verb}`]: path, ...body };
  return { requestType: `${name}HttpHealthCheckRequest`, responseType, options };
}

function requests(): Entries {
  const named = { project: text, httpHealthCheck: text };
  const written = { requestId: text, httpHealthCheckResource: { type: 'HttpHealthCheck' } };
  const paged = {
    filter: text,
    maxResults: number,
    orderBy: text,
    pageToken: text,
    returnPartialSuccess: { type: 'bool' },
  };
  return {
    DeleteHttpHealthCheckRequest: { fields: { ...named, requestId: text } },
    GetHttpHealthCheckRequest: { fields: named },
    InsertHttpHealthCheckRequest: { fields: { project: text, ...written } },
    ListHttpHealthCheckRequest: { fields: { project: text, ...paged } },
    PatchHttpHealthCheckRequest: { fields: { ...named, ...written } },
    UpdateHttpHealthCheckRequest: { fields: { ...named, ...written } },
  };
}

function resourceFields(): Record<string, FieldEntry> {
  const texts = ['creationTimestamp', 'description', 'host', 'kind', 'name', 'requestPath', 'selfLink'];
  const numbers = ['checkIntervalSec', 'healthyThreshold', 'port', 'timeoutSec', 'unhealthyThreshold'];
  return {
    id: { type: 'uint64' },
    ...Object.fromEntries(texts.map((name) => [name, text])),
    ...Object.fromEntries(numbers.map((name) => [name, number])),
  };
}

const text = { type: 'string' };
const number = { type: 'int32' };
