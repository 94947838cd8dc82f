import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';
import type { RunView } from '../view.ts';
import { bodyOf, isOurs } from './writes.ts';

const leaseKey = 'underpin/home';
const leaseMilliseconds = 60_000;
const destructive = /\/(removeInstance|detachDisk|setTarget)$/;

export const i20: Invariant = {
  name: 'I-20',
  says: 'what takes something away is done by the holder of the Lease alone, and under its epoch',
  watch: ({ view, judged, violated }) => {
    const frozen = new Map<string, number>();
    /** Who each run is to the Lease. */
    const holders = new Map<string, string>();
    return (entry) => {
      if (entry.kind === 'object' && entry.key === leaseKey && isOurs(entry.by)) {
        const [before, after] = [specOf(entry.before), specOf(entry.after)];
        const isTaken = after.holderIdentity && before.holderIdentity && after.holderIdentity !== before.holderIdentity;
        if (isTaken && entry.at - Date.parse(before.renewTime ?? '') < leaseMilliseconds)
          violated(`the Lease is taken from ${before.holderIdentity}, who holds it`);
      }
      if (entry.kind === 'sent' && entry.call.method === 'PUT' && entry.call.path.endsWith(`/leases/home`)) {
        const { holderIdentity } = specOf(bodyOf(entry.call));
        if (entry.call.run && holderIdentity && !holders.has(entry.call.run))
          holders.set(entry.call.run, holderIdentity);
      }
      if (entry.kind === 'frozen') frozen.set(entry.worker, entry.until);
      // A worker that stands still after its last look at the Lease cannot know; it may not send more than that one.
      if (
        entry.kind !== 'sent' ||
        entry.call.api !== 'compute' ||
        !entry.call.mutates ||
        !destructive.test(entry.call.path)
      )
        return;
      judged();
      const { call } = entry;
      const run = view.runOf(call);
      const spec = specOf(view.object('coordination.k8s.io/leases', leaseKey));
      const what = `${call.method} ${call.path}`;
      if (run?.epoch === null || run === undefined) return violated(`${what} without the Lease`);
      const confirmed = lastConfirmed(run);
      const wasFrozen = (frozen.get(call.worker) ?? 0) > (confirmed?.answeredAt ?? 0);
      if (spec.leaseTransitions !== run.epoch && !wasFrozen)
        violated(`${what} under epoch ${run.epoch}, while the Lease is at ${spec.leaseTransitions}`);
      const holder = holders.get(run.id);
      if (spec.holderIdentity && holder && spec.holderIdentity !== holder && !wasFrozen)
        violated(`${what} by ${holder}, while the Lease is ${spec.holderIdentity}'s`);
      if (!confirmed) return violated(`${what}: the Lease was not confirmed`);
      const age = call.sentAt - (confirmed.sentAt ?? 0);
      if (age > 30_000 && !wasFrozen) violated(`${what}: the Lease was confirmed ${Math.round(age / 1000)} s before`);
    };
  },
};

interface Spec {
  leaseTransitions?: number;
  holderIdentity?: string;
  renewTime?: string;
}

function specOf(lease: object | undefined): Spec {
  return (lease as { spec?: Spec } | undefined)?.spec ?? {};
}

/** A write to the Lease after the first step began: what is before takes it, or keeps the book of the hour. */
function lastConfirmed({ calls, intents }: RunView): SentCall | undefined {
  const [first] = intents;
  return calls.findLast(
    ({ method, path, status, sentAt, answeredAt }) =>
      method === 'PUT' &&
      /\/leases\/home$/.test(path) &&
      status === 200 &&
      answeredAt !== null &&
      sentAt >= (first?.at ?? 0),
  );
}
