import type { Invariant } from '../check.ts';

const longestMilliseconds = 5 * 60_000 + 1000;

export const i19: Invariant = {
  name: 'I-19',
  says: 'no step begins by a plan that is older than five minutes, nor by another than the one that was read',
  watch: ({ view, judged, violated }) => {
    /** Hashes of the plans that somebody asked a worker to apply. */
    const asked = new Map<string, Set<string>>();
    return (entry) => {
      if (entry.kind === 'asked' && entry.applies && entry.plan)
        asked.set(entry.worker, (asked.get(entry.worker) ?? new Set()).add(entry.plan));
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
      if (run?.trigger === 'repair' && run.hash && asked.has(run.worker) && !asked.get(run.worker)?.has(run.hash))
        violated(`${entry.line.kind} ${entry.line.target} begins by a plan that nobody has read`);
    };
  },
};
