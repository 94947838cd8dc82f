import type { Runtime } from '../../shared/runtime.ts';
import { Agenda } from '../compute/agenda.ts';
import type { ComputeEvent } from '../compute/event.ts';
import { createService, type Service, type ServiceOptions } from '../service/service.ts';
import { operationEntry, refusedEntry } from './entry/activity.ts';
import { type NodeCall, type NodeHappening, nodeCallEntry, nodeEventEntry } from './entry/kubernetes.ts';
import type { LogEntry } from './entry/log-entry.ts';
import { locationEntry, systemEntry } from './entry/system-event.ts';
import { logTimestamp } from './entry/timestamp.ts';
import { loggingRoutes } from './routes.ts';
import { type Sink, type SinkFacts, Sinks } from './sink.ts';

export interface Logging extends Service {
  /** Writes down what happened in Compute Engine. */
  take(event: ComputeEvent): void;
  takeNodeCall(call: NodeCall): void;
  takeNodeEvent(happening: NodeHappening): void;
  /** Any other entry; it arrives after the usual delay. */
  write(entry: LogEntry): void;
  createSink(project: string, facts: SinkFacts): Sink;
  sinks: Sinks;
  /** Those that have arrived, in the order of their arrival. */
  entries: LogEntry[];
  close(): void;
}

export interface LoggingOptions extends Pick<ServiceOptions, 'principalOf' | 'authorize'> {
  runtime: Runtime;
  /** Hands a message to a topic, `projects/P/topics/T`; data is text. */
  publish(topic: string, message: { data: string; attributes: Record<string, string> }): void;
  /** From an entry's timestamp to its arrival. */
  delaySeconds?: readonly [least: number, most: number];
  /** Entries kept for `entries:list`; the oldest go first. */
  entryLimit?: number;
  projectNumberOf?(project: string): string;
}

export function createLogging(options: LoggingOptions): Logging {
  const { runtime, publish, delaySeconds = [0.2, 2.8], entryLimit = 50_000 } = options;
  const agenda = new Agenda(runtime);
  const sinks = new Sinks(runtime);
  const entries: LogEntry[] = [];

  function write(entry: LogEntry): void {
    const [least, most] = delaySeconds;
    const delay = Math.round((least + runtime.random() * (most - least)) * 1000) / 1000;
    agenda.after(delay, () => arrive({ ...entry, receiveTimestamp: logTimestamp(agenda.now() + runtime.random(), 9) }));
  }

  function arrive(entry: LogEntry): void {
    entries.push(entry);
    if (entries.length > entryLimit) entries.splice(0, Math.ceil(entryLimit / 10));
    const attributes = { 'logging.googleapis.com/timestamp': entry.timestamp };
    for (const topic of sinks.topicsFor(entry)) publish(topic, { data: JSON.stringify(entry), attributes });
  }

  function writerIdentityOf(parent: string): string {
    const number = options.projectNumberOf?.(parent.split('/')[1] ?? '') ?? '0';
    return `serviceAccount:service-${number}@gcp-sa-logging.iam.gserviceaccount.com`;
  }

  const routes = loggingRoutes({ runtime, sinks, entries, write, writerIdentityOf });
  const service = createService({ ...options, runtime, routes });
  return {
    ...service,
    handle: (request) => {
      agenda.runDue();
      return service.handle(request);
    },
    take: (event) => {
      const entry = entryOf(event, runtime);
      if (entry) write(entry);
    },
    takeNodeCall: (call) => write(nodeCallEntry(call, runtime)),
    takeNodeEvent: (happening) => write(nodeEventEntry(happening, runtime)),
    write,
    createSink: (project, facts) =>
      sinks.put(`projects/${project}`, { writerIdentity: writerIdentityOf(`projects/${project}`), ...facts }),
    sinks,
    entries,
    close: () => agenda.close(),
  };
}

function entryOf(event: ComputeEvent, runtime: Runtime): LogEntry | undefined {
  switch (event.type) {
    case 'operation':
      return operationEntry(event, runtime);
    case 'refused':
      return refusedEntry(event, runtime);
    case 'system':
      return systemEntry(event, runtime);
    case 'instance':
      return event.to === 'RUNNING' ? locationEntry(event, runtime) : undefined;
  }
}
