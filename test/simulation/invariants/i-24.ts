import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';

const switchPath = '/api/v1/namespaces/underpin/configmaps/underpin';
/** From the answer of the switch to the request that it lets go. */
const longestMilliseconds = 5000;

export const i24: Invariant = {
  name: 'I-24',
  says: 'the kill switch is read before every mutation, and one that cannot be read is on',
  watch: ({ view, judged, violated }) => {
    const reads = new Map<string, { call: SentCall; position: number }>();
    const frozen = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'frozen') frozen.set(entry.worker, entry.until);
      if (entry.kind === 'served' && entry.call.path === switchPath && entry.call.run)
        reads.set(entry.call.run, { call: entry.call, position: view.position });
      if (entry.kind !== 'sent' || !entry.call.mutates) return;
      const { call } = entry;
      judged();
      const what = `${call.method} ${call.path}`;
      const read = call.run === null ? undefined : reads.get(call.run);
      if (!read) return violated(`${what}: nobody read the switch`);
      if (read.call.status !== 200 && read.call.status !== 404)
        return violated(`${what}: the switch could not be read`);
      const value = view.object('/configmaps', 'underpin/underpin', read.position)?.data as
        | { mutations?: string }
        | undefined;
      const isStale = read.call.fault === 'F-14' || read.call.fault === 'F-09';
      if (!isStale && value?.mutations !== undefined && value.mutations !== 'on')
        violated(`${what}: the switch said \`${value.mutations}\``);
      const wasFrozen = (frozen.get(call.worker) ?? 0) >= (read.call.servedAt ?? 0);
      if (!wasFrozen && call.sentAt - (read.call.servedAt ?? 0) > longestMilliseconds)
        violated(`${what}: the switch was read ${call.sentAt - (read.call.servedAt ?? 0)} ms before`);
    };
  },
};
