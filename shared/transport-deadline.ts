import { RefusedError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import type { Transport } from './transport.ts';

const words = 'the run was cut by its deadline';

/**
 * From the deadline on nothing is asked any more, and what is under way is given up: a run that is late ends by itself,
 * with gaps that say so, and not by being killed.
 */
export function withDeadline(transport: Transport, runtime: Runtime, deadline: number): Transport {
  return async (url, init) => {
    if (runtime.now() >= deadline) throw tooLate();
    const ended = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, ended.signal]) : ended.signal;
    const late = runtime.sleep(deadline - runtime.now(), ended.signal).then(() => {
      throw tooLate();
    });
    try {
      return await Promise.race([transport(url, { ...init, signal }), late]);
    } finally {
      ended.abort();
      late.catch(() => undefined);
    }
  };
}

function tooLate(): RefusedError {
  return new RefusedError(words, 504);
}

/** A gap that has no other reason. */
export function wasCut({ why }: { why: string }): boolean {
  return why.includes(words);
}
