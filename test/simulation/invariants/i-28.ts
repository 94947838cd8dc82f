import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';
import { readsOf } from './reads.ts';
import { computeWrite, ownerPath } from './writes.ts';

export const i28: Invariant = {
  name: 'I-28',
  says: 'after an unknown outcome the same request goes again with its requestId, or a look comes first',
  watch: ({ view, judged, violated }) => {
    const unknown = new Map<string, SentCall>();
    return (entry) => {
      const call = computeWrite(entry);
      if (call) {
        if (!call.requestId) violated(`${call.method} ${call.path} has no requestId (P-16)`);
        const key = `${call.worker} ${call.trigger} ${call.method} ${call.path}`;
        const before = unknown.get(key);
        if (before && before.incarnation === call.incarnation) {
          judged();
          const looks = readsOf(view, call, ownerPath(call)).filter(({ sentAt }) => sentAt >= before.sentAt);
          if (before.requestId !== call.requestId && looks.length === 0)
            violated(`${call.path} goes again with another requestId, and nobody has looked`);
        }
        unknown.delete(key);
      }
      if (entry.kind !== 'answered' && entry.kind !== 'served') return;
      const { call: done } = entry;
      if (done.api === 'compute' && done.mutates && (done.status === null || done.status >= 500))
        unknown.set(`${done.worker} ${done.trigger} ${done.method} ${done.path}`, done);
    };
  },
};
