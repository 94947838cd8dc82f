import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';

const switchPath = '/api/v1/namespaces/underpin/configmaps/underpin';
/** From the answer of the switch to the request that it lets go. */
const longestMilliseconds = 5000;

export const i24: Invariant = {
  name: 'I-24',
  says: 'the kill switch is read before every mutation, and one that cannot be read is on',
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
    };
  },
};

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
