import { invariant } from '../invariant.ts';
import { Deliveries } from './deliveries.ts';
import { computeWrite } from './writes.ts';

export const i30 = invariant({
  name: 'I-30',
  says: 'the intent is on record before each mutation, and the outcome after it',
  on: ['sent', 'line', 'message'],
  watch: ({ view, judged, violated }) => {
    const deliveries = new Deliveries();
    return (entry) => {
      const call = computeWrite(entry);
      if (call) {
        judged();
        if (!view.runOf(call)?.openIntents.length) violated(`${call.method} ${call.path}: no intent is on record`);
      }
      const ended = deliveries.take(entry);
      if (!ended || entry.kind !== 'message' || entry.what === 'lost' || deliveries.of(ended).length > 0) return;
      // Nothing is left for the worker to do: what it began is over.
      for (const run of view.runs.values())
        if (run.worker === ended.worker && run.incarnation === ended.incarnation && run.trigger === 'event')
          for (const { kind, target } of run.openIntents) violated(`${kind} ${target} has no outcome`);
    };
  },
});
