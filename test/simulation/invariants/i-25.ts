import { invariant } from '../invariant.ts';
import { isOnlyObserved } from '../shape.ts';
import { Repairs } from './repairs.ts';
import { isOfStack } from './touched.ts';

export const i25 = invariant({
  name: 'I-25',
  says: 'a plan and an audit change nothing, and neither does anything where only looking is declared',
  on: ['sent', 'started', 'asked', 'answer'],
  watch: ({ shape, judged, violated }) => {
    const repairs = new Repairs();
    return (entry) => {
      repairs.take(entry);
      if (entry.kind !== 'sent') return;
      const { call } = entry;
      const isApplying = call.trigger === 'event' || (call.trigger === 'repair' && repairs.mayApply(call.worker));
      const isOnlyLookedAt = isOnlyObserved(shape) || (shape.observes === 'stack' && isOfStack(call));
      if (isApplying && !isOnlyLookedAt) return;
      judged();
      if (call.mutates) violated(`${call.trigger}: ${call.method} ${call.path}`);
    };
  },
});
