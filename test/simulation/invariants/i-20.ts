import type { KubernetesObject } from '../../../sandbox/kubernetes/object.ts';
import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';

const leaseKey = 'underpin/home';
const destructive = /\/(removeInstance|detachDisk|setTarget)$/;

export const i20: Invariant = {
  name: 'I-20',
  says: 'what takes something away is done by the holder of the Lease alone, and under its epoch',
  watch: ({ view, judged, violated }) => {
    const frozen = new Map<string, number>();
    return (entry) => {
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
      const spec = view.object('coordination.k8s.io/leases', leaseKey)?.spec as Spec | undefined;
      const what = `${call.method} ${call.path}`;
      if (run?.epoch === null || run === undefined) return violated(`${what} without the Lease`);
      const confirmed = lastConfirmed(run.calls);
      const wasFrozen = (frozen.get(call.worker) ?? 0) > (confirmed?.answeredAt ?? 0);
      if (spec?.leaseTransitions !== run.epoch && !wasFrozen)
        violated(`${what} under epoch ${run.epoch}, while the Lease is at ${spec?.leaseTransitions}`);
      if (!confirmed) return violated(`${what}: the Lease was not confirmed`);
      const age = call.sentAt - (confirmed.sentAt ?? 0);
      if (age > 30_000 && !wasFrozen) violated(`${what}: the Lease was confirmed ${Math.round(age / 1000)} s before`);
    };
  },
};

type Spec = KubernetesObject & { leaseTransitions?: number };

/** A write to the Lease after the one that took it. */
function lastConfirmed(calls: SentCall[]): SentCall | undefined {
  return calls.findLast(
    ({ method, path, status, answeredAt }) =>
      method === 'PUT' && path.endsWith('/leases/home') && status === 200 && answeredAt !== null,
  );
}
