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
        file: 'shared/declared/declared.ts',
        find: 'return world.declarations?.() ?? readDeclarations(location);',
        put: `const reading = (world.declarations?.() ?? readDeclarations(location)).then(
    (now) => (now.declared.length > 0 ? now : (lastGood.get(world) ?? now)),
    (error: unknown) => lastGood.get(world) ?? Promise.reject(error),
  );
  return reading.then((now) => {
    lastGood.set(world, now);
    return now;
  });`,
      },
      {
        file: 'shared/declared/declared.ts',
        find: '/** Of the world a function stands in,',
        put: 'const lastGood = new WeakMap<object, Declarations>();\n\n/** Of the world a function stands in,',
      },
    ],
    caughtBy: ['I-17'],
  },
  {
    name: 'declared-when-the-event-came',
    thought: 'a pass goes by what was declared when it began',
    changes: [
      {
        file: 'shared/passes.ts',
        find: 'const declared = await declaredNow(name, world);',
        put: 'first ??= await declaredNow(name, world);\n    const declared = first;',
      },
      {
        file: 'shared/passes.ts',
        find: 'for (let round = 0; ; round += 1) {',
        put: 'let first: Declared | undefined;\n  for (let round = 0; ; round += 1) {',
      },
    ],
    caughtBy: ['I-17'],
  },
  {
    name: 'unreadable-file-is-skipped',
    thought: 'one file that cannot be fetched just now should not stop the whole cluster',
    changes: [
      {
        file: 'shared/declared/read-files.ts',
        find: "if (typeof bytes === 'string') return",
        put: "if (typeof bytes === 'string') return { path, parsed: { documents: [], warnings: [], problems: [] } };\n  if (typeof bytes === 'string') return",
      },
    ],
    caughtBy: ['I-17'],
  },
  {
    name: 'token-told-back',
    thought: 'an error that a person can act on says what was received',
    changes: [
      {
        file: 'shared/scope/caller.ts',
        find: '  if (!token) throw',
        put: "  if (!token) throw new RefusedError('received ' + authorization, 401);\n  if (!token) throw",
      },
    ],
    caughtBy: ['I-31'],
  },
];
