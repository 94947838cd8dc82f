import { compileFilter } from '../../shared/plan/log-filter/filter.ts';
import { FilterError } from '../../shared/plan/log-filter/token.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { JsonObject } from '../compute/json.ts';
import { ServiceFailure } from '../service/failure.ts';
import type { LogEntry } from './entry/log-entry.ts';

/** What a person says of a sink. `destination` may be a bare topic, `projects/P/topics/T`. */
export type SinkFacts = {
  name: string;
  destination: string;
  filter?: string;
  writerIdentity?: string;
  description?: string;
  disabled?: boolean;
  exclusions?: { name: string; filter: string; disabled?: boolean }[];
};

export type Sink = SinkFacts & JsonObject & { writerIdentity: string; createTime: string; updateTime: string };

/** The sinks of projects (or folders, organisations), and which entries each takes. */
export class Sinks {
  readonly #runtime: Runtime;
  readonly #byName = new Map<string, { sink: Sink; takes: (entry: LogEntry) => boolean }>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  put(parent: string, facts: SinkFacts): Sink {
    const path = `${parent}/sinks/${facts.name}`;
    const now = new Date(this.#runtime.now()).toISOString();
    const destination = facts.destination.replace(/^(?=projects\/[^/]+\/topics\/)/, 'pubsub.googleapis.com/');
    const writerIdentity = facts.writerIdentity ?? `serviceAccount:cloud-logs@system.gserviceaccount.com`;
    const createTime = this.#byName.get(path)?.sink.createTime ?? now;
    const sink: Sink = { ...facts, destination, writerIdentity, createTime, updateTime: now };
    this.#byName.set(path, { sink, takes: takerOf(sink) });
    return sink;
  }

  get(path: string): Sink {
    const found = this.#byName.get(path)?.sink ?? builtIn(path);
    if (!found) throw new ServiceFailure('NOT_FOUND', `Sink ${lastOf(path)} does not exist`);
    return found;
  }

  has(path: string): boolean {
    return this.#byName.has(path);
  }

  delete(path: string): void {
    this.get(path);
    this.#byName.delete(path);
  }

  list(parent: string): Sink[] {
    const own = [...this.#byName].filter(([path]) => path.startsWith(`${parent}/sinks/`)).map(([, { sink }]) => sink);
    return [...builtInSinks(parent), ...own];
  }

  /** The topics an entry goes to. */
  topicsFor(entry: LogEntry): string[] {
    const parent = entry.logName.split('/').slice(0, 2).join('/');
    const taking = [...this.#byName].filter(([path, { takes }]) => path.startsWith(`${parent}/sinks/`) && takes(entry));
    return taking.flatMap(([, { sink }]) => topicOf(sink) ?? []);
  }
}

function takerOf(sink: Sink): (entry: LogEntry) => boolean {
  const includes = compile(sink.filter ?? '');
  const exclusions = (sink.exclusions ?? []).filter(({ disabled }) => !disabled).map(({ filter }) => compile(filter));
  return (entry) => !sink.disabled && includes(entry) && !exclusions.some((excludes) => excludes(entry));
}

export function compile(filter: string): (entry: JsonObject) => boolean {
  try {
    return compileFilter(filter);
  } catch (error) {
    if (error instanceof FilterError) throw new ServiceFailure('INVALID_ARGUMENT', error.message);
    throw error;
  }
}

function topicOf({ destination }: Sink): string | undefined {
  const prefix = 'pubsub.googleapis.com/';
  return destination.startsWith(prefix) ? destination.slice(prefix.length) : undefined;
}

/** Every project has these two; they keep entries in buckets. */
function builtInSinks(parent: string): Sink[] {
  return ['_Required', '_Default'].map((name) => ({
    name,
    destination: `logging.googleapis.com/${parent}/locations/global/buckets/${name}`,
    filter:
      name === '_Required' ? requiredFilter : requiredFilter.replaceAll('LOG_ID', 'NOT LOG_ID').replaceAll('OR', 'AND'),
    writerIdentity: '',
    createTime: '2017-01-01T00:00:00Z',
    updateTime: '2017-01-01T00:00:00Z',
  }));
}

function builtIn(path: string): Sink | undefined {
  const parent = path.split('/sinks/')[0] ?? '';
  return builtInSinks(parent).find(({ name }) => name === lastOf(path));
}

const requiredFilter =
  'LOG_ID("cloudaudit.googleapis.com/activity") OR LOG_ID("externalaudit.googleapis.com/activity") OR ' +
  'LOG_ID("cloudaudit.googleapis.com/system_event") OR LOG_ID("externalaudit.googleapis.com/system_event")';

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
