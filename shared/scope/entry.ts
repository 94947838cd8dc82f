import type { EventSource } from '../model/decision.ts';
import type { Letter } from './envelope.ts';
import { numberAt, objectAt, textAt, valueAt } from './foreign.ts';
import { match, type Place, readPlace } from './place.ts';

/** The facts of one audit-log entry, before anybody judges them. */
export interface Entry {
  service: string;
  /** Without version: `compute.instances.insert`, whether v1, beta, alpha or none was called. */
  method: string;
  /** `instances` and `repair.recreateInstance` of `compute.instances.repair.recreateInstance`. */
  collection: string;
  verb: string;
  source: EventSource;
  /** Long calls write two entries; a flag that is not true is absent. */
  phase: 'accepted' | 'finished' | 'unknown';
  failure: Failure | null;
  resourceName: string | null;
  place: Place;
  project: string | null;
  zone: string | null;
  instanceId: string | null;
  payload: object;
  labels: object;
}

export interface Failure {
  notFound: boolean;
  /** Turned down before anything began: no operation exists, and no second entry will come. */
  refused: boolean;
  message: string;
}

const version = /^(?:v\d+(?:(?:alpha|beta)\d*)?|beta|alpha)\./;

export function readEntry({ body, attributes }: Letter): Entry {
  const payload = objectAt(body, 'protoPayload') ?? {};
  const labels = objectAt(body, 'resource', 'labels') ?? {};
  const method = (textAt(payload, 'methodName') ?? attributes.get('methodname') ?? '')
    .slice(0, 300)
    .replace(version, '');
  const [, collection = '', verb = ''] = /^compute\.([A-Za-z]+)\.(.+)$/.exec(method) ?? [];
  const resourceName = findResourceName(payload, attributes);
  const place = readPlace(resourceName);
  return {
    service: textAt(payload, 'serviceName') ?? attributes.get('servicename') ?? serviceOf(method),
    method,
    collection,
    verb,
    source: sourceOf(body, method, attributes.get('source')),
    phase: phaseOf(body, payload),
    failure: failureOf(body, payload),
    resourceName,
    place,
    project: findProject(body, labels, place),
    // The path is right where a label disagrees (seen: label southamerica-east1-b on a VM of asia-northeast1-b).
    zone: place.zone ?? (place.region === null ? match('zone', textAt(labels, 'zone')) : null),
    instanceId: match('id', textOrNumber(labels, 'instanceId')) ?? targetId(payload),
    payload,
    labels,
  };
}

function findResourceName(payload: object, attributes: Letter['attributes']): string | null {
  const named =
    textAt(payload, 'resourceName') ?? textAt(payload, 'response', 'targetLink') ?? attributes.get('resourcename');
  return named ?? attributes.get('subject') ?? null;
}

/** The label always holds the id; paths written by managed groups hold the number. */
function findProject(body: object, labels: object, place: Place): string | null {
  const logOwner = /^projects\/([^/]+)\/logs\//.exec(textAt(body, 'logName') ?? '')?.[1]?.replace('%3A', ':') ?? null;
  const byId = match('project', textAt(labels, 'projectId')) ?? place.project ?? match('project', logOwner);
  return byId ?? place.projectNumber ?? match('projectNumber', textOrNumber(labels, 'projectId'));
}

/** While the call is being accepted the answer is the operation, and its target is the VM. */
function targetId(payload: object): string | null {
  const target = readPlace(textAt(payload, 'response', 'targetLink'));
  return target.collection === 'instances'
    ? match('id', textOrNumber(objectAt(payload, 'response'), 'targetId'))
    : null;
}

function phaseOf(body: object, payload: object): Entry['phase'] {
  if (isSet(valueAt(body, 'operation', 'last'))) return 'finished';
  if (isSet(valueAt(body, 'operation', 'first'))) return 'accepted';
  if (textAt(payload, 'response', 'operationType') === null) return 'unknown';
  return textAt(payload, 'response', 'status') === 'DONE' ? 'finished' : 'accepted';
}

function isSet(flag: unknown): boolean {
  return flag === true || flag === 'true';
}

const severe = new Set(['ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY']);

function failureOf(body: object, payload: object): Failure | null {
  const answer = objectAt(payload, 'response');
  const reason = ofOperation(answer);
  const code = numberAt(payload, 'status', 'code') ?? 0;
  const httpCode = numberAt(answer, 'error', 'code') ?? numberAt(answer, 'httpErrorStatusCode') ?? 0;
  const isSevere = severe.has(textAt(body, 'severity') ?? '') || (numberAt(body, 'severity') ?? 0) >= 500;
  if (code === 0 && httpCode < 400 && !isSevere && reason === null) return null;
  const message = textAt(payload, 'status', 'message') ?? textAt(answer, 'error', 'message') ?? reason;
  return {
    notFound: code === 5 || httpCode === 404 || [reason, message].includes('RESOURCE_NOT_FOUND'),
    refused: textAt(body, 'operation', 'id') === null && !isSet(valueAt(body, 'operation', 'last')),
    message: message ?? `code ${code || httpCode || 'not given'}`,
  };
}

/** The code in the first of `error.errors` of an operation: HTTP 200 and DONE prove nothing (P-04). */
function ofOperation(operation: object | null): string | null {
  const errors = valueAt(operation, 'error', 'errors');
  return Array.isArray(errors) && errors.length > 0 ? (textAt(errors[0], 'code') ?? textAt(errors[0], 'reason')) : null;
}

function sourceOf(body: object, method: string, eventSource = ''): EventSource {
  const log = `${textAt(body, 'logName') ?? eventSource}`.replaceAll('%2F', '/');
  if (method.startsWith('io.k8s.')) return 'kubernetes-audit';
  if (log.endsWith('/system_event')) return 'system-event';
  if (log.endsWith('/data_access')) return 'data-access';
  return 'activity';
}

function serviceOf(method: string): string {
  if (method.startsWith('compute.') || method === 'NotifyInstanceLocation') return 'compute.googleapis.com';
  return method.startsWith('io.k8s.') ? 'k8s.io' : '';
}

function textOrNumber(value: unknown, key: string): string | null {
  const found = valueAt(value, key);
  return typeof found === 'number' && Number.isSafeInteger(found) ? String(found) : textAt(value, key);
}
