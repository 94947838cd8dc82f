import type { Disk, Instance, Kinds, Resource, TargetPool } from '../../sandbox/compute/kinds.ts';
import type { KubernetesObject } from '../../sandbox/kubernetes/object.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Entry, SentCall, Trigger } from './history.ts';
import { tokenOf } from './list-part.ts';

/** What a run of the product has said and done so far. */
export interface RunView {
  id: string;
  worker: string;
  incarnation: number;
  trigger: Trigger;
  calls: SentCall[];
  /** Without an outcome yet. */
  openIntents: Intent[];
  intents: Intent[];
  outcomes: JsonObject[];
  gaps: { area: string; part: string | null }[];
  /** Of the plan it made. */
  hash: string | null;
  /** Of its plan: what cannot be done yet. */
  waiting: number;
  /** Of the Lease, when it took it. */
  epoch: number | null;
}

export interface Intent {
  kind: string;
  target: string;
  requestId: string;
  action: JsonObject;
  /** Where it stands in the history, and when. */
  position: number;
  at: number;
}

interface Version<T> {
  position: number;
  value: T | undefined;
}

/** The world and the runs as the history up to one entry tells of them; what was true at an earlier place can be asked. */
export class View {
  position = -1;
  now = 0;
  declared: 'whole' | 'broken' | 'empty' | 'absent' = 'whole';
  readonly runs = new Map<string, RunView>();
  readonly #resources = new Map<string, Version<Resource>[]>();
  readonly #objects = new Map<string, Version<KubernetesObject>[]>();
  readonly #servedAt = new Map<SentCall, number>();
  /** Where the first page of a list was answered from, by the token of the next. */
  readonly #listBegan = new Map<string, number>();

  take(entry: Entry, position: number): void {
    this.position = position;
    this.now = entry.at;
    if (entry.kind === 'resource') push(this.#resources, entry.path, { position, value: entry.after });
    if (entry.kind === 'object')
      push(this.#objects, `${entry.collection} ${entry.key}`, { position, value: entry.after });
    if (entry.kind === 'sent') this.#runWith(entry.call)?.calls.push(entry.call);
    if (entry.kind === 'served') this.#takeServed(entry.call);
    if (entry.kind === 'declared') this.declared = entry.state;
    if (entry.kind === 'line') this.#takeLine(entry);
  }

  /** The path alone finds it; the collection says of what type it is. */
  resource<K extends keyof Kinds>(_collection: K, path: string, position = this.position): Kinds[K] | undefined {
    return at(this.#resources.get(path), position) as Kinds[K] | undefined;
  }

  object(collection: string, key: string, position = this.position): KubernetesObject | undefined {
    return at(this.#objects.get(`${collection} ${key}`), position);
  }

  /** All of a collection that are there now. */
  objects(collection: string): KubernetesObject[] {
    return [...this.#objects].flatMap(([key, versions]) =>
      key.startsWith(`${collection} `) ? (at(versions, this.position) ?? []) : [],
    );
  }

  /** All of a collection that were there then. */
  list(collection: 'instances', position?: number): Instance[];
  list(collection: 'disks', position?: number): Disk[];
  list(collection: 'targetPools', position?: number): TargetPool[];
  list(collection: string, position = this.position): Resource[] {
    const marker = `/${collection}/`;
    return [...this.#resources].flatMap(([path, versions]) => {
      const value = path.includes(marker) ? at(versions, position) : undefined;
      return value ? [value] : [];
    });
  }

  servedPosition(call: SentCall): number | undefined {
    return this.#servedAt.get(call);
  }

  /** Kubernetes shows on further pages what there was when the first was given; Compute Engine what there is. */
  #takeServed(call: SentCall): void {
    const mayGoOn = call.api === 'kubernetes' && this.#listBegan.size > 0;
    const token = mayGoOn ? tokenOf(call) : null;
    const position = (token === null ? undefined : this.#listBegan.get(token)) ?? this.position;
    this.#servedAt.set(call, position);
    if (call.part?.next) this.#listBegan.set(call.part.next, position);
  }

  runOf({ run }: { run: string | null }): RunView | undefined {
    return run === null ? undefined : this.runs.get(run);
  }

  /** Where this run's newest such read was served; `undefined` when no answer to one has come. */
  lastRead(run: RunView | undefined, isRead: (call: SentCall) => boolean): number | undefined {
    const call = run?.calls.findLast((one) => one.status === 200 && one.answeredAt !== null && isRead(one));
    return call && this.#servedAt.get(call);
  }

  /** Begins the run where this is its first call. */
  #runWith(call: SentCall): RunView | undefined {
    if (call.run === null) return undefined;
    const known = this.runs.get(call.run);
    if (known) return known;
    const { run: id, worker, incarnation, trigger } = call;
    const fresh: RunView = {
      id,
      worker,
      incarnation,
      trigger,
      calls: [],
      openIntents: [],
      intents: [],
      outcomes: [],
      gaps: [],
      hash: null,
      waiting: 0,
      epoch: null,
    };
    this.runs.set(id, fresh);
    return fresh;
  }

  #takeLine({ line, at: time }: Extract<Entry, { kind: 'line' }>): void {
    const run = this.runs.get(String(line.run));
    if (!run) return;
    const position = this.position;
    if (line.message === 'observed') run.gaps = line.gaps as never;
    if (line.message === 'planned') {
      run.hash = String(line.hash);
      run.waiting = Number(line.waiting ?? 0);
    }
    if (line.message === 'lease taken') run.epoch = Number(line.epoch);
    if (line.message === 'intent') {
      const { kind, target, requestId, action } = line as never as Intent;
      const intent = { kind, target, requestId, action, position, at: time };
      run.intents.push(intent);
      run.openIntents.push(intent);
    }
    if (line.message === 'outcome') {
      run.outcomes.push(line);
      run.openIntents = run.openIntents.filter(({ requestId }) => requestId !== line.requestId);
    }
  }
}

function push<T>(all: Map<string, Version<T>[]>, key: string, version: Version<T>): void {
  const known = all.get(key);
  if (known) known.push(version);
  else all.set(key, [version]);
}

function at<T>(versions: Version<T>[] | undefined, position: number): T | undefined {
  return versions?.findLast((version) => version.position <= position)?.value;
}
