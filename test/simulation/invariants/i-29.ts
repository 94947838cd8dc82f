import type { Invariant } from '../check.ts';

export const i29: Invariant = {
  name: 'I-29',
  says: 'an event is acknowledged only when all that it began has its outcome, and none of them failed',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'message' || entry.what !== 'acknowledged') return;
      const runs = [...view.runs.values()].filter(
        ({ worker, incarnation, trigger }) =>
          worker === entry.worker && incarnation === entry.incarnation && trigger === 'event',
      );
      const last = runs.at(-1);
      if (!last) return;
      judged();
      for (const { openIntents } of runs.slice(0, -1))
        for (const { kind, target } of openIntents)
          violated(`message ${entry.id} is acknowledged, and ${kind} ${target} has no outcome`);
    },
};
