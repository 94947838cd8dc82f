import { invariant } from '../invariant.ts';
import { isOnlyObserved } from '../shape.ts';
import { isOfStack } from './touched.ts';

export const i25 = invariant({
  name: 'I-25',
  says: 'a plan and an audit change nothing, and neither does anything where only looking is declared',
  on: ['sent', 'asked'],
  watch: ({ shape, judged, violated }) => {
    const applying = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'asked' && entry.applies) applying.set(entry.worker, (applying.get(entry.worker) ?? 0) + 1);
      if (entry.kind !== 'sent') return;
      const { call } = entry;
      const isApplying = call.trigger === 'event' || (call.trigger === 'repair' && applying.has(call.worker));
      const isOnlyLookedAt = isOnlyObserved(shape) || (shape.observes === 'stack' && isOfStack(call));
      if (isApplying && !isOnlyLookedAt) return;
      judged();
      if (call.mutates) violated(`${call.trigger}: ${call.method} ${call.path}`);
    };
  },
});
