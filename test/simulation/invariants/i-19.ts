import type { Invariant } from '../check.ts';

const longestMilliseconds = 5 * 60_000 + 1000;

export const i19: Invariant = {
  name: 'I-19',
  says: 'no step begins by a plan that is older than five minutes',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'line' || entry.line.message !== 'intent') return;
      const run = view.runs.get(String(entry.line.run));
      const [first] = run?.calls ?? [];
      if (!first) return;
      judged();
      const age = entry.at - first.sentAt;
      if (age > longestMilliseconds)
        violated(
          `${entry.line.kind} ${entry.line.target} begins ${Math.round(age / 1000)} s after the look it is planned from`,
        );
    },
};
