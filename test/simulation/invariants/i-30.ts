import type { Invariant } from '../check.ts';
import { computeWrite } from './writes.ts';

export const i30: Invariant = {
  name: 'I-30',
  says: 'the intent is on record before each mutation, and the outcome after it',
  watch: ({ view, judged, violated }) => {
    return (entry) => {
      const call = computeWrite(entry);
      if (call) {
        judged();
        if (!view.runOf(call)?.openIntents.length) violated(`${call.method} ${call.path}: no intent is on record`);
      }
      if (entry.kind === 'message' && entry.what === 'acknowledged') {
        for (const run of view.runs.values())
          if (run.worker === entry.worker && run.incarnation === entry.incarnation && run.trigger === 'event')
            for (const { kind, target } of run.openIntents)
              if (isOver(run.id)) violated(`${kind} ${target} has no outcome`);
      }
    };
    /** Another pass of the same worker has begun since. */
    function isOver(id: string): boolean {
      const run = view.runs.get(id);
      const last = [...view.runs.values()].findLast(
        ({ worker, trigger }) => worker === run?.worker && trigger === run?.trigger,
      );
      return last !== run;
    }
  },
};
