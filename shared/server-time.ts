import { isComputeRequest } from './compute-request.ts';
import type { Runtime } from './runtime.ts';
import type { Transport } from './transport.ts';

export interface ServerTime {
  transport: Transport;
  /** A moment, by the servers' own clocks, before which nothing was read yet; `null` when none told the time. */
  beganAt(): number | null;
}

/**
 * Events carry Google's time, the process has its own. What an answer's `Date` says, less the time since the first request
 * of all was sent, is a moment on Google's clock before that: clocks that differ lose no event (I-34). The first may be
 * one to the cluster, answered long before Compute Engine can be reached. Only Compute Engine is asked, which tells the
 * time that Pub/Sub does; the API server of a cluster that somebody runs may be off.
 */
export function notingServerTime(transport: Transport, runtime: Runtime): ServerTime {
  let firstSentAt: number | null = null;
  let began: number | null = null;
  return {
    transport: async (url, init) => {
      firstSentAt ??= runtime.now();
      const response = await transport(url, init);
      const date = isComputeRequest(url) ? Date.parse(response.headers.get('date') ?? '') : Number.NaN;
      const moment = date - (runtime.now() - firstSentAt);
      if (!Number.isNaN(moment) && (began === null || moment < began)) began = moment;
      return response;
    },
    beganAt: () => began,
  };
}
