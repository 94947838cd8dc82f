import type { EntryOf, SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { RunView, View } from '../view.ts';
import { isRepeat } from './reads.ts';
import { bodyOf, isOurs, nameIn, nameOfWorker } from './writes.ts';

const leaseKey = 'underpin/home';
const leaseMilliseconds = 60_000;
/** What alters or takes away; all else is additive and needs no Lease. */
const underLease = /\/(removeInstance|detachDisk|setTarget|firewalls|firewalls\/[^/]+|forwardingRules)$/;
const objectUnderLease = /\/namespaces\/(?!underpin(-mounts)?\/)[^/]+\/[^/]+\/[^/]+$/;

export const i20 = invariant({
  name: 'I-20',
  says: 'what alters or takes something away is done by the holder of the Lease alone, under its epoch, which is given back',
  on: ['sent', 'object', 'line', 'frozen', 'command', 'crashed'],
  watch: (watching) => {
    const { shape, view, judged, violated } = watching;
    const frozen = new Map<string, number>();
    /** Who each run is to the Lease. */
    const holders = new Map<string, string>();
    /** Who was the last of each worker to write that nobody holds it. */
    const givers = new Map<string, string>();
    /** Runs that could not give it back: they have said so, or died. */
    const excused = new Set<unknown>();
    let writtenAt = Number.NEGATIVE_INFINITY;
    return (entry) => {
      if (entry.kind === 'object' && entry.key === leaseKey) writtenAt = entry.at;
      if (entry.kind === 'line' && String(entry.line.message).startsWith('not given back')) excused.add(entry.line.run);
      if (entry.kind === 'crashed') for (const { id } of runsOf(view, entry)) excused.add(id);
      if (entry.kind === 'object' && entry.key === leaseKey && isOurs(entry.by)) {
        const [before, after] = [specOf(entry.before), specOf(entry.after)];
        const isTaken = after.holderIdentity && before.holderIdentity && after.holderIdentity !== before.holderIdentity;
        const serverTime = entry.at + (shape.clusterSkew ?? 0);
        if (isTaken && serverTime - Date.parse(before.renewTime ?? '') < leaseMilliseconds)
          violated(`the Lease is taken from ${before.holderIdentity}, who holds it`);
        if ((after.leaseTransitions ?? 0) < (before.leaseTransitions ?? 0))
          violated(`the epoch of the Lease goes back from ${before.leaseTransitions} to ${after.leaseTransitions}`);
        const giver = givers.get(nameOfWorker(entry.by));
        if (giver && before.holderIdentity && !after.holderIdentity && before.holderIdentity !== giver)
          violated(`the Lease is given back by ${giver}, while it is ${before.holderIdentity}'s`);
      }
      if (entry.kind === 'sent' && entry.call.method === 'PUT' && entry.call.path.endsWith(`/leases/home`)) {
        const { holderIdentity } = specOf(bodyOf(entry.call));
        const own = holders.get(entry.call.run ?? '');
        if (!holderIdentity && own) givers.set(entry.call.worker, own);
        if (entry.call.run && holderIdentity && !holders.has(entry.call.run))
          holders.set(entry.call.run, holderIdentity);
      }
      if (entry.kind === 'frozen') frozen.set(entry.worker, entry.until);
      if (entry.kind === 'command' && entry.words === 'the end') judgeEnd(watching, excused);
      if (entry.kind !== 'sent' || !needsLease(view, entry.call)) return;
      judged();
      const { call } = entry;
      const run = view.runOf(call);
      const spec = specOf(view.object('coordination.k8s.io/leases', leaseKey));
      const what = `${call.method} ${call.path}`;
      if (run?.epoch === null || run === undefined) return violated(`${what} without the Lease`);
      const confirmed = lastConfirmed(run);
      // A worker that stands still after its last look at the Lease cannot know; once it goes on, it looks again.
      const until = frozen.get(call.worker) ?? 0;
      const isAwake = run.calls.some(({ answeredAt }) => (answeredAt ?? 0) >= until);
      const wasFrozen = until > (confirmed?.answeredAt ?? 0) && !isAwake;
      // What is sent again is the request that went under the Lease: nobody may have taken it since but who does not wait for its end.
      const isHeld = wasFrozen || isRepeat(view, call) || isUnheard(confirmed, writtenAt);
      if (spec.leaseTransitions !== run.epoch && !isHeld)
        violated(`${what} under epoch ${run.epoch}, while the Lease is at ${spec.leaseTransitions}`);
      const holder = holders.get(run.id);
      if (spec.holderIdentity && holder && spec.holderIdentity !== holder && !isHeld)
        violated(`${what} by ${holder}, while the Lease is ${spec.holderIdentity}'s`);
      if (!confirmed) return violated(`${what}: the Lease was not confirmed`);
      const age = call.sentAt - (confirmed.sentAt ?? 0);
      if (age > 30_000 && !wasFrozen) violated(`${what}: the Lease was confirmed ${Math.round(age / 1000)} s before`);
    };
  },
});

/** Somebody took it while its confirmation was on its way back, and a write as ours would not have left. */
function isUnheard(confirmed: SentCall | undefined, writtenAt: number): boolean {
  const { servedAt, answeredAt } = confirmed ?? {};
  return servedAt !== undefined && servedAt !== null && servedAt < writtenAt && writtenAt <= (answeredAt ?? 0);
}

function needsLease(view: View, call: SentCall): boolean {
  const { api, method, path, mutates } = call;
  if (!mutates) return false;
  if (api === 'compute') return underLease.test(path);
  return (method !== 'POST' && objectUnderLease.test(path)) || unmounts(view, call);
}

/** The mark goes from the node, and a Job follows. */
function unmounts(view: View, call: SentCall): boolean {
  const { labels = {} } = (bodyOf(call).metadata ?? {}) as { labels?: Record<string, string | null> };
  if (call.method === 'POST') return call.path.endsWith('/jobs') && labels['underpin.dev/verb'] === 'unmount';
  const unmounted = view.runOf(call)?.openIntents.filter(({ kind }) => kind === 'unmount-disk') ?? [];
  return (
    call.method === 'PATCH' &&
    /\/nodes\/[^/]+$/.test(call.path) &&
    unmounted.some(({ target }) => labels[`disk.underpin.dev/${nameIn(target)}`] === null)
  );
}

function runsOf({ runs }: View, { worker, incarnation }: EntryOf<'crashed'>): RunView[] {
  return [...runs.values()].filter((run) => run.worker === worker && run.incarnation === incarnation);
}

/** Whose run came to its end without a mishap leaves nobody waiting for its Lease to run out. */
function judgeEnd({ view, judged, violated }: Watching, excused: Set<unknown>): void {
  const { leaseTransitions, holderIdentity } = specOf(view.object('coordination.k8s.io/leases', leaseKey));
  const run = [...view.runs.values()].find(({ epoch }) => epoch !== null && epoch === leaseTransitions);
  if (excused.has(run?.id) || !run?.calls.every(({ fault, answeredAt }) => fault === null && answeredAt !== null))
    return;
  judged();
  if (holderIdentity && holderIdentity !== 'stranger') violated(`the Lease is ${holderIdentity}'s still at the end`);
}

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
