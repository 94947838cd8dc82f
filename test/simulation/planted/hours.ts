import type { PlantedBug } from './planted-bug.ts';

export const hourBugs: readonly PlantedBug[] = [
  {
    name: 'no-breaker',
    thought: 'repairs are cheap',
    changes: [{ file: 'shared/apply/hour.ts', find: '>= timesAnHour;', put: '>= timesAnHour * 1000;' }],
    caughtBy: ['I-23'],
  },
  {
    name: 'no-budget',
    thought: 'a big cluster needs many repairs',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: 'const room = limits.mutationsPerHour -',
        put: 'const room = limits.mutationsPerHour * 1000 -',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'forgetful-book',
    thought: 'a book that cannot be written is no reason to let a cluster down',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: 'return { admitted: [], refused: steps.map((step) => ({ step, because: messageOf(error) })) };',
        put: 'log.info(messageOf(error));\n    return { admitted: steps, refused: [] };',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'struck-from-the-book-for-good',
    thought: 'what was not sent was never sent',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: 'return entries.filter((entry) => !own.includes(entry));',
        put: 'return entries.filter(([, key]) => !own.some(([, other]) => other === key));',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'surplus-goes-too',
    thought: 'what is ready may go',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: 'return { fit: steps.filter((step) => fit.has(step)), surplus: [...surplus.values()] };',
        put: 'return { fit: steps, surplus: [...surplus.values()] };',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'same-repair-means-same-action',
    thought: 'the same repair is one that replaces the same',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: '  return [key()];',
        put: '  return [key(digestOf(action))];',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'budget-of-a-pair-counts-once',
    thought: 'an attachment and the first mount are one repair, so they take one place of the pass',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: 'const hasRoom = fit.size + together.length <= most;',
        put: "const hasRoom = [...fit].filter(({ kind }) => kind !== 'mount-disk').length < most;",
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'hour-book-keeps-first-reading',
    thought: 'what is admitted need not be computed anew when the write meets a conflict',
    changes: [
      {
        file: 'shared/apply/hour-book.ts',
        find: '  const enter = async () => {',
        put: '  let admission: Admission | undefined;\n  const enter = async () => {',
      },
      {
        file: 'shared/apply/hour-book.ts',
        find: 'const admission = admitToHour(',
        put: 'admission ??= admitToHour(',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'the-same-entry-is-ones-own',
    thought: 'what was to be written stands there, so it was written',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: 'return requestId.slice(0, 8);',
        put: 'return requestId.slice(0, 0);',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'no-place-kept-for-formatting-mount',
    thought: 'the mount has a turn of its own, so there is no need to count it twice',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: ' - kept.size - rest.length;',
        put: ' - kept.size;',
      },
    ],
    caughtBy: ['I-04'],
  },
];
