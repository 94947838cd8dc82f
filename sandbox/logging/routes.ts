import type { Runtime } from '../../shared/runtime.ts';
import { isObject, type JsonObject } from '../compute/json.ts';
import { parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';
import { pageOf } from '../service/page.ts';
import { newInsertId } from './entry/insert-id.ts';
import type { LogEntry } from './entry/log-entry.ts';
import { logTimestamp } from './entry/timestamp.ts';
import { compile, type SinkFacts, type Sinks } from './sink.ts';

export interface LoggingState {
  runtime: Runtime;
  sinks: Sinks;
  entries: readonly LogEntry[];
  write(entry: LogEntry): void;
  writerIdentityOf(parent: string): string;
}

/** The part of the Logging API v2 that reads entries, writes them, and keeps sinks. */
export function loggingRoutes(state: LoggingState): Route[] {
  const { sinks } = state;
  const sinkOf = (call: ServiceCall) => sinks.get(parameter(call, 'sinkName'));
  return [
    {
      verb: 'POST',
      path: '/v2/entries:list',
      method: 'logging.entries.list',
      reads: true,
      answer: (call) => listEntries(state, call),
    },
    {
      verb: 'POST',
      path: '/v2/entries:write',
      method: 'logging.entries.write',
      answer: (call) => writeEntries(state, call),
    },
    {
      verb: 'GET',
      path: '/v2/{parent=*/*}/sinks',
      method: 'logging.sinks.list',
      answer: (call) => pageOf(sinks.list(parameter(call, 'parent')), 'sinks', call.query),
    },
    {
      verb: 'POST',
      path: '/v2/{parent=*/*}/sinks',
      method: 'logging.sinks.create',
      answer: (call) => createSink(state, call),
    },
    { verb: 'GET', path: '/v2/{sinkName=*/*/sinks/*}', method: 'logging.sinks.get', answer: sinkOf },
    ...['PUT', 'PATCH'].map((verb) => ({
      verb,
      path: '/v2/{sinkName=*/*/sinks/*}',
      method: 'logging.sinks.update',
      answer: (call: ServiceCall) => updateSink(state, call),
    })),
    {
      verb: 'DELETE',
      path: '/v2/{sinkName=*/*/sinks/*}',
      method: 'logging.sinks.delete',
      answer: (call) => {
        sinks.delete(parameter(call, 'sinkName'));
        return {};
      },
    },
  ];
}

function listEntries({ entries }: LoggingState, { body }: ServiceCall): JsonObject {
  const parents = Array.isArray(body.resourceNames) ? body.resourceNames.map(String) : [];
  if (!parents.length) throw new ServiceFailure('INVALID_ARGUMENT', 'At least one resource name must be specified');
  const asked = compile(String(body.filter ?? ''));
  const found = entries.filter((entry) => parents.some((parent) => isUnder(entry, parent)) && asked(entry));
  const isDescending = /desc$/.test(String(body.orderBy ?? ''));
  const sorted = [...found].sort((one, other) =>
    one.timestamp < other.timestamp ? -1 : Number(one.timestamp > other.timestamp),
  );
  const query = new URLSearchParams({ pageSize: String(body.pageSize ?? 50), pageToken: String(body.pageToken ?? '') });
  return pageOf(isDescending ? sorted.reverse() : sorted, 'entries', query);
}

function isUnder({ logName }: LogEntry, parent: string): boolean {
  const [kind = '', name = ''] = parent.split('/');
  return logName.startsWith(`${kind}/${name}/logs/`);
}

function writeEntries(state: LoggingState, { body }: ServiceCall): JsonObject {
  const given = Array.isArray(body.entries) ? body.entries.filter(isObject) : [];
  const { logName, resource, labels } = body;
  for (const entry of given) state.write(completed(state, { logName, resource, labels, ...entry }));
  return {};
}

function completed({ runtime }: LoggingState, entry: JsonObject): LogEntry {
  if (typeof entry.logName !== 'string') throw new ServiceFailure('INVALID_ARGUMENT', 'An entry has no `logName`');
  const stamped = { insertId: newInsertId(runtime), timestamp: logTimestamp(runtime.now()) };
  const resource = { type: 'global', labels: {} };
  const given = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  return { ...stamped, resource, ...given } as LogEntry;
}

function createSink({ sinks, writerIdentityOf }: LoggingState, call: ServiceCall): JsonObject {
  const parent = parameter(call, 'parent');
  const facts = factsOf(call.body);
  if (sinks.has(`${parent}/sinks/${facts.name}`))
    throw new ServiceFailure('ALREADY_EXISTS', `Sink ${facts.name} already exists`);
  const isUnique = call.query.get('uniqueWriterIdentity')?.toLowerCase() === 'true';
  return sinks.put(parent, { ...facts, ...(isUnique ? { writerIdentity: writerIdentityOf(parent) } : {}) });
}

function updateSink({ sinks }: LoggingState, call: ServiceCall): JsonObject {
  const path = parameter(call, 'sinkName');
  const { createTime: _, updateTime: __, ...present } = sinks.get(path);
  const masked = call.query.get('updateMask')?.split(',') ?? [
    'destination',
    'filter',
    'description',
    'disabled',
    'exclusions',
  ];
  const changed = Object.fromEntries(masked.map((field) => [field, call.body[field]]));
  const merged = Object.entries({ ...present, ...changed }).filter(([, value]) => value !== undefined);
  return sinks.put(path.split('/sinks/')[0] ?? '', factsOf(Object.fromEntries(merged)));
}

function factsOf(body: JsonObject): SinkFacts {
  for (const field of ['name', 'destination']) {
    if (typeof body[field] !== 'string')
      throw new ServiceFailure('INVALID_ARGUMENT', `Required field \`${field}\` is not given`);
  }
  return body as SinkFacts;
}
