import type { PlantedBug } from './planted-bug.ts';

/** What was written is looked at, and what is seen then does not count. */
export const readBackBugs: readonly PlantedBug[] = [
  {
    name: 'attached-and-away',
    thought: 'the operation was DONE without an error',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: 'if (!attached) return blocked(',
        put: 'if (!attached) return acted ?? blocked(',
      },
    ],
    caughtBy: ['I-05'],
  },
  {
    name: 'attached-to-die',
    thought: 'it was asked for with autoDelete off',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: "return attached.autoDelete ? blocked('the disk was attached with autoDelete on (D-02)') : acted;",
        put: 'return acted;',
      },
    ],
    caughtBy: ['I-05'],
  },
  {
    name: 'kept-to-die',
    thought: 'it was asked to be turned off',
    changes: [
      {
        file: 'shared/apply/keep-disk.ts',
        find: 'return attached && !attached.autoDelete ? acted',
        put: 'return attached ? acted',
      },
    ],
    caughtBy: ['I-05'],
  },
  {
    name: 'target-not-as-asked',
    thought: 'it was led to the pool a moment ago',
    changes: [
      {
        file: 'shared/apply/set-forwarding-rule-target.ts',
        find: 'return leadsTo(after?.target, pool) ? done(undoOf(action))',
        put: 'return after ? done(undoOf(action))',
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'firewall-not-as-asked',
    thought: 'the patch was accepted',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: 'if (left.length > 0) return blocked',
        put: 'if (!after) return blocked',
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'made-not-as-asked',
    thought: 'it is there, so it is what was made',
    changes: [
      {
        file: 'shared/apply/resource.ts',
        find: 'return isAsWanted(after) ? done(undo)',
        put: 'return after ? done(undo)',
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'own-fields-alone',
    thought: 'what a patch does not send it need not read back',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: 'const wanted = { ...replaces, ...body };',
        put: 'const wanted = pick(body, differing);',
      },
    ],
    caughtBy: ['I-16'],
  },
];
