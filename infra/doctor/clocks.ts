import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import { type Check, failed, ok, unknown } from './check.ts';

/** Tokens and the times of events are compared between machines; Google takes tokens that are a few minutes off. */
const mostSeconds = 30;

export interface Clocks {
  transport: Transport;
  checks(): Check[];
}

/** This machine's clock against those of the servers, by the `Date` of their answers. */
export function createClocks(transport: Transport, runtime: Runtime): Clocks {
  const offsets = new Map<string, number | null>();
  return {
    transport: async (url, init) => {
      const sentAt = runtime.now();
      const answer = await transport(url, init);
      const offset = offsetOf(answer, sentAt, runtime.now());
      const whose = ownerOf(new URL(url));
      const known = offsets.get(whose) ?? null;
      offsets.set(whose, known === null || (offset !== null && Math.abs(offset) < Math.abs(known)) ? offset : known);
      return answer;
    },
    checks: () => [...offsets].sort().map(([whose, offset]) => judge(whose, offset)),
  };
}

function ownerOf({ pathname, host }: URL): string {
  return /^\/(?:api|apis|openapi|version)\b/.test(pathname) ? `the API server at ${host}` : 'Google';
}

/** Seconds by which the server is ahead. `Date` has no fractions, and the answer took its time. */
function offsetOf({ headers }: Response, sentAt: number, receivedAt: number): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return null;
  if (date + 1000 >= sentAt && date <= receivedAt) return 0;
  return (date - (date < sentAt ? sentAt : receivedAt)) / 1000;
}

function judge(whose: string, offset: number | null): Check {
  const what = `clock of ${whose}`;
  if (offset === null) return unknown(what, 'no answer told the time');
  if (Math.abs(offset) <= mostSeconds)
    return ok(what, offset === 0 ? 'as here' : `${Math.abs(offset).toFixed(0)} s ${ahead(offset)}`);
  const why = `it is ${Math.abs(offset).toFixed(0)} s ${ahead(offset)} of this machine; more than ${mostSeconds} s make tokens and Leases doubtful`;
  return failed(what, why, 'timedatectl set-ntp true');
}

function ahead(offset: number): string {
  return offset > 0 ? 'ahead' : 'behind';
}
