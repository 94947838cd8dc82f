import type { PlantedBug } from './planted-bug.ts';

/** What goes with a stack that is taken down, and what does not. */
export const removalBugs: readonly PlantedBug[] = [
  {
    name: 'app-of-any-namespace',
    thought: 'the label says whose it is',
    changes: [
      {
        file: 'shared/observe/labelled-objects.ts',
        find: '.filter(isOwn)',
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'claims-go-with-their-stack',
    thought: 'it carries the label',
    changes: [
      {
        file: 'shared/plan/rules/held-data.ts',
        find: "'PersistentVolumeClaim', 'PersistentVolume', ",
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'marks-end-with-their-stack',
    thought: 'who takes it down has read the plan',
    changes: [
      {
        file: 'shared/plan/rules/stack-removal.ts',
        find: 'if (one.protected || (object && isProtectedObject(object)))',
        put: 'if (one.protected && object && isProtectedObject(object))',
      },
      { file: 'shared/plan/marked.ts', find: 'if (!one.action || one.blockedBy) return one;', put: 'return one;' },
      { file: 'shared/apply/delete-object.ts', find: "if (isProtectedObject(found)) return marked('it');", put: '' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'stack-taken-down-half-seen',
    thought: 'what is seen of it can go',
    changes: [
      {
        file: 'shared/plan/rules/stack-removal.ts',
        find: '(keptWith(one, labelled, stacks) ?? gap)',
        put: 'keptWith(one, labelled, stacks)',
      },
    ],
    caughtBy: ['I-18'],
  },
];
