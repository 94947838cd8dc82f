import type { Invariant } from '../check.ts';

export const i25: Invariant = {
  name: 'I-25',
  says: 'a plan and an audit change nothing',
  watch: ({ shape, judged, violated }) => {
    const applying = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'asked' && entry.applies) applying.set(entry.worker, (applying.get(entry.worker) ?? 0) + 1);
      if (entry.kind !== 'sent') return;
      const { call } = entry;
      const mayWrite =
        call.trigger === 'event' ? shape.mode === 'apply' : call.trigger === 'repair' && applying.has(call.worker);
      if (mayWrite) return;
      judged();
      if (call.mutates) violated(`${call.trigger}: ${call.method} ${call.path}`);
    };
  },
};
