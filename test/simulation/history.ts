import type { Resource } from '../../sandbox/compute/kinds.ts';
import type { Author } from '../../sandbox/compute/store.ts';
import type { KubernetesObject } from '../../sandbox/kubernetes/object.ts';
import type { ScriptRun } from '../../sandbox/kubernetes/simulated/simulated-nodes.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Files } from './declaration-files.ts';
import type { ListPart } from './list-part.ts';

/** A request of a worker, from the moment it leaves to the moment its answer is in the worker's hands, if it ever is. */
export interface SentCall {
  number: number;
  worker: string;
  /** Begins anew with each start of the worker. */
  incarnation: number;
  /** Of which function: they go on side by side. */
  trigger: Trigger;
  /** The pass it belongs to, by the id in the log; `null` before the first. */
  run: string | null;
  api: 'compute' | 'kubernetes' | 'other';
  method: string;
  path: string;
  query: string;
  body: string | null;
  mutates: boolean;
  requestId: string | null;
  /** With a token that everybody on the way may read. */
  isInClear?: boolean;
  sentAt: number;
  servedAt: number | null;
  /** `null`: no answer ever came. */
  answeredAt: number | null;
  /** What the server said, if it was asked. */
  status: number | null;
  fault: string | null;
  /** Of an answer that is a page of a list, in a world whose lists come in pages. */
  part?: ListPart;
}

export type Trigger = 'event' | 'audit' | 'repair';

/** Whatever happened, in one list, in the order in which it happened. */
export type Entry = { at: number } & (
  | { kind: 'sent' | 'served' | 'answered'; call: SentCall }
  | {
      kind: 'resource';
      path: string;
      before: Resource | undefined;
      after: Resource | undefined;
      by: Author | undefined;
      /** Of a VM that a worker changes: the disks that are mounted on it in this moment. */
      mounts?: string[];
    }
  | {
      kind: 'object';
      collection: string;
      key: string;
      before: KubernetesObject | undefined;
      after: KubernetesObject | undefined;
      by: string | undefined;
    }
  | ({
      kind: 'script';
      node: string;
      instanceId: string;
      mountsAfter: readonly { path: string; source: string }[];
    } & Script)
  | { kind: 'line'; worker: string; incarnation: number; trigger: Trigger; line: JsonObject }
  | { kind: 'declared'; files: Files; state: 'whole' | 'broken' | 'empty' | 'absent' }
  | { kind: 'message'; id: string; what: MessageStep; worker: string | null; incarnation: number | null }
  | { kind: 'started' | 'crashed'; worker: string; incarnation: number }
  | { kind: 'frozen'; worker: string; incarnation: number; until: number }
  | { kind: 'operation'; id: string; target: string; isDone: boolean }
  | { kind: 'command'; words: string }
  /** Somebody asks manual-repair or drift-audit. */
  | { kind: 'asked'; worker: string; trigger: Trigger; applies: boolean; plan?: string; part?: string }
  | { kind: 'answer'; worker: string; trigger: Trigger; status: number; body: string }
  | { kind: 'faults end' }
);

type Script = Pick<ScriptRun, 'call' | 'contentBefore' | 'ok'> & {
  mountsBefore: readonly { path: string; source: string }[];
  contentAfter: ScriptRun['contentBefore'];
};

export type MessageStep = 'published' | 'delivered' | 'acknowledged' | 'refused' | 'lost' | 'dropped' | 'given up';

export type EntryKind = Entry['kind'];
export type EntryOf<Kind extends EntryKind> = Entry & { kind: Kind };

/** Only ever added to. */
export class History {
  readonly entries: Entry[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(entry: DistributiveOmit<Entry, 'at'>): void {
    this.entries.push({ at: this.#now(), ...entry } as Entry);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
