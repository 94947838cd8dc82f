import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import type { View } from '../view.ts';

const switchPath = '/api/v1/namespaces/underpin/configmaps/underpin';
/** From the answer of the switch to the request that it lets go. */
const longestMilliseconds = 5000;
const moment = 1;
const slow = 10_000;

export const i24 = invariant({
  name: 'I-24',
  says: 'the kill switch is read before every mutation, and one that cannot be read is on',
  on: ['sent', 'served', 'frozen'],
  watch: ({ view, judged, violated }) => {
    const reads = new Map<string, Read[]>();
    const frozen = new Map<string, number>();

    const refusalOf = ({ call, position }: Read, write: SentCall): string | null => {
      if (call.status !== 200 && call.status !== 404) return 'the switch could not be read';
      const { mutations = 'on' } = (view.object('/configmaps', 'underpin/underpin', position)?.data ?? {}) as {
        mutations?: string;
      };
      const isStale = call.fault === 'F-14' || call.fault === 'F-09';
      if (!isStale && mutations !== 'on') return `the switch said \`${mutations}\``;
      const wasFrozen = (frozen.get(write.worker) ?? 0) >= (call.servedAt ?? 0);
      const age = write.sentAt - (call.servedAt ?? 0);
      return !wasFrozen && age > longestMilliseconds ? `the switch was read ${age} ms before` : null;
    };
    return (entry) => {
      if (entry.kind === 'frozen') frozen.set(entry.worker, entry.until);
      if (entry.kind === 'served' && entry.call.path === switchPath && entry.call.run)
        reads.set(entry.call.run, [
          ...(reads.get(entry.call.run) ?? []),
          { call: entry.call, position: view.position },
        ]);
      if (entry.kind !== 'sent' || !entry.call.mutates) return;
      const { call } = entry;
      judged();
      const all = reads.get(call.run ?? '') ?? [];
      const refusals = newestOf(all).map((read) => refusalOf(read, call));
      const what = `${call.method} ${call.path}`;
      if (all.length === 0) violated(`${what}: nobody read the switch`);
      else if (!refusals.includes(null)) violated(`${what}: ${refusals.at(-1)}`);
      else if (!isRightBefore(view, call) && (frozen.get(call.worker) ?? 0) < call.sentAt - moment)
        violated(`${what}: the switch was read for another request`);
      else if (isBeforeItsTurn(view, call)) violated(`${what}: the switch was read before its turn came`);
    };
  },
});

/** What lets it go is the answer of the switch, or of the Lease when that was out of date by then and confirmed once more. */
function isRightBefore(view: View, { run, sentAt }: SentCall): boolean {
  const answered = (view.runOf({ run })?.calls ?? []).filter(({ answeredAt }) => answeredAt !== null);
  const isAnsweredAt = (at: number, test: (one: SentCall) => boolean) =>
    answered.some((one) => test(one) && Math.abs(at - (one.answeredAt ?? 0)) <= moment);
  const isSwitch = ({ path }: SentCall) => path === switchPath;
  const isLease = ({ path }: SentCall) => path.endsWith('/leases/home');
  const look = answered.findLast((one) => isLease(one) && one.method === 'GET' && one.sentAt < sentAt);
  // It begins with the answer of the switch, or when the confirmation for a step beside it is over.
  const wasSlow = answered.some(
    (one) => isSwitch(one) && (one.answeredAt ?? 0) - one.sentAt > slow && sentAt - (one.answeredAt ?? 0) < slow,
  );
  const isConfirmedOnceMore =
    isAnsweredAt(sentAt, isLease) && look !== undefined && (wasSlow || isAnsweredAt(look.sentAt, isSwitch));
  return isAnsweredAt(sentAt, isSwitch) || isConfirmedOnceMore;
}

/** An attachment's last look is for what is under way; only then it asks for the switch, and no answer under way will do. */
function isBeforeItsTurn(view: View, call: SentCall): boolean {
  const run = view.runOf(call);
  // Of several steps of disks nothing tells whose look it was.
  const steps = run?.intents.filter(({ kind }) => /^(attach|detach|mount|unmount)-disk$/.test(kind)) ?? [];
  const isAlone = new Set(steps.map(({ target }) => target)).size === 1;
  const attachments = steps.filter(({ kind }) => kind === 'attach-disk').length;
  if (!run || !call.path.endsWith('/attachDisk') || !isAlone || attachments !== 1) return false;
  const answered = run.calls.filter(({ answeredAt }) => answeredAt !== null);
  const look = answered.findLast(({ path }) => path.endsWith('/operations'));
  const read = answered.findLast(
    ({ path, answeredAt }) => path === switchPath && (answeredAt ?? 0) >= call.sentAt - moment,
  );
  return look !== undefined && read !== undefined && read.sentAt < (look.answeredAt ?? 0);
}

interface Read {
  call: SentCall;
  /** Where in the history it was answered from. */
  position: number;
}

/** The newest, and those that were under way beside it: each lets its own write go. */
function newestOf(all: Read[]): Read[] {
  const newest = all.at(-1);
  return all.filter(({ call }) => newest && (call.answeredAt ?? Number.POSITIVE_INFINITY) >= newest.call.sentAt);
}
