import type { Clients } from '../clients.ts';
import { RefusedError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Declared } from '../model/declared.ts';
import { protectMark } from '../model/protection.ts';
import type { Runtime } from '../runtime.ts';
import type { StepLease } from './due-write.ts';

/** What an action has at hand besides itself. */
export interface ApplyContext {
  declared: Declared;
  clients: Clients;
  /** Those that are about to begin, by what they read: the steps of a stage share them; and what the API server has. */
  reads: Map<string, Promise<unknown>>;
  runtime: Runtime;
  log: Log;
  requestId: string;
  /** Of the mount Job, pinned by digest; `null` for the default. */
  mountImage: string | null;
  /** Held when the action is changing or destructive; `null` for additive ones. */
  lease: StepLease | null;
}

/** I-20: right before what takes something away, or changes it, is sent, by what was seen from `lookedAt` on. Without the Lease it never is. */
export async function confirmLease({ lease }: ApplyContext, lookedAt: number): Promise<void> {
  if (!lease) throw new RefusedError('this takes the Lease, which this step does not hold', 503);
  await lease.confirm(lookedAt);
}

/** What an action did; throwing means that it failed. */
export interface Done {
  state: 'done' | 'waiting' | 'blocked';
  /** Why it waits or is blocked, or what is worth saying of what was done. */
  because: string | null;
  /** The command that reverts it. */
  undo: string | null;
  /** No new try would change it: a person has to. */
  isForPerson?: boolean;
}

export function done(undo: string | null, because: string | null = null): Done {
  return { state: 'done', because, undo };
}

export function blocked(because: string): Done {
  return { state: 'blocked', because, undo: null };
}

/** Blocked by what stays as it is until a person decides: whose disk it is, a mark, what is on the disk. */
export function leftToPerson(because: string): Done {
  return { ...blocked(because), isForPerson: true };
}

export function marked(what: string): Done {
  return leftToPerson(`${what} is marked ${protectMark} (I-26)`);
}

export function waiting(because: string): Done {
  return { state: 'waiting', because, undo: null };
}
