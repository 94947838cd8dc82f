import { messageOf } from '../../shared/errors.ts';

/** `unknown`: it could not be looked at, which is neither of the others. */
export type CheckState = 'ok' | 'failed' | 'unknown';

export interface Check {
  what: string;
  state: CheckState;
  /** What was found, or why nothing could be. */
  why: string;
  /** The one command that mends it, or that lets it be looked at. */
  command: string | null;
}

/** Checks of one thing: this machine, a project, a cluster. */
export interface Area {
  name: string;
  checks: Check[];
}

export function ok(what: string, why: string): Check {
  return { what, state: 'ok', why, command: null };
}

export function failed(what: string, why: string, command: string | null): Check {
  return { what, state: 'failed', why, command };
}

export function unknown(what: string, why: string, command: string | null = null): Check {
  return { what, state: 'unknown', why, command };
}

/** What cannot be looked at hides nothing else: each part is asked by itself. `command` lets it be looked at. */
export async function attempt(
  what: string,
  look: () => Promise<Check | Check[]>,
  command: string | null = null,
): Promise<Check[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    return [unknown(what, messageOf(error), command)];
  }
}
