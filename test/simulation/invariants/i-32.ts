import { invariant } from '../invariant.ts';
import type { RunView } from '../view.ts';

/** For so long nothing has happened: what moves unseen, such as a managed group at work, is over. */
const quietMilliseconds = 30_000;

export const i32 = invariant({
  name: 'I-32',
  says: 'two audits or plans of a world in which nothing has happened between say the same, byte for byte',
  on: ['resource', 'object', 'script', 'declared', 'line', 'answer', 'asked', 'faults end'],
  watch: ({ view, judged, violated }) => {
    let changed = { position: -1, at: 0 };
    const told = new Map<string, { position: number; words: string }>();
    /** Of the cluster a repair was last asked for, by worker. */
    const parts = new Map<string, string>();
    const answered = new Set<string>();
    const isQuiet = (run: RunView | undefined) => {
      const [first] = run?.calls ?? [];
      const isSound = run?.calls.every(({ fault }) => fault === null);
      return isSound && first !== undefined && first.sentAt - changed.at > quietMilliseconds;
    };
    /** What came of the same question before, about the same world. */
    const compare = (question: string, words: string) => {
      const before = told.get(question);
      told.set(question, { position: changed.position, words });
      if (before?.position !== changed.position) return;
      judged();
      if (before.words !== words) violated(`${question}: ${firstDifference(before.words, words)}`);
    };
    return (entry) => {
      if (entry.kind === 'asked' && entry.trigger === 'repair') parts.set(entry.worker, entry.part ?? '');
      const isLease = entry.kind === 'object' && entry.collection.endsWith('leases');
      // After the faults the plan is asked for that tells what is left, which is another question.
      if (['resource', 'object', 'declared', 'script', 'faults end'].includes(entry.kind) && !isLease)
        changed = { position: view.position, at: entry.at };
      if (entry.kind === 'line' && entry.line.message === 'planned' && isQuiet(view.runs.get(String(entry.line.run))))
        compare(`the hash of a plan for ${entry.trigger} ${parts.get(entry.worker) ?? ''}`, String(entry.line.hash));
      if (entry.kind !== 'answer' || entry.trigger !== 'audit' || entry.status !== 200) return;
      const fresh = [...view.runs.values()].filter(
        ({ id, worker, trigger }) => worker === entry.worker && trigger === 'audit' && !answered.has(id),
      );
      for (const { id } of fresh) answered.add(id);
      // Of two that go on side by side nothing tells whose answer it is.
      if (fresh.length === 1 && isQuiet(fresh[0])) compare('an audit', entry.body);
    };
  },
});

function firstDifference(one: string, other: string): string {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
  return `\`${around(one)}\`, then \`${around(other)}\``;
}
