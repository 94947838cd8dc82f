import { isComputeRequest } from '../compute-request.ts';
import { RefusedError } from '../errors.ts';
import { mountedMark } from '../model/mount-record.ts';
import { mountNamespace } from '../mount/job.ts';
import type { Check } from '../transport.ts';
import type { Lease } from './lease.ts';

/** From the moment a step begins to look until its write leaves, for the last time if it is refused. */
const longestMilliseconds = 30_000;

/** A write leaves while its plan, and for what takes something away its step's own look, are a ground for it (I-19). */
export interface DueWrite {
  /** `null` for what only adds. */
  lease: StepLease | null;
  /** Asked last of all, for each attempt: a process may be frozen, and a request hang, before or between them. */
  check: Check;
}

export interface StepLease {
  /** Right before what was looked at, from that moment on (milliseconds), is taken away or changed (I-20). */
  confirm(lookedAt: number): Promise<void>;
}

export function dueWrite(lease: Lease | null, isTooOld: () => boolean, now: () => number): DueWrite {
  let since: number | null = null;
  const own: StepLease | null = lease && {
    confirm: async (lookedAt) => {
      await lease.confirm();
      since = lookedAt;
    },
  };
  const check: Check = async (url, init) => {
    if (outlivesPlan(url, init)) return;
    if (isTooOld()) throw new RefusedError(tooOld, 503);
    if (!own) return;
    if (since === null) throw new RefusedError('the Lease was not confirmed for it (I-20)', 503);
    const age = now() - since;
    // A clock that was set back tells nothing of how long it was.
    if (age < 0 || age >= longestMilliseconds) throw new RefusedError(staleLook(age), 503);
  };
  return { lease: own, check };
}

export const tooOld = 'the plan is older than 5 minutes (I-19)';

function staleLook(milliseconds: number): string {
  return `what it saw is ${Math.round(milliseconds / 1000)} s old; the next pass looks anew (I-19)`;
}

/** What a mount Job has done is written down however long it took, and the Job taken away; both name the uid they mean (I-09). */
function outlivesPlan(url: string, { method, body }: RequestInit): boolean {
  if (isComputeRequest(url)) return false;
  const { pathname } = new URL(url);
  if (method === 'DELETE') return new RegExp(`/namespaces/${mountNamespace}/jobs/[^/]+$`).test(pathname);
  const isMark = method === 'PATCH' && /\/api\/v1\/nodes\/[^/]+$/.test(pathname);
  return isMark && String(body).includes(`"${mountedMark}"`);
}
