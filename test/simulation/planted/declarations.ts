import type { PlantedBug } from './planted-bug.ts';

export const declarationBugs: readonly PlantedBug[] = [
  {
    name: 'broken-stacks-skipped',
    thought: 'the other stacks are right',
    changes: [
      {
        file: 'shared/declared/cluster.ts',
        find: '...(cluster?.problems ?? []), ...stacks.problems]',
        put: '...(cluster?.problems ?? []), ...stacks.problems.slice(99)]',
      },
    ],
    caughtBy: ['I-17'],
  },
  {
    name: 'slips-overlooked',
    thought: 'what can be read is what is meant',
    changes: [
      {
        file: 'shared/declared/cluster.ts',
        find: 'const problems = [...ownProblems, ...surplus.map(tooMany), ...(cluster?.problems ?? []), ...stacks.problems];',
        put: 'const problems = [...surplus.map(tooMany), ...stacks.problems].slice(99);',
      },
    ],
    caughtBy: ['I-17'],
  },
  {
    name: 'last-good-declaration',
    thought: 'the declaration before this one was right',
    changes: [
      {
        file: 'functions/node-change.ts',
        find: 'const { declared, problems } = await declarationsOf(world);',
        put: 'const now = await declarationsOf(world).catch((error: unknown) => {\n        if (!lastGood) throw error;\n        return lastGood;\n      });\n      if (now.declared.length > 0) lastGood = now;\n      const { declared, problems } = now.declared.length > 0 ? now : (lastGood ?? now);',
      },
      {
        file: 'functions/node-change.ts',
        find: 'const longestBodyBytes = 256 * 1024;',
        put: 'const longestBodyBytes = 256 * 1024;\nlet lastGood: Awaited<ReturnType<typeof declarationsOf>> | null = null;',
      },
    ],
    caughtBy: ['I-17'],
  },
];
