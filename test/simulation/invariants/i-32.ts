import type { Entry, EntryOf } from '../history.ts';
import { invariant } from '../invariant.ts';
import type { RunView } from '../view.ts';

/** For so long nothing has happened: what moves unseen, such as a managed group at work, is over. */
const quietMilliseconds = 30_000;

export const i32 = invariant({
  name: 'I-32',
  says: 'two audits or plans of a world in which nothing has happened between say the same, byte for byte',
  on: ['resource', 'object', 'script', 'declared', 'line', 'answer', 'asked', 'crashed', 'faults end'],
  watch: ({ view, judged, violated }) => {
    let changed = { position: -1, at: 0 };
    const told = new Map<string, { position: number; words: string }>();
    /** What each worker is asked to repair. */
    const repairs = new Map<string, Repairs>();
    const answered = new Set<string>();
    /** How many audits each worker owes somebody. */
    const audits = new Map<string, number>();
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
      follow(repairs, entry);
      if ((entry.kind === 'asked' || entry.kind === 'answer') && entry.trigger === 'audit')
        audits.set(entry.worker, (audits.get(entry.worker) ?? 0) + (entry.kind === 'asked' ? 1 : -1));
      const isLease = entry.kind === 'object' && entry.collection.endsWith('leases');
      if (['resource', 'object', 'declared', 'script', 'faults end'].includes(entry.kind) && !isLease)
        changed = { position: view.position, at: entry.at };
      if (entry.kind === 'line' && entry.line.message === 'planned' && isQuiet(view.runs.get(String(entry.line.run)))) {
        const part = entry.trigger === 'repair' ? repairs.get(entry.worker)?.part : partOfAudit(audits, entry);
        if (part !== undefined) compare(`the hash of a plan for ${entry.trigger} ${part}`, String(entry.line.hash));
      }
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

/** At the end a plan is made that tells what is left: nobody asks for it, and it is another question. */
function partOfAudit(audits: Map<string, number>, { trigger, worker }: EntryOf<'line'>): string {
  return trigger === 'audit' && (audits.get(worker) ?? 0) <= 0 ? 'of what is left' : '';
}

interface Repairs {
  open: number;
  /** Of the cluster; of several that go on side by side nothing tells which one a plan is for. */
  part: string | undefined;
}

function follow(repairs: Map<string, Repairs>, entry: Entry): void {
  if (entry.kind === 'crashed') repairs.delete(entry.worker);
  if ((entry.kind !== 'asked' && entry.kind !== 'answer') || entry.trigger !== 'repair') return;
  const { open, part } = repairs.get(entry.worker) ?? { open: 0, part: undefined };
  if (entry.kind === 'answer') repairs.set(entry.worker, { open: open - 1, part });
  else repairs.set(entry.worker, open === 0 ? { open: 1, part: entry.part } : { open: open + 1, part: undefined });
}

function firstDifference(one: string, other: string): string {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
  return `\`${around(one)}\`, then \`${around(other)}\``;
}
